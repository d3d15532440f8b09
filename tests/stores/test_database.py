import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from typing import cast

import pytest

from kb.domain.account import Account, Role
from kb.domain.errors import KbError
from kb.stores import database
from kb.stores.database import SqlWork, database_engine
from kb.unit_of_work import DatabaseUnavailableError, SchemaOutdatedError, UnitOfWork, Work
from tests.builders import a_submission, a_version
from tests.stores.test_replacing import small_disk


@pytest.fixture
def path(work: Work) -> Path:
    return cast("SqlWork", work).path


def pragma(path: Path, name: str) -> object:
    with database_engine(path).connect() as connection:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar()


def add_somebody(unit: UnitOfWork, name: str = "jeanne") -> Account:
    return unit.accounts.add(Account(email=f"{name}@example.org", role=Role.CONTRIBUTOR))


def test_each_connection_is_as_safe_as_sqlite_can_be(path: Path) -> None:
    wal = sqlite3.sqlite_version_info >= (3, 51, 3)

    assert pragma(path, "synchronous") == 3
    assert pragma(path, "foreign_keys") == 1
    assert pragma(path, "busy_timeout") == 5000
    assert pragma(path, "journal_mode") == ("wal" if wal else "delete")


def test_a_transaction_that_raises_leaves_nothing(work: Work) -> None:
    def add_and_stumble(unit: UnitOfWork) -> None:
        add_somebody(unit)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), work.writing() as unit:
        add_and_stumble(unit)

    with work.reading() as unit:
        assert unit.accounts.by_email("jeanne@example.org") is None


def test_who_only_reads_cannot_write_by_mistake(work: Work) -> None:
    with pytest.raises(DatabaseUnavailableError), work.reading() as unit:
        add_somebody(unit)


def test_what_names_nobody_is_refused_by_the_tables(work: Work) -> None:
    with pytest.raises(Exception, match="FOREIGN KEY"), work.writing() as unit:
        unit.submissions.add(a_submission(author=99), a_version())


def test_writers_come_one_after_the_other_and_read_what_the_one_before_wrote(work: Work) -> None:
    def count_one_more() -> None:
        for _ in range(5):
            with work.writing() as unit:
                add_somebody(unit, f"n{len(unit.accounts.every())}")

    threads = [threading.Thread(target=count_one_more) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with work.reading() as unit:
        assert len(unit.accounts.every()) == 2 + 20


def test_a_database_that_is_locked_for_too_long_is_said(
    work: Work, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_PRAGMAS", ("busy_timeout=10",))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")

        with pytest.raises(DatabaseUnavailableError, match="occupée"), work.writing():
            pass


def test_a_full_disk_is_said_and_nothing_is_changed(work: Work, path: Path) -> None:
    size = path.stat().st_size

    full = pytest.raises(DatabaseUnavailableError, match="le disque")
    with small_disk(size), full, work.writing() as unit:
        unit.submissions.add(a_submission(), a_version("Beaucoup. " * 50_000))

    with work.reading() as unit:
        assert unit.submissions.of_author(1) == ()


def test_a_damaged_file_is_said(work: Work, path: Path) -> None:
    path.write_bytes(b"no database at all" * 1000)

    with pytest.raises(DatabaseUnavailableError), work.reading():
        pass


@pytest.mark.parametrize("make", [Path.unlink, lambda path: path.write_bytes(b"")])
def test_tables_that_are_not_there_are_said(work: Work, path: Path, make: object) -> None:
    make(path)  # type: ignore[operator]  # either of the two above

    with pytest.raises(SchemaOutdatedError), work.reading() as unit:
        unit.accounts.every()


def test_our_own_errors_pass_through_as_they_are(work: Work) -> None:
    with pytest.raises(KbError, match="account-exists"), work.writing() as unit:
        add_somebody(unit, "moderateur")
