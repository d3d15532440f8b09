"""From a draft to the queue, and what authors do afterwards."""

from dataclasses import replace
from threading import Barrier, Thread

import pytest
import time_machine

from kb.domain.account import VISITOR, EmailInvalidError
from kb.domain.submission import Depth, IllegalMoveError, Kinship, MessageKind, Status
from kb.formats import front_matter
from kb.formats.form_fields import text_of
from kb.services.messages import MessageMissingError, MessageTooLongError
from kb.services.moderating import QueueQuery
from kb.services.submitting import ConsentGiven, ConsentMissingError, DraftAlreadySentError
from kb.services.texts import CaseInvalidError
from kb.unit_of_work import StaleVersionError, SubmissionNotFoundError
from tests.builders import NOW, a_case, a_taxonomy
from tests.desks import CONSENT, KEY, PROPOSED, Desks


def test_nothing_reaches_the_queue_before_the_address_is_confirmed(desks: Desks) -> None:
    submission = desks.sent()

    assert submission.status is Status.DRAFT
    assert desks.kb.moderating.queue(QueueQuery(statuses=tuple(Status)), by=desks.moderator) == ()
    assert desks.letters()[0].subject.startswith("Confirmez votre proposition")
    assert desks.letters()[0].is_secret
    assert not desks.author(submission).is_confirmed


def test_a_confirmed_proposal_is_in_the_queue_once(desks: Desks) -> None:
    submission = desks.sent()
    author = desks.followed().author

    confirmed = desks.kb.submitting.confirm(submission.id, by=author)
    again = desks.kb.submitting.confirm(submission.id, by=author)

    assert confirmed == again
    assert confirmed.status is Status.SUBMITTED
    assert desks.trail(submission.id) == ["propose", "submit"]
    assert desks.author(submission).is_confirmed
    assert len([each for each in desks.subjects() if each.startswith("Proposition reçue")]) == 1


def test_who_signed_in_need_not_confirm(desks: Desks) -> None:
    author = desks.account("autrice@example.org")

    submission = desks.sent(by=author, email="")

    assert submission.status is Status.SUBMITTED
    assert desks.kb.submitting.proposals(author) == (submission,)
    assert desks.letters()[0].to == author.id
    assert desks.kb.submitting.proposals(VISITOR) == ()


def test_the_button_hit_twice_sends_once(desks: Desks) -> None:
    draft = desks.draft()

    submission = desks.sent(draft)
    again = desks.sent(draft)

    assert again == submission
    assert desks.kb.drafting.mine(key=KEY, by=VISITOR) == ()
    with pytest.raises(DraftAlreadySentError):
        desks.sent(replace(draft, fields={**draft.fields, "place": ["Brest"]}))


