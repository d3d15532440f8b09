import json
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from kb.domain.account import Account, AccountId, Role
from kb.domain.alert import Alert, Rhythm
from kb.domain.audit import Subject
from kb.domain.draft import Draft
from kb.domain.limits import ALLOWANCES
from kb.domain.mail import Mail, MailState
from kb.domain.personal_data import PERSONAL_DATA, RETENTION, Purge
from kb.domain.publication import Change
from kb.domain.selection import SharedSelection
from kb.domain.submission import Message, MessageKind, Status
from kb.services.privacy import COPIES_KEPT, Privacy
from kb.stores.purging import PURGES
from kb.unit_of_work import AccountNotFoundError, UnitOfWork
from tests.bases import Base
from tests.builders import (
    NOW,
    a_case_file,
    a_publication,
    a_selection,
    a_submission,
    a_version,
    sha256,
)

CLAIRE = "claire@example.org"
AN_HOUR = timedelta(hours=1)


@pytest.fixture
def privacy(base: Base) -> Privacy:
    with time_machine.travel(NOW, tick=False), base.knowledge_base.privacy.work.writing() as unit:
        unit.accounts.add(Account(email=CLAIRE, role=Role.CONTRIBUTOR))
        unit.accounts.add(Account(email="marc@example.org", role=Role.MODERATOR))
    return base.knowledge_base.privacy


def claire(unit: UnitOfWork) -> AccountId:
    account = unit.accounts.by_email(CLAIRE)
    assert account
    return account.id or 0


def a_proposal(unit: UnitOfWork, status: Status) -> int:
    submission = a_submission(author=claire(unit), status=status)
    return unit.submissions.add(submission, a_version(written_by=claire(unit))).id


def a_message(unit: UnitOfWork, number: int, kind: MessageKind = MessageKind.NOTE) -> None:
    message = Message(submission=number, kind=kind, body=kind, written_by=2, written_at=NOW)
    unit.submissions.add_message(message)


def a_letter(unit: UnitOfWork, **changes: Any) -> Mail:
    mail = unit.outbox.add(
        Mail(to=claire(unit), subject="Oui", text="Secret", created_at=NOW, next_attempt_at=NOW)
    )
    unit.outbox.save(replace(mail, **changes))
    return mail


def a_draft(unit: UnitOfWork, **changes: Any) -> Draft:
    return unit.drafts.add(
        Draft(key_sha256=sha256("k"), fields={}, created_at=NOW, saved_at=NOW, **changes)
    )


def _links(unit: UnitOfWork) -> None:
    until = NOW + RETENTION[Purge.LINKS].span
    unit.submissions.add_link(sha256("x"), a_proposal(unit, Status.PUBLISHED), expires_at=until)


#: What each rule forgets, as it comes into the base.
FORGOTTEN: dict[Purge, Callable[[UnitOfWork], object]] = {
    Purge.DRAFTS: a_draft,
    Purge.UNCONFIRMED: lambda unit: a_proposal(unit, Status.DRAFT),
    Purge.CLOSED: lambda unit: a_proposal(unit, Status.REJECTED),
    Purge.MESSAGES: lambda unit: a_message(unit, a_proposal(unit, Status.PUBLISHED)),
    Purge.LINKS: _links,
    Purge.LETTERS: lambda unit: a_letter(unit, state=MailState.SENT),
    Purge.ATTEMPTS: lambda unit: unit.attempts.note("sign-in", sha256("k"), at=NOW),
    Purge.SELECTIONS: lambda unit: unit.selections.add(
        SharedSelection(
            token_sha256=sha256("t"),
            owner_sha256=sha256("o"),
            selection=a_selection("garage"),
            made_at=NOW,
            expires_at=NOW + RETENTION[Purge.SELECTIONS].span,
        )
    ),
    Purge.ALERTS: lambda unit: unit.alerts.add(
        Alert(account=claire(unit), handle="h", search="", rhythm=Rhythm.DAILY, made_at=NOW)
    ),
    Purge.ACCOUNTS: claire,  # of whom there is nothing else
}


@pytest.mark.parametrize("purge", Purge)
def test_each_rule_forgets_in_time_not_before_and_only_once(privacy: Privacy, purge: Purge) -> None:
    with privacy.work.writing() as unit:
        FORGOTTEN[purge](unit)

    with time_machine.travel(NOW + RETENTION[purge].span - AN_HOUR, tick=False):
        assert privacy.purge()[purge] == 0
    with time_machine.travel(NOW + RETENTION[purge].span + AN_HOUR, tick=False):
        assert privacy.purge()[purge] == 1
        assert not any(privacy.purge().values())


def test_every_rule_is_in_the_table_that_people_read_and_has_a_deed() -> None:
    told = {purge for datum in PERSONAL_DATA for purge in datum.purges}

    assert told == set(Purge) == set(RETENTION) == set(PURGES)


def test_tries_are_kept_as_long_as_they_count() -> None:
    longest = max(each.within for each in ALLOWANCES.values())

    assert longest <= RETENTION[Purge.ATTEMPTS].span


