import json
import logging
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kb.bootstrap import assemble
from kb.cli import server
from kb.cli.server import Companion
from kb.cli.worker import CATCH_UP_SECONDS, RETRY_SECONDS, Watch
from kb.services.indexing import Indexing
from kb.settings import Settings
from tests.cli.served import command_line, until


@pytest.fixture
def indexing(home: Path) -> Indexing:
    """A base with its first three cases only, which is quicker."""
    for path in sorted((home / "cases").glob("*.md"))[3:]:
        path.unlink()
    return assemble(Settings(home=home)).indexing


def indexed(indexing: Indexing) -> int:
    return indexing.index.state().cases


def test_the_first_look_catches_up(indexing: Indexing) -> None:
    Watch(indexing).look(1000.0)

    assert indexed(indexing) == 3


def test_a_file_edited_by_hand_is_found_a_minute_later(indexing: Indexing, home: Path) -> None:
    watch = Watch(indexing)
    watch.look(1000.0)
    min((home / "cases").glob("*.md")).unlink()

    watch.look(1000.0 + CATCH_UP_SECONDS - 1)
    assert indexed(indexing) == 3

    watch.look(1000.0 + CATCH_UP_SECONDS)
    assert indexed(indexing) == 2


def test_an_index_that_is_lost_is_rebuilt_at_once(indexing: Indexing, home: Path) -> None:
    watch = Watch(indexing)
    watch.look(1000.0)
    shutil.rmtree(home / "index")

    watch.look(1001.0)

    assert indexed(indexing) == 3


def test_a_run_that_fails_is_logged_and_tried_again_soon(
    indexing: Indexing, home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "kb")
    (home / "index").write_text("un fichier à la place du dossier")
    watch = Watch(indexing)

    watch.look(1000.0)
    watch.look(1001.0)
    assert [record.message for record in caplog.records] == ["index-failed"]

    (home / "index").unlink()
    watch.look(1000.0 + RETRY_SECONDS)
    assert [record.message for record in caplog.records] == ["index-failed", "index-changed"]
    assert indexed(indexing) == 3


def test_a_run_that_changes_nothing_is_not_logged(
    indexing: Indexing, caplog: pytest.LogCaptureFixture
) -> None:
    indexing.catch_up()
    caplog.set_level(logging.INFO, "kb")

    Watch(indexing).look(1000.0)

    assert caplog.records == []


def test_watching_ends_when_the_parent_is_gone(indexing: Indexing) -> None:
    gone = os.getpid()  # not our parent

    Watch(indexing).run(gone)

    assert not indexing.is_ready()


def test_the_command_stops_at_once_when_asked(indexing: Indexing, home: Path) -> None:
    del indexing
    worker = subprocess.Popen(
        [sys.executable, "-m", "kb", "worker"],
        env={**os.environ, "KB_HOME": str(home)},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert worker.stderr
    events = [json.loads(worker.stderr.readline())["event"] for _ in range(2)]

    worker.send_signal(signal.SIGTERM)

    assert worker.wait(10) == 0
    worker.stderr.close()
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
