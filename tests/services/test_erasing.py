from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kb.domain.account import Account, AccountId, Role
from kb.domain.audit import Subject
from kb.domain.draft import Draft
from kb.domain.mail import Mail
from kb.domain.publication import Change, PublicationKind, PublicationStatus
from kb.domain.submission import Message, MessageKind, Status, SubmissionId
from kb.formats import front_matter
from kb.formats.redaction import contributor
from kb.services.erasing import Erasing
from kb.services.publishing import PublicationConflictError
from kb.unit_of_work import AccountNotFoundError
from tests.bases import Base
from tests.builders import NOW, a_case, a_publication, a_submission, a_version, sha256

EMAIL = "claire@example.org"
NAME = "Claire Le Goff"


@dataclass
class Town:
    """A base with a contributor, Claire, and her moderator, Marc."""

    base: Base
    claire: AccountId
    marc: AccountId

    @property
    def erasing(self) -> Erasing:
        return self.base.knowledge_base.erasing

    @property
    def publishing(self) -> Any:
        return self.base.knowledge_base.publishing

    def writing(self) -> Any:
        return self.erasing.work.writing()

    def text(self, slug: str) -> str:
        return (self.base.home / "cases" / f"{slug}.md").read_text("utf-8")

    def propose(self, text: str, **changes: Any) -> SubmissionId:
        author = changes.pop("author", self.claire)
        proposal = a_submission(**({"author": author, "status": Status.SUBMITTED} | changes))
        with self.writing() as unit:
            version = a_version(text, written_by=author)
            return int(unit.submissions.add(proposal, version).id)

    def publish(self, slug: str, text: str, **changes: Any) -> SubmissionId:
        """A case that somebody proposed and that is on disk."""
        number = self.propose(text, slug=slug, status=Status.APPROVED, **changes)
        held = self.erasing.cases.held(slug)
        change = Change(slug=slug, before=held.sha256 if held else None, after=text)
        with self.writing() as unit:
            publication = a_publication(change, submission=number, kind=PublicationKind.PUBLISH)
            recorded = self.publishing.record(unit, publication)
        self.publishing.apply(recorded.id)
        return number

    def letter(self, to: AccountId, text: str) -> None:
        with self.writing() as unit:
            unit.outbox.add(
                Mail(to=to, subject="Oui", text=text, created_at=NOW, next_attempt_at=NOW)
            )

    def say(self, number: SubmissionId, body: str, **changes: Any) -> None:
        kind = changes.pop("kind", MessageKind.TO_MODERATORS)
        by = changes.pop("by", self.claire)
        with self.writing() as unit:
            unit.submissions.add_message(
                Message(submission=number, kind=kind, body=body, written_by=by, written_at=NOW)
            )

    def draft(self, **changes: Any) -> int:
        values: dict[str, Any] = {
            "key_sha256": sha256("key"),
            "fields": {"title": ["Un garage"]},
            "created_at": NOW,
            "saved_at": NOW,
        }
        with self.writing() as unit:
            return int(unit.drafts.add(Draft(**(values | changes))).id)


@pytest.fixture
def town(base: Base) -> Town:
    with base.knowledge_base.erasing.work.writing() as unit:
        claire = unit.accounts.add(Account(email=EMAIL, role=Role.CONTRIBUTOR))
        marc = unit.accounts.add(Account(email="marc@example.org", role=Role.MODERATOR))
    return Town(base, claire.id or 0, marc.id or 0)


def a_text(name: str | None = NAME, **changes: Any) -> str:
    return front_matter.render(a_case(contributor=name, **changes))


def traces(home: Path, *words: str) -> Iterator[tuple[str, str]]:
    """In which files something is still written; letters of any case count."""
    for path in home.rglob("*"):
        if path.is_file():
            held = path.read_bytes().decode(errors="replace").lower()
            for word in words:
                if word.lower() in held:
                    yield path.name, word


def test_the_name_goes_from_the_case_by_an_ordinary_publication(town: Town) -> None:
    town.publish("garage", a_text())

    erasure = town.erasing.erase(EMAIL)

    assert erasure.slugs == ("garage",)
    assert town.text("garage") == a_text("[effacé]")
    with town.erasing.work.reading() as unit:
        last = unit.publications.last("garage")
    assert last
    assert (last.kind, last.status) == (PublicationKind.ERASE, PublicationStatus.DONE)