def test_the_button_hit_twice_at_the_same_instant_sends_once(desks: Desks) -> None:
    draft, barrier = desks.draft(), Barrier(4)
    sent = []

    def send() -> None:
        barrier.wait()
        sent.append(desks.sent(draft).id)

    threads = [Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(sent) == 4
    assert len(set(sent)) == 1


def test_a_draft_that_another_window_changed_is_not_sent_as_it_was(desks: Desks) -> None:
    draft = desks.draft()
    desks.kb.drafting.save(draft.id, {"title": ["x"]}, revision=1, key=KEY, by=VISITOR)

    with pytest.raises(StaleVersionError):
        desks.sent(draft)

    assert len(desks.kb.drafting.mine(key=KEY, by=VISITOR)) == 1


@pytest.mark.parametrize("consent", [("", "2026-11"), ("2026-11", ""), ("", "")])
def test_both_consents_are_needed(desks: Desks, consent: tuple[str, str]) -> None:
    draft = desks.draft()

    with pytest.raises(ConsentMissingError):
        desks.kb.submitting.submit(
            draft,
            text_of(draft.fields),
            email="autrice@example.org",
            kinship={},
            consent=ConsentGiven(licence=consent[0], privacy=consent[1]),
            depth=Depth.SHORT,
            by=VISITOR,
        )


def test_what_was_agreed_to_and_said_is_kept_with_the_proposal(desks: Desks) -> None:
    draft = desks.draft()

    submission = desks.kb.submitting.submit(
        draft,
        text_of(draft.fields),
        email=" Autrice@Example.org ",
        kinship={"garage": Kinship.SEQUEL},
        consent=CONSENT,
        depth=Depth.SHORT,
        by=VISITOR,
    )

    stored = desks.now(submission)
    assert (stored.consent.licence, stored.consent.privacy) == ("2026-11", "2026-11")
    assert stored.kinship == {"garage": Kinship.SEQUEL}
    assert stored.depth is Depth.SHORT
    assert desks.author(submission).email == "autrice@example.org"


def test_a_text_that_breaks_rules_or_an_address_that_is_none_is_not_sent(desks: Desks) -> None:
    draft = desks.draft(title="Bon")

    with pytest.raises(CaseInvalidError) as invalid:
        desks.sent(draft)
    with pytest.raises(EmailInvalidError):
        desks.sent(email="nobody")

    assert [problem.key for problem in invalid.value.problems] == ["title"]
    assert draft in desks.kb.drafting.mine(key=KEY, by=VISITOR)


def test_what_those_who_moderate_decide_cannot_be_set_by_an_author(desks: Desks) -> None:
    case = a_case(**PROPOSED, redirects=("adie-bnp-paribas",), verified_on=a_case().published_on)
    case = replace(case, published_on=a_case().published_on, updated_on=a_case().published_on)

    submission = desks.kb.submitting.submit(
        desks.draft(),
        front_matter.render(case),
        email="autrice@example.org",
        kinship={},
        consent=CONSENT,
        depth=Depth.FULL,
        by=VISITOR,
    )

    with desks.kb.publishing.work.reading() as unit:
        text = unit.submissions.text(submission.id, 1).text
    kept = front_matter.read(text, a_taxonomy())
    assert kept == replace(case, published_on=None, updated_on=None, verified_on=None, redirects=())


def test_an_address_that_is_or_was_a_case_or_a_redirect_or_is_wanted_is_not_given(
    desks: Desks,
) -> None:
    title = PROPOSED["title"]
    slug = desks.sent().slug
    desks.published(f"{slug}-2", redirects=(f"{slug}-3",))
    desks.published(f"{slug}-4")
    desks.kb.curating.archive(
        f"{slug}-4",
        base=desks.kb.reading.case(f"{slug}-4").sha256,
        reason="Close",
        by=desks.moderator,
    )

    assert slug == "la-conciergerie-des-refuges-du-queyras"
    assert desks.sent(title=title).slug == f"{slug}-5"


def test_a_later_text_becomes_a_version_and_keeps_the_place_in_the_queue(desks: Desks) -> None:
    submission = desks.proposed()

    revised = desks.revised(submission, title="La conciergerie du Queyras", place="Arvieux")

    assert (revised.status, revised.latest) == (Status.SUBMITTED, 2)
    assert revised.submitted_at == submission.submitted_at
    assert (revised.title, revised.slug) == (
        "La conciergerie du Queyras",
        "la-conciergerie-du-queyras",
    )
    assert desks.trail(submission.id)[-1] == "edit"


def test_the_same_text_sent_again_is_no_version(desks: Desks) -> None:
    submission = desks.proposed()

    assert desks.revised(submission).latest == 1


def test_the_answer_to_a_request_goes_back_into_the_queue(desks: Desks) -> None:
    submission = desks.proposed()
    desks.kb.moderating.request_changes(submission.id, version=1, reason="Où ?", by=desks.moderator)

    revised = desks.revised(submission, place="Arvieux")

    assert (revised.status, revised.latest, revised.claimed_by) == (Status.SUBMITTED, 2, None)
    assert (revised.submitted_at or NOW) > (submission.submitted_at or NOW)
    assert desks.trail(submission.id)[-1] == "submit"


def test_who_answers_at_the_same_time_as_the_decision_is_told(desks: Desks) -> None:
    submission = desks.proposed()
    author = desks.author(submission)
    draft = desks.kb.drafting.begin(key=KEY, by=author, submission=submission)
    desks.kb.moderating.reject(submission.id, version=1, reason="Non.", by=desks.moderator)

    with pytest.raises(IllegalMoveError):
        desks.kb.submitting.revise(draft, text_of(draft.fields), by=author)

    assert desks.kb.drafting.mine(key=KEY, by=author) == (draft,)


def test_a_proposal_is_taken_back_once_and_until_it_is_decided(desks: Desks) -> None:
    submission, other = desks.proposed(), desks.proposed(title="Un autre récit de montagne")
    author = desks.author(submission)
    desks.kb.moderating.approve(other.id, version=1, by=desks.moderator)

    for _ in range(2):
        withdrawn = desks.kb.submitting.withdraw(submission.id, by=author, reason="Trop tôt")

    assert withdrawn.status is Status.WITHDRAWN
    assert desks.trail(submission.id).count("withdraw") == 1
    with pytest.raises(IllegalMoveError):
        desks.kb.submitting.withdraw(other.id, by=author)


def test_what_is_said_holds_nothing_that_no_letter_may(desks: Desks) -> None:
    submission = desks.proposed()
    author = desks.author(submission)

    desks.kb.submitting.reply(submission.id, "Merci\x00 !\r\nÀ\rbientôt\x1b", by=author)

    (said,) = desks.kb.moderating.review(submission.id, by=desks.moderator).messages
    assert said.body == "Merci !\nÀ\nbientôt"


def test_what_an_author_says_is_kept_once(desks: Desks) -> None:
    submission = desks.proposed()
    author = desks.author(submission)

    for _ in range(2):
        desks.kb.submitting.reply(submission.id, " Bonjour \r\n à vous ", by=author)

    (message,) = desks.followed().messages
    assert (message.kind, message.body) == (MessageKind.TO_MODERATORS, "Bonjour \n à vous")
    with pytest.raises(MessageMissingError):
        desks.kb.submitting.reply(submission.id, " \n ", by=author)
    with pytest.raises(MessageTooLongError):
        desks.kb.submitting.reply(submission.id, "x" * 5001, by=author)


def test_nobody_touches_the_proposal_of_somebody_else(desks: Desks) -> None:
    submission, submitting = desks.sent(), desks.kb.submitting

    for somebody in (VISITOR, desks.moderator, desks.account("autre@example.org")):
        with pytest.raises(SubmissionNotFoundError):
            submitting.confirm(submission.id, by=somebody)
        with pytest.raises(SubmissionNotFoundError):
            submitting.withdraw(submission.id, by=somebody)
        with pytest.raises(SubmissionNotFoundError):
            submitting.reply(submission.id, "Bonjour", by=somebody)
        with pytest.raises(SubmissionNotFoundError):
            submitting.revise(
                replace(desks.draft(), submission=submission.id),
                text_of(desks.draft().fields),
                by=somebody,
            )
    assert desks.now(submission) == submission


def test_days_are_those_of_paris(desks: Desks) -> None:
    with time_machine.travel("2026-11-20T22:30:00+00:00", tick=False):
        submission = desks.proposed()
    with time_machine.travel("2026-11-20T23:30:00+00:00", tick=False):
        assert desks.followed().waiting_days == 1
        desks.kb.moderating.approve(submission.id, version=1, by=desks.moderator)

    assert "published_on: 2026-11-21" in desks.file(submission.slug)
