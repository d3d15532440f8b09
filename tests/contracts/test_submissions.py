from datetime import timedelta

import pytest

from kb.domain.submission import Action, Kinship, Message, MessageKind, Status
from kb.unit_of_work import StaleVersionError, SubmissionNotFoundError, Work
from tests.builders import NOW, a_submission, a_version, sha256


def test_a_proposal_comes_back_as_it_was_stored(work: Work) -> None:
    proposed = a_submission(kinship={"garage": Kinship.SEQUEL}, base=sha256("before"))

    with work.writing() as unit:
        stored = unit.submissions.add(proposed, a_version("Un."))

    with work.reading() as unit:
        assert unit.submissions.get(stored.id) == stored
        assert unit.submissions.text(stored.id, 1) == a_version("Un.")
    assert stored.kinship == {"garage": Kinship.SEQUEL}
    assert stored.consent == proposed.consent


def test_a_save_counts_one_version_more_and_adds_the_new_text(work: Work) -> None:
    with work.writing() as unit:
        stored = unit.submissions.add(a_submission(), a_version("Un."))
        moved = stored.after(Action.SUBMIT)

        saved = unit.submissions.save(moved, a_version("Deux.", number=2))

        texts = [version.text for version in unit.submissions.versions(stored.id)]
    assert (saved.version, saved.status) == (2, Status.SUBMITTED)
    assert texts == ["Un.", "Deux."]


def test_a_save_of_what_somebody_else_saved_meanwhile_is_refused(work: Work) -> None:
    with work.writing() as unit:
        stored = unit.submissions.add(a_submission(), a_version())
        unit.submissions.save(stored)

    with work.writing() as unit, pytest.raises(StaleVersionError):
        unit.submissions.save(stored)


def test_what_is_not_there_is_not_found(work: Work) -> None:
    with work.reading() as unit:
        with pytest.raises(SubmissionNotFoundError):
            unit.submissions.get(7)
        with pytest.raises(SubmissionNotFoundError):
            unit.submissions.text(7, 1)
        assert unit.submissions.versions(7) == ()
        assert unit.submissions.messages(7) == ()


def test_the_queue_begins_with_who_waits_longest(work: Work) -> None:
    with work.writing() as unit:
        for days in (2, 3, 1):
            waiting = a_submission(
                status=Status.SUBMITTED, submitted_at=NOW - timedelta(days=days), title=f"{days}"
            )
            unit.submissions.add(waiting, a_version())
        unit.submissions.add(a_submission(status=Status.REJECTED), a_version())

    with work.reading() as unit:
        queue = unit.submissions.with_status(Status.SUBMITTED, Status.IN_REVIEW)
    assert [submission.title for submission in queue] == ["3", "2", "1"]


def test_proposals_are_found_by_author_and_by_case_the_newest_first(work: Work) -> None:
    with work.writing() as unit:
        for author, slug in ((1, "a"), (2, "a"), (1, "b")):
            unit.submissions.add(a_submission(author=author, slug=slug), a_version())

    with work.reading() as unit:
        assert [each.slug for each in unit.submissions.of_author(1)] == ["b", "a"]
        assert [each.author for each in unit.submissions.of_case("a")] == [2, 1]


def test_what_was_said_comes_back_in_order(work: Work) -> None:
    with work.writing() as unit:
        number = unit.submissions.add(a_submission(), a_version()).id
        said = [
            Message(submission=number, kind=kind, body=kind, written_by=2, written_at=NOW)
            for kind in (MessageKind.NOTE, MessageKind.TO_AUTHOR)
        ]
        for message in said:
            unit.submissions.add_message(message)

    with work.reading() as unit:
        assert list(unit.submissions.messages(number)) == said


def test_a_link_opens_its_proposal_until_it_expires_or_is_revoked(work: Work) -> None:
    until = NOW + timedelta(days=1)
    with work.writing() as unit:
        mine = unit.submissions.add(a_submission(), a_version())
        other = unit.submissions.add(a_submission(), a_version())
        unit.submissions.add_link(sha256("mine"), mine.id, expires_at=until)
        unit.submissions.add_link(sha256("other"), other.id, expires_at=until)
        assert unit.submissions.by_link(sha256("mine"), now=NOW) == mine
        assert unit.submissions.by_link(sha256("mine"), now=until) is None
        assert unit.submissions.by_link(sha256("guessed"), now=NOW) is None

        unit.submissions.revoke_links(mine.id)

        assert unit.submissions.by_link(sha256("mine"), now=NOW) is None
        assert unit.submissions.by_link(sha256("other"), now=NOW) == other
