import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kb.bootstrap import assemble
from kb.cli import server
from kb.cli.server import Companion
from kb.cli.tasks import CATCHING_UP, Pace, Task, catching_up, tasks
from kb.cli.worker import work
from kb.domain.account import Account, Role
from kb.domain.mail import Mail
from kb.ports import PublishingBusyError
from kb.services.indexing import Indexing
from kb.settings import Settings
from kb.stores.database import SqlWork
from tests.cli.served import command_line, until
from tests.conftest import CommandLine
from tests.mail_server import mail_server


@pytest.fixture
def indexing(home: Path) -> Indexing:
    """A base with its first three cases only, which is quicker."""
    for path in sorted((home / "cases").glob("*.md"))[3:]:
        path.unlink()
    return assemble(Settings(home=home)).indexing


@contextmanager
def working(home: Path, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """`kb worker` as a process of its own."""
    with subprocess.Popen(
        [sys.executable, "-m", "kb", "worker"],
        env={**os.environ, "KB_HOME": str(home), **environment},
        stderr=subprocess.PIPE,
        text=True,
    ) as worker:
        yield worker
        worker.kill()


def write_letter(home: Path) -> None:
    now = datetime.now(UTC)
    with SqlWork(Settings(home=home).database).writing() as unit:
        account = unit.accounts.add(Account(email="claire@example.org", role=Role.CONTRIBUTOR))
        letter = Mail(
            to=account.id or 0, subject="Oui", text="Bien.", created_at=now, next_attempt_at=now
        )
        unit.outbox.add(letter)


def indexed(indexing: Indexing) -> int:
    return indexing.index.state().cases


def test_the_first_look_catches_up(indexing: Indexing) -> None:
    catching_up(indexing).look(1000.0)

    assert indexed(indexing) == 3


def test_a_file_edited_by_hand_is_found_a_minute_later(indexing: Indexing, home: Path) -> None:
    task = catching_up(indexing)
    task.look(1000.0)
    min((home / "cases").glob("*.md")).unlink()

    task.look(1000.0 + CATCHING_UP.interval_seconds - 1)
    assert indexed(indexing) == 3

    task.look(1000.0 + CATCHING_UP.interval_seconds)
    assert indexed(indexing) == 2


def test_an_index_that_is_lost_is_rebuilt_at_once(indexing: Indexing, home: Path) -> None:
    task = catching_up(indexing)
    task.look(1000.0)
    shutil.rmtree(home / "index")

    task.look(1001.0)

    assert indexed(indexing) == 3


def test_a_run_that_fails_is_logged_and_tried_again_soon(
    indexing: Indexing, home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "kb")
    (home / "index").write_text("un fichier à la place du dossier")
    task = catching_up(indexing)

    task.look(1000.0)
    task.look(1001.0)
    assert [record.message for record in caplog.records] == ["index-failed"]

    (home / "index").unlink()
    task.look(1000.0 + CATCHING_UP.retry_seconds)
    assert [record.message for record in caplog.records] == ["index-failed", "index-changed"]
    assert indexed(indexing) == 3


def test_a_run_that_changes_nothing_is_not_logged(
    indexing: Indexing, caplog: pytest.LogCaptureFixture
) -> None:
    indexing.catch_up()
    caplog.set_level(logging.INFO, "kb")

    catching_up(indexing).look(1000.0)

    assert caplog.records == []


def test_every_task_of_the_worker_runs_on_a_new_base(home: Path) -> None:
    for task in tasks(assemble(Settings(home=home))):
        task.look(1000.0)

        assert not task.failed, task.name


def test_a_task_that_fails_does_not_stop_the_others(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "kb")
    stopping, ran = threading.Event(), threading.Event()

    def fail() -> None:
        raise ZeroDivisionError

    bad = Task("bad", fail, Pace(60.0, 60.0))
    good = Task("good", ran.set, Pace(60.0, 60.0))
    working = threading.Thread(target=work, args=((bad, good), stopping, None))
    working.start()

    assert ran.wait(10)
    stopping.set()
    working.join()
    assert bad.failed
    assert [record.message for record in caplog.records] == ["task-failed"]


def test_what_somebody_else_is_doing_is_no_failure_to_tell_of(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def wait() -> None:
        raise PublishingBusyError

    task = Task("publications", wait, Pace(60.0, 5.0))

    task.look(1000.0)

    assert (task.failed, task.due, caplog.records) == (True, 1005.0, [])


def test_a_run_that_must_end_is_waited_for() -> None:
    stopping, begun, ended = threading.Event(), threading.Event(), threading.Event()

    def send() -> None:
        begun.set()
        stopping.wait(10)
        ended.set()

    task = Task("mail", send, Pace(60.0, 60.0), is_awaited=True)
    working = threading.Thread(target=work, args=((task,), stopping, None))
    working.start()
    assert begun.wait(10)

    stopping.set()
    working.join()

    assert ended.is_set()


def test_working_ends_when_the_parent_is_gone(indexing: Indexing) -> None:
    gone = os.getpid()  # not our parent
    stopping = threading.Event()

    work((), stopping, gone)

    assert stopping.is_set()
    assert not indexing.is_ready()


def test_a_letter_leaves_within_seconds(home: Path) -> None:
    write_letter(home)

    with mail_server() as postman, working(home, KB_SMTP_URL=f"smtp://127.0.0.1:{postman.port}"):
        until(lambda: postman.recipients)

    assert postman.recipients == ["claire@example.org"]


def test_without_tables_the_command_says_what_to_do(home: Path, cli: CommandLine) -> None:
    (home / "data" / "kb.sqlite3").unlink()

    result = cli("worker")

    assert result.exit_code == 1
    assert "kb db upgrade" in result.stderr


def test_the_command_stops_at_once_when_asked(indexing: Indexing, home: Path) -> None:
    del indexing
    with working(home) as worker:
        assert worker.stderr
        events = [json.loads(worker.stderr.readline())["event"] for _ in range(2)]

        worker.send_signal(signal.SIGTERM)

        assert worker.wait(10) == 0
    assert events == ["worker-started", "index-changed"]


def test_a_worker_that_dies_is_started_again(
    indexing: Indexing, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del indexing
    monkeypatch.setenv("KB_HOME", str(home))
    monkeypatch.setattr(server, "RESTART_SECONDS", 0.0)
    companion = Companion()
    companion.keep()
    assert companion._process
    first = companion._process.pid
    os.kill(first, signal.SIGKILL)
    companion._process.wait()

    companion.keep()
    companion.keep()

    second = companion._process.pid
    until(lambda: "worker --parent" in command_line(second))
    assert second != first
    companion.stop()
    assert command_line(second) == ""


def test_a_signal_that_comes_while_the_event_is_locked_still_stops_it() -> None:
    """Seen: `kb worker` that went on for ever, SIGTERM lost in the lock of its own event."""
    code = (
        "import signal, threading\n"
        "from kb.cli.worker import stop_when_asked\n"
        "stopping = threading.Event()\n"
        "stop_when_asked(stopping)\n"
        "with stopping._cond:\n"
        "    signal.raise_signal(signal.SIGTERM)\n"
        "print(stopping.wait(10))\n"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=30, check=True)

    assert done.stdout == b"True\n"