@pytest.mark.parametrize("status", [Status.WITHDRAWN, Status.CHANGES_REQUESTED])
def test_what_ended_or_has_no_answer_goes_with_all_that_hangs_on_it(
    privacy: Privacy, status: Status
) -> None:
    with privacy.work.writing() as unit:
        number = a_proposal(unit, status)
        a_message(unit, number)
        a_draft(unit, submission=number)
        unit.submissions.add_link(sha256("x"), number, expires_at=NOW)
        unit.publications.add(
            a_publication(Change(slug="a", before=None, after="x"), submission=number)
        )

    with time_machine.travel(NOW + timedelta(days=400)):
        privacy.purge()

    with privacy.work.reading() as unit:
        assert unit.submissions.with_status(*Status) == ()
        assert unit.publications.get(1).submission is None


@pytest.mark.parametrize(
    "status",
    [Status.SUBMITTED, Status.IN_REVIEW, Status.APPROVED, Status.PUBLISHED, Status.ARCHIVED],
)
def test_what_waits_for_us_or_is_published_stays_with_its_author(
    privacy: Privacy, status: Status
) -> None:
    with privacy.work.writing() as unit:
        number = a_proposal(unit, status)

    with time_machine.travel(NOW + timedelta(days=4000)):
        privacy.purge()

    with privacy.work.reading() as unit:
        assert unit.submissions.get(number).status is status
        assert unit.accounts.by_email(CLAIRE)


def test_a_letter_that_still_waits_is_never_forgotten(privacy: Privacy) -> None:
    with privacy.work.writing() as unit:
        a_letter(unit)
        a_proposal(unit, Status.PUBLISHED)

    with time_machine.travel(NOW + timedelta(days=400)):
        privacy.purge()

    with privacy.work.reading() as unit:
        assert len(unit.outbox.every()) == 1


def test_who_moderates_stays_until_they_may_no_longer_sign_in(privacy: Privacy) -> None:
    with time_machine.travel(NOW + timedelta(days=4000)):
        privacy.purge()
        with privacy.work.writing() as unit:
            (marc,) = unit.accounts.every()
            unit.accounts.change(replace(marc, is_active=False))
    with time_machine.travel(NOW + timedelta(days=4366)):
        privacy.purge()

    with privacy.work.reading() as unit:
        assert unit.accounts.every() == ()
        assert unit.accounts.get(marc.id or 0).email == ""


def test_a_purge_is_told_in_numbers_alone(privacy: Privacy) -> None:
    with privacy.work.writing() as unit:
        a_draft(unit)

    with time_machine.travel(NOW + timedelta(days=200)):
        privacy.purge()
        privacy.purge()

    with privacy.work.reading() as unit:
        (entry,) = unit.audit.of(Subject.BASE, "")
    assert (entry.action, entry.by, entry.details) == ("purge", None, {"drafts": 1})


def test_old_copies_of_the_database_go(base: Base, privacy: Privacy) -> None:
    data = base.home / "data"
    old, new = data / "kb-before-0001.sqlite3", data / "kb-before-0002.sqlite3"
    for path, age in ((old, COPIES_KEPT + AN_HOUR), (new, COPIES_KEPT - AN_HOUR)):
        path.touch()
        at = (privacy.clock.now() - age).timestamp()
        os.utime(path, (at, at))

    privacy.purge()

    assert (old.exists(), new.exists()) == (False, True)


def test_an_export_holds_what_is_kept_of_a_person_and_no_secret(privacy: Privacy) -> None:
    with privacy.work.writing() as unit:
        number = a_proposal(unit, Status.PUBLISHED)
        for kind in MessageKind:
            a_message(unit, number, kind)
        a_letter(unit)
        a_draft(unit, author=claire(unit))

    export: dict[str, Any] = json.loads(json.dumps(privacy.export(f" {CLAIRE.upper()} ")))

    assert export["account"]["email"] == CLAIRE
    (proposal,) = export["proposals"]
    assert [each["text"] for each in proposal["versions"]] == ["Le texte."]
    assert [each["kind"] for each in proposal["messages"]] == ["to-author", "to-moderators"]
    assert proposal["consent"]["given_at"] == "2026-11-20T14:32:00+00:00"
    assert [each["text"] for each in export["letters"]] == ["Secret"]
    assert len(export["drafts"]) == 1
    assert "key_sha256" not in json.dumps(export["drafts"])


def test_a_secret_letter_is_exported_without_what_it_opens(privacy: Privacy) -> None:
    with privacy.work.writing() as unit:
        mail = Mail(
            to=claire(unit),
            subject="Lien",
            text="https://x/suivi/secret",
            is_secret=True,
            created_at=NOW,
            next_attempt_at=NOW,
        )
        unit.outbox.add(mail)

    assert "suivi" not in json.dumps(privacy.export(CLAIRE))


def test_an_export_tells_nothing_of_others(privacy: Privacy) -> None:
    with privacy.work.writing() as unit:
        marc = unit.accounts.by_email("marc@example.org")
        assert marc
        unit.submissions.add(a_submission(author=marc.id), a_version(written_by=marc.id))

    assert privacy.export(CLAIRE)["proposals"] == []


def test_of_nobody_there_is_nothing_to_export(privacy: Privacy) -> None:
    with pytest.raises(AccountNotFoundError):
        privacy.export("personne@example.org")


def test_a_published_file_is_not_touched_by_a_purge(base: Base, privacy: Privacy) -> None:
    (base.home / "cases" / "garage.md").write_text(a_case_file().text, "utf-8")

    with time_machine.travel(NOW + timedelta(days=4000)):
        privacy.purge()

    assert (base.home / "cases" / "garage.md").read_text("utf-8") == a_case_file().text
