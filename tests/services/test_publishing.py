import logging
import threading
from pathlib import Path

import pytest

from kb.bootstrap import assemble
from kb.domain.account import Account, Role
from kb.domain.audit import Channel, Subject
from kb.domain.case import Slug
from kb.domain.publication import Change, Publication, PublicationKind, PublicationStatus
from kb.domain.submission import Status, SubmissionId
from kb.ports import CasesNotWritableError, PublishingBusyError
from kb.services.publishing import PublicationConflictError, Publishing
from kb.services.recording import CaseChangingError, PublicationSettledError
from kb.settings import Settings
from tests.bases import Base
from tests.builders import a_case_file, a_publication, a_submission, a_version, sha256

SLUG = "garage-solidaire"
OLD, NEW = a_case_file().text, a_case_file(place="Rennes").text
PUBLISHED = Change(slug=SLUG, before=None, after=OLD)
UPDATED = Change(slug=SLUG, before=sha256(OLD), after=NEW)
ARCHIVED = Change(slug=SLUG, before=sha256(OLD), after=None)


@pytest.fixture
def publishing(base: Base) -> Publishing:
    return base.knowledge_base.publishing


def recorded(publishing: Publishing, *changes: Change, **fields: object) -> int:
    with publishing.work.writing() as unit:
        return publishing.record(unit, a_publication(*changes, **fields)).id


def published(publishing: Publishing, *changes: Change, **fields: object) -> int:
    number = recorded(publishing, *changes, **fields)
    publishing.apply(number)
    return number


def status(publishing: Publishing, number: int) -> PublicationStatus:
    with publishing.work.reading() as unit:
        return unit.publications.get(number).status


def a_proposal(publishing: Publishing, status: Status, slug: Slug = SLUG) -> SubmissionId:
    with publishing.work.writing() as unit:
        known = unit.accounts.by_email("x@example.org")
        author = known or unit.accounts.add(Account(email="x@example.org", role=Role.CONTRIBUTOR))
        proposal = a_submission(status=status, author=author.id, slug=slug)
        return unit.submissions.add(proposal, a_version(written_by=author.id)).id


def test_a_new_case_is_on_disk_and_found_when_the_answer_comes(
    base: Base, publishing: Publishing
) -> None:
    base.catch_up()

    number = published(publishing, PUBLISHED)

    assert publishing.cases.read(SLUG).text == OLD
    assert base.found(a_case_file().case.title) == [SLUG]
    assert status(publishing, number) is PublicationStatus.DONE


def test_a_proposal_becomes_published_with_its_audit_line_in_one_transaction(
    publishing: Publishing,
) -> None:
    proposal = a_proposal(publishing, Status.APPROVED, slug="proposee")

    number = published(publishing, PUBLISHED, submission=proposal)

    with publishing.work.reading() as unit:
        submission = unit.submissions.get(proposal)
        (line,) = unit.audit.of(Subject.SUBMISSION, str(proposal))
        (about_case,) = unit.audit.of(Subject.CASE, SLUG)
    assert (submission.status, submission.slug) == (Status.PUBLISHED, SLUG)
    assert (line.action, line.details["publication"]) == ("publish", number)
    assert (about_case.action, about_case.channel) == ("publication-done", Channel.PAGE)


def test_an_archived_case_takes_its_proposals_along_and_comes_back_with_them(
    base: Base, publishing: Publishing
) -> None:
    published(publishing, PUBLISHED)
    proposal = a_proposal(publishing, Status.PUBLISHED)
    rejected = a_proposal(publishing, Status.REJECTED)

    published(publishing, ARCHIVED, kind=PublicationKind.ARCHIVE, reason="Projet arrêté.")

    gone = publishing.archived(SLUG)
    assert gone
    assert gone.reason == "Projet arrêté."
    assert publishing.cases.held(SLUG) is None
    assert base.found(a_case_file().case.title) == []
    with publishing.work.reading() as unit:
        assert unit.submissions.get(proposal).status is Status.ARCHIVED
        assert unit.submissions.get(rejected).status is Status.REJECTED

    published(publishing, PUBLISHED, kind=PublicationKind.REINSTATE)

    assert publishing.archived(SLUG) is None
    with publishing.work.reading() as unit:
        assert unit.submissions.get(proposal).status is Status.PUBLISHED


@pytest.mark.parametrize("kind", [PublicationKind.RENAME, PublicationKind.MERGE])
def test_proposals_follow_a_case_that_goes_on_under_another_slug(
    publishing: Publishing, kind: PublicationKind
) -> None:
    published(publishing, PUBLISHED)
    proposal = a_proposal(publishing, Status.PUBLISHED)

    published(publishing, Change(slug="ailleurs", before=None, after=NEW), ARCHIVED, kind=kind)

    assert set(publishing.cases.hashes()) == {"ailleurs"}
    assert publishing.archived(SLUG) is None
    with publishing.work.reading() as unit:
        assert unit.submissions.get(proposal).slug == "ailleurs"


def test_what_was_recorded_before_is_applied_before(publishing: Publishing) -> None:
    recorded(publishing, PUBLISHED)
    number = recorded(publishing, Change(slug="autre", before=None, after=NEW))

    publishing.apply(number)

    assert set(publishing.cases.hashes()) == {SLUG, "autre"}
    assert publishing.replay() == 0


def test_a_case_that_is_about_to_change_is_not_decided_upon(publishing: Publishing) -> None:
    recorded(publishing, PUBLISHED)

    with pytest.raises(CaseChangingError):
        recorded(publishing, UPDATED)


