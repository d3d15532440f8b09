"""Secret links, and what they open."""

import time
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine

from kb.domain.account import VISITOR, Permission, Role
from kb.domain.submission import Status
from kb.services.following import ASKING_SECONDS, LinkInvalidError
from kb.unit_of_work import SubmissionNotFoundError
from tests.desks import Desks


def test_a_link_shows_where_the_proposal_stands_in_the_queue(desks: Desks) -> None:
    desks.proposed(title="La première de toutes")
    desks.proposed()

    followed = desks.followed()

    assert (followed.position, followed.waiting, followed.waiting_days) == (2, 2, 0)
    assert followed.text.number == 1


def test_what_does_not_wait_has_no_place_in_the_queue(desks: Desks) -> None:
    desks.sent()

    assert desks.followed().position is None


def test_a_link_is_stored_nowhere_but_in_the_letter(desks: Desks) -> None:
    desks.sent()
    token = desks.token()

    database = (desks.home / "data" / "kb.sqlite3").read_bytes()

    assert len(token) >= 43
    assert database.count(token.encode()) == 1


@pytest.mark.parametrize("token", ["", "x", "é" * 50, "\x00", "x" * 10_000])
def test_what_is_no_link_opens_nothing(desks: Desks, token: str) -> None:
    with pytest.raises(LinkInvalidError):
        desks.kb.following.open(token)


def test_a_link_expires_after_a_year(desks: Desks) -> None:
    submission = desks.sent()
    token = desks.token()
    with time_machine.travel(submission.created_at + timedelta(days=364)):
        assert desks.kb.following.open(token).submission == submission
    with (
        time_machine.travel(submission.created_at + timedelta(days=366)),
        pytest.raises(LinkInvalidError),
    ):
        desks.kb.following.open(token)


def test_a_link_never_makes_more_than_a_contributor(desks: Desks) -> None:
    desks.sent(email=desks.moderator.email)

    author = desks.followed().author

    assert author.id == desks.moderator.id
    assert author.role is Role.CONTRIBUTOR
    assert not author.may(Permission.MODERATE)


def test_a_moderator_who_confirms_by_a_link_stays_one(desks: Desks) -> None:
    submission = desks.sent(email=desks.moderator.email)

    desks.kb.submitting.confirm(submission.id, by=desks.followed().author)

    assert desks.author(submission).role is Role.MODERATOR


def test_notes_of_those_who_moderate_are_not_shown(desks: Desks) -> None:
    submission = desks.proposed()
    desks.kb.moderating.note(submission.id, "Je connais cette dame.", by=desks.moderator)
    desks.kb.moderating.write(submission.id, "Bonjour !", by=desks.moderator)

    assert [each.body for each in desks.followed().messages] == ["Bonjour !"]


def test_lost_links_are_sent_again_for_all_that_is_under_way(desks: Desks) -> None:
    desks.proposed(title="La première de toutes")
    rejected = desks.proposed(title="Celle qui est refusée")
    desks.kb.moderating.reject(rejected.id, version=1, reason="Non.", by=desks.moderator)
    second = desks.proposed(title="Celle qui est lue")
    desks.kb.moderating.claim(second.id, by=desks.moderator)

    desks.kb.following.resend(" Autrice@example.org")

    letter = desks.letters()[0]
    assert letter.text.count("/suivi/") == 2
    assert "La première" in letter.text
    assert "refusée" not in letter.text
    assert desks.followed().submission.status in {Status.SUBMITTED, Status.IN_REVIEW}


def test_nobody_learns_whether_an_address_is_known(desks: Desks) -> None:
    before = len(desks.letters())

    for email in ("inconnue@example.org", "", "x" * 1000, "\x00", desks.other.email):
        desks.kb.following.resend(email)

    assert len(desks.letters()) == before


def test_the_answer_takes_the_same_time_whoever_asks(desks: Desks) -> None:
    desks.proposed()

    for email in ("autrice@example.org", "inconnue@example.org"):
        begun = time.monotonic()
        desks.kb.following.resend(email)
        assert time.monotonic() - begun >= ASKING_SECONDS


def test_a_link_that_somebody_saw_is_replaced_with_all_others(desks: Desks) -> None:
    submission = desks.sent()
    first = desks.token()
    desks.kb.submitting.confirm(submission.id, by=desks.followed().author)
    second = desks.token()

    desks.kb.following.revoke(first)

    for token in (first, second):
        with pytest.raises(LinkInvalidError):
            desks.kb.following.open(token)
    assert desks.followed().submission.id == submission.id
    assert desks.trail(submission.id)[-1] == "links-revoked"
    with pytest.raises(LinkInvalidError):
        desks.kb.following.revoke(first)


def test_who_signed_in_sees_their_own_proposals_only(desks: Desks) -> None:
    submission = desks.proposed()
    author = desks.author(submission)

    assert desks.kb.following.of_author(submission.id, by=author).submission == submission
    for somebody in (VISITOR, desks.moderator, replace(author, id=999)):
        with pytest.raises(SubmissionNotFoundError):
            desks.kb.following.of_author(submission.id, by=somebody)
