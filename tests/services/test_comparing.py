from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kb.domain.account import Account, Role
from kb.domain.mail import Mail, MailState
from kb.domain.publication import Change, PublicationKind, PublicationStatus
from kb.domain.submission import Status
from kb.services.checking import Finding
from kb.stores.database import SqlWork
from kb.stores.system_clock import SystemClock
from tests.bases import Base
from tests.builders import a_case_file, a_publication, a_submission, a_version, sha256

FILE = a_case_file()
NEW = Change(slug=FILE.slug, before=None, after=FILE.text)


@pytest.fixture
def work(base: Base) -> SqlWork:
    work = base.knowledge_base.publishing.work
    assert isinstance(work, SqlWork)
    with work.writing() as unit:
        unit.accounts.add(Account(email="claire@example.org", role=Role.CONTRIBUTOR))
    return work


def findings(base: Base) -> tuple[Finding, ...]:
    return tuple(
        each for each in base.knowledge_base.checking.findings() if each.file == "data/kb.sqlite3"
    )


def codes(base: Base) -> list[tuple[str, bool]]:
    return [(each.code, each.is_error) for each in findings(base)]


def ago(**span: int) -> Any:
    return SystemClock().now() - timedelta(**span)


def record(work: SqlWork, *changes: Change, **fields: Any) -> int:
    fields.setdefault("decided_at", ago(minutes=2))
    status = fields.pop("status", PublicationStatus.OPEN)
    with work.writing() as unit:
        number = unit.publications.add(a_publication(*changes, **fields)).id
        unit.publications.mark(number, status, at=ago(minutes=1))
    return number


def test_there_is_nothing_to_say_of_a_base_where_everything_agrees(
    base: Base, work: SqlWork
) -> None:
    publishing = base.knowledge_base.publishing
    with work.writing() as unit:
        submission = unit.submissions.add(a_submission(status=Status.APPROVED), a_version())
        number = publishing.record(unit, a_publication(NEW, submission=submission.id)).id
    publishing.apply(number)

    assert codes(base) == []


def test_a_base_without_a_database_is_no_finding(base: Base) -> None:
    (base.home / "data" / "kb.sqlite3").unlink()

    assert codes(base) == []


def test_a_publication_that_does_not_come_to_an_end_is_found(base: Base, work: SqlWork) -> None:
    number = record(work, NEW)

    (finding,) = findings(base)

    assert (finding.code, finding.is_error) == ("publication-open", True)
    assert f"n° {number}" in finding.message
    assert "kb publish" in finding.remedy


def test_a_publication_that_is_just_being_made_is_not_found(base: Base, work: SqlWork) -> None:
    record(work, NEW, decided_at=ago(seconds=5))

    assert codes(base) == []


def test_a_conflict_is_found_until_somebody_decides(base: Base, work: SqlWork) -> None:
    number = record(work, NEW, status=PublicationStatus.CONFLICT)
    assert codes(base) == [("publication-in-conflict", True)]

    with work.writing() as unit:
        unit.publications.mark(number, PublicationStatus.ABANDONED, at=ago(minutes=1))

    assert codes(base) == []


def test_a_file_that_is_not_as_it_was_published_is_worth_a_note(base: Base, work: SqlWork) -> None:
    record(work, NEW, status=PublicationStatus.DONE)
    assert codes(base) == [("file-gone", False)]

    base.write(FILE.slug, title="Modifié à la main")
    assert codes(base) == [("file-not-as-published", False)]

    gone = Change(slug=FILE.slug, before=sha256(FILE.text), after=None)
    record(work, gone, status=PublicationStatus.DONE, kind=PublicationKind.ARCHIVE)
    assert codes(base) == [("file-back", False)]

    base.remove(FILE.slug)
    assert codes(base) == []


def test_a_proposal_that_was_approved_and_forgotten_is_found(base: Base, work: SqlWork) -> None:
    with work.writing() as unit:
        submission = unit.submissions.add(a_submission(status=Status.APPROVED), a_version())
    assert codes(base) == [("approved-and-forgotten", True)]

    record(work, NEW, submission=submission.id, decided_at=ago(seconds=5))

    assert codes(base) == []


def test_a_proposal_without_its_text_is_found(base: Base, work: SqlWork) -> None:
    with work.writing() as unit:
        unit.submissions.add(a_submission(latest=2), a_version())

    assert codes(base) == [("proposal-without-text", True)]


def test_letters_that_do_not_leave_are_worth_a_note(base: Base, work: SqlWork) -> None:
    mail = Mail(
        to=1, subject="Oui", text="", created_at=ago(hours=25), next_attempt_at=ago(hours=25)
    )
    with work.writing() as unit:
        unit.outbox.add(replace(mail, created_at=ago(hours=23)))
        unit.outbox.add(mail)
        unit.outbox.save(replace(unit.outbox.add(mail), state=MailState.FAILED))

    assert codes(base) == [("letter-given-up", False), ("letter-waiting", False)]


@pytest.mark.parametrize(
    "damage",
    [b"ceci n'est pas une base", b"SQLite format 3\x00" + b"\xff" * 5000],
    ids=["another file", "pages"],
)
def test_a_database_that_is_damaged_is_found(base: Base, damage: bytes) -> None:
    (base.home / "data" / "kb.sqlite3").write_bytes(damage)

    assert codes(base) == [("database-damaged", True)]


def test_tables_of_another_version_are_found(base: Base) -> None:
    (base.home / "data" / "kb.sqlite3").write_bytes(b"")

    assert codes(base) == [("tables-outdated", True)]


def test_a_database_that_may_not_be_read_is_found(base: Base) -> None:
    path: Path = base.home / "data" / "kb.sqlite3"
    path.unlink()
    path.mkdir()

    assert codes(base) == [("database-out-of-reach", True)]