def test_nothing_of_an_erased_person_is_left_anywhere(town: Town) -> None:
    number = town.publish("garage", a_text(body=a_case().body + f"\nÉcrire à {EMAIL}.\n"))
    town.propose(a_text(place="Crest"), slug="autre", status=Status.REJECTED)
    town.publish("garage", a_text(place="Rennes"), base=sha256(town.text("garage")))
    town.say(number, f"Appelez {NAME}.")
    town.say(number, "Merci.", by=town.marc, kind=MessageKind.TO_AUTHOR)
    town.say(number, f"Vue avec {NAME}.", by=town.marc, kind=MessageKind.NOTE)
    town.letter(town.claire, f"Bonjour {NAME}")
    town.letter(town.marc, f"Une proposition de {EMAIL.upper()}")
    town.draft(author=town.claire, fields={"contributor": [NAME]})
    town.draft(fields={"email": [f" {EMAIL.upper()} "]})
    copy = town.base.home / "data" / "kb-before-0000.sqlite3"
    copy.write_bytes((town.base.home / "data" / "kb.sqlite3").read_bytes())
    assert dict(traces(town.base.home, NAME, EMAIL))

    town.erasing.erase(EMAIL)

    assert dict(traces(town.base.home, NAME, EMAIL)) == {}
    assert not copy.exists()


def test_the_number_stays_and_the_trail_names_it_without_the_address(town: Town) -> None:
    town.erasing.erase(EMAIL)

    with town.erasing.work.reading() as unit:
        account = unit.accounts.get(town.claire)
        (entry,) = unit.audit.of(Subject.ACCOUNT, str(town.claire))
    assert (account.email, account.is_active) == ("", False)
    assert (entry.action, entry.by, entry.reason) == ("erase", None, "")
    assert town.erasing.numbers.every() == (town.claire,)


def test_what_is_under_way_is_withdrawn(town: Town) -> None:
    number = town.propose(a_text(), slug="garage", status=Status.IN_REVIEW, claimed_by=town.marc)

    town.erasing.erase(EMAIL)

    with town.erasing.work.reading() as unit:
        submission = unit.submissions.get(number)
        (version,) = unit.submissions.versions(number)
    assert (submission.status, submission.claimed_by) == (Status.WITHDRAWN, None)
    assert contributor(version.text) == "[effacé]"
    assert version.sha256 == sha256(version.text)


def test_somebody_else_s_name_on_a_case_that_she_changed_stays(town: Town) -> None:
    before = a_text("Luc Petit")
    (town.base.home / "cases" / "garage.md").write_text(before, "utf-8")
    town.publish("garage", a_text("Luc Petit", place="Rennes"), base=sha256(before))

    assert town.erasing.erase(EMAIL).slugs == ()

    assert contributor(town.text("garage")) == "Luc Petit"


def test_her_name_goes_from_a_case_that_she_signed_by_changing_it(town: Town) -> None:
    before = a_text("Luc Petit")
    (town.base.home / "cases" / "garage.md").write_text(before, "utf-8")
    town.publish("garage", a_text(NAME), base=sha256(before))

    town.erasing.erase(EMAIL)

    assert contributor(town.text("garage")) == "[effacé]"
    texts = [past.text for past in town.publishing.history("garage")]
    assert [contributor(text or "") for text in texts] == ["[effacé]", "[effacé]", "Luc Petit"]


def test_a_case_that_was_renamed_or_archived_forgets_her_too(town: Town) -> None:
    text = a_text()
    town.publish("garage", text)
    changes = (
        Change(slug="garage", before=sha256(text), after=None),
        Change(slug="nouveau", before=None, after=text),
    )
    with town.writing() as unit:
        kind = PublicationKind.RENAME
        renaming = town.publishing.record(unit, a_publication(*changes, slug="nouveau", kind=kind))
    town.publishing.apply(renaming.id)

    assert town.erasing.erase(EMAIL).slugs == ("nouveau",)

    assert dict(traces(town.base.home, NAME)) == {}