def test_what_was_seen_before_somebody_elses_decision_is_not_decided_upon(
    publishing: Publishing,
) -> None:
    published(publishing, PUBLISHED)
    published(publishing, UPDATED)

    for outdated in (ARCHIVED, UPDATED, PUBLISHED):
        with pytest.raises(CaseChangingError):
            recorded(publishing, outdated)

    assert publishing.conflicts() == ()


def test_a_file_edited_by_hand_is_not_overwritten_and_nothing_else_of_it_is_done(
    base: Base, publishing: Publishing
) -> None:
    number = recorded(publishing, Change(slug="autre", before=None, after=NEW), UPDATED)
    base.write(SLUG, summary="Une main est passée par là, entre la décision et le disque.")
    by_hand = publishing.cases.held(SLUG)

    with pytest.raises(PublicationConflictError) as caught:
        publishing.apply(number)

    assert caught.value.publication == number
    assert publishing.cases.held(SLUG) == by_hand
    assert publishing.cases.held("autre") is None
    assert [each.id for each in publishing.conflicts()] == [number]
    assert publishing.replay() == 0


def test_somebody_may_publish_over_what_was_edited_and_the_history_keeps_it(
    base: Base, publishing: Publishing
) -> None:
    number = recorded(publishing, UPDATED)
    base.write(SLUG, place="Brest")
    by_hand = publishing.cases.read(SLUG).text
    publishing.replay()

    with publishing.work.writing() as unit:
        again = publishing.again(unit, number, by=None).id
    publishing.apply(again)

    assert publishing.cases.read(SLUG).text == NEW
    assert [past.text for past in publishing.history(SLUG)] == [NEW, by_hand]
    assert status(publishing, number) is PublicationStatus.ABANDONED


def test_a_conflict_is_settled_once(base: Base, publishing: Publishing) -> None:
    number = recorded(publishing, UPDATED)
    base.write(SLUG, place="Brest")
    publishing.replay()

    with publishing.work.writing() as unit:
        publishing.give_up(unit, number)
        with pytest.raises(PublicationSettledError):
            publishing.again(unit, number, by=None)

    assert publishing.cases.read(SLUG).case.place == "Brest"
    assert publishing.conflicts() == ()


def test_a_text_that_came_by_hand_enters_the_history_before_it_goes(
    base: Base, publishing: Publishing
) -> None:
    base.write(SLUG, place="Brest")
    by_hand = publishing.cases.read(SLUG)
    archived = Change(slug=SLUG, before=by_hand.sha256, after=None)

    published(publishing, archived, kind=PublicationKind.ARCHIVE)

    past = [(each.kind, each.text) for each in publishing.history(SLUG)]
    assert past == [
        (PublicationKind.ARCHIVE, None),
        (PublicationKind.IMPORT, by_hand.text),
    ]


def test_a_text_that_the_history_knows_is_not_kept_twice(publishing: Publishing) -> None:
    published(publishing, PUBLISHED)

    published(publishing, UPDATED)

    assert [past.text for past in publishing.history(SLUG)] == [NEW, OLD]


def test_a_full_disk_leaves_the_decision_and_the_next_try_finishes_it(
    publishing: Publishing,
) -> None:
    folder = publishing.cases.folder  # type: ignore[attr-defined]  # real files here
    away = folder.rename(folder.with_name("away"))
    number = recorded(publishing, PUBLISHED)
    with pytest.raises(CasesNotWritableError):
        publishing.apply(number)
    assert status(publishing, number) is PublicationStatus.OPEN
    away.rename(folder)

    assert publishing.replay(Channel.COMMAND) == 1

    assert publishing.cases.read(SLUG).text == OLD


def test_two_who_apply_at_once_apply_once(base: Base, publishing: Publishing) -> None:
    proposal = a_proposal(publishing, Status.APPROVED)
    number = recorded(publishing, PUBLISHED, submission=proposal)
    others = [base.again().knowledge_base.publishing for _ in range(3)]

    threads = [threading.Thread(target=each.apply, args=(number,)) for each in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with publishing.work.reading() as unit:
        assert len(unit.audit.of(Subject.CASE, SLUG)) == 1
        assert len(unit.audit.of(Subject.SUBMISSION, str(proposal))) == 1


def test_who_waits_too_long_for_another_publication_is_told(base: Base, tmp_path: Path) -> None:
    del base
    publishing = assemble(Settings(home=tmp_path)).publishing
    number = recorded(publishing, PUBLISHED)
    object.__setattr__(publishing.lock, "seconds", 0.05)

    with publishing.lock(), pytest.raises(PublishingBusyError):
        publishing.apply(number)

    assert status(publishing, number) is PublicationStatus.OPEN


def test_the_log_tells_of_a_publication_without_anybodys_words(
    publishing: Publishing, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "kb.services")

    published(publishing, PUBLISHED, reason="Entre nous.")

    (record,) = [each for each in caplog.records if each.message == "publication-done"]
    assert record.kb_fields == {"publication": 1, "kind": "update"}  # type: ignore[attr-defined]


def test_an_unknown_case_has_neither_history_nor_an_end(publishing: Publishing) -> None:
    assert publishing.history("inconnue") == ()
    assert publishing.archived("inconnue") is None


def test_a_publication_keeps_what_it_was_given(publishing: Publishing) -> None:
    number = recorded(publishing, PUBLISHED)

    with publishing.work.reading() as unit:
        kept: Publication = unit.publications.get(number)
    assert kept == a_publication(PUBLISHED, id=number)