def test_a_change_that_somebody_else_is_writing_goes_on(town: Town) -> None:
    text = a_text()
    town.publish("garage", text)
    with town.writing() as unit:
        luc = unit.accounts.add(Account(email="luc@example.org", role=Role.CONTRIBUTOR))
    number = town.propose(a_text(place="Rennes"), slug="garage", base=sha256(text), author=luc.id)
    draft = town.draft(
        author=luc.id,
        change_of="garage",
        base=sha256(text),
        fields={"contributor": [NAME], "title": ["Un garage"]},
    )

    town.erasing.erase(EMAIL)

    now = sha256(town.text("garage"))
    with town.erasing.work.reading() as unit:
        submission, held = unit.submissions.get(number), unit.drafts.get(draft)
        (version,) = unit.submissions.versions(number)
    assert (submission.base, held.base) == (now, now)
    assert contributor(version.text) == "[effacé]"
    assert held.fields == {"contributor": ["[effacé]"], "title": ["Un garage"]}


def test_other_people_keep_what_they_have(town: Town) -> None:
    with town.writing() as unit:
        luc = unit.accounts.add(Account(email="luc@example.org", role=Role.CONTRIBUTOR))
    number = town.publish("velo", a_text("Luc Petit", title="Un atelier vélo"), author=luc.id)
    town.say(number, "Bonjour", by=luc.id)
    town.letter(luc.id or 0, "Bonjour Luc")
    town.draft(author=luc.id)

    town.erasing.erase(EMAIL)

    with town.erasing.work.reading() as unit:
        assert unit.accounts.get(luc.id or 0).email == "luc@example.org"
        assert [each.body for each in unit.submissions.messages(number)] == ["Bonjour"]
        assert "Bonjour Luc" in [each.text for each in unit.outbox.every()]
        assert len(unit.drafts.of_author(luc.id or 0)) == 1
    assert contributor(town.text("velo")) == "Luc Petit"


def test_who_is_not_there_cannot_be_erased(town: Town) -> None:
    with pytest.raises(AccountNotFoundError):
        town.erasing.erase("personne@example.org")
    town.erasing.erase(EMAIL)
    with pytest.raises(AccountNotFoundError):
        town.erasing.erase(EMAIL)

    assert town.erasing.numbers.every() == (town.claire,)


def test_a_list_is_erased_again_in_a_base_that_does_not_know_of_it(town: Town) -> None:
    town.publish("garage", a_text())

    done = town.erasing.erase_again([town.claire, 999, town.claire])

    assert [(each.account, each.slugs) for each in done] == [(town.claire, ("garage",))]
    assert town.erasing.erase_again([town.claire]) == ()
    assert contributor(town.text("garage")) == "[effacé]"


def test_what_was_decided_before_is_published_first(town: Town) -> None:
    change = Change(slug="garage", before=None, after=a_text())
    number = town.propose(a_text(), slug="garage", status=Status.APPROVED)
    with town.writing() as unit:
        town.publishing.record(unit, a_publication(change, submission=number))

    town.erasing.erase(EMAIL)

    assert contributor(town.text("garage")) == "[effacé]"


def test_killed_after_the_decision_the_name_goes_by_the_next_replay(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.publish("garage", a_text())
    monkeypatch.setattr(type(town.publishing), "apply", _die)
    with pytest.raises(KeyboardInterrupt):
        town.erasing.erase(EMAIL)
    assert contributor(town.text("garage")) == NAME

    town.publishing.replay()

    assert dict(traces(town.base.home, NAME, EMAIL)) == {}


def test_a_file_edited_at_that_very_moment_is_not_overwritten(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.publish("garage", a_text())
    apply = type(town.publishing).apply

    def edit_first(publishing: object, number: int) -> None:
        (town.base.home / "cases" / "garage.md").write_text("à la main", "utf-8")
        apply(publishing, number)

    monkeypatch.setattr(type(town.publishing), "apply", edit_first)

    with pytest.raises(PublicationConflictError):
        town.erasing.erase(EMAIL)

    assert town.text("garage") == "à la main"


def _die(*_: object) -> None:
    raise KeyboardInterrupt
