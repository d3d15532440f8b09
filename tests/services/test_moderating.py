"""The queue, claims, words, and what the worker does."""

from datetime import timedelta

import pytest
import time_machine

from kb.domain.account import VISITOR, Account, NotAllowedError
from kb.domain.audit import Channel
from kb.domain.hashes import sha256_of
from kb.domain.submission import MessageKind, Status
from kb.services.decisions import AlreadyClaimedError, AlreadyDecidedError
from kb.services.messages import MessageMissingError
from kb.services.moderating import CLAIMS_LAST, Claimed, QueueQuery, QueueSort
from kb.services.texts import CaseInvalidError
from kb.unit_of_work import StaleVersionError, SubmissionNotFoundError
from tests.builders import a_case
from tests.desks import PROPOSED, Desks


def titles(desks: Desks, **query: object) -> list[str]:
    asked = QueueQuery(**query)  # type: ignore[arg-type]  # the fields are those of the test
    return [row.submission.title for row in desks.kb.moderating.queue(asked, by=desks.moderator)]


def test_the_queue_shows_who_waits_longest_first_and_can_be_narrowed(desks: Desks) -> None:
    with time_machine.travel("2026-11-18T10:00:00+00:00"):
        first = desks.proposed(title="La première à Rennes", regions=("bretagne",))
    second = desks.proposed(title="La deuxième à Lyon", regions=("auvergne-rhone-alpes",))
    desks.kb.moderating.claim(second.id, by=desks.moderator)

    assert titles(desks) == [first.title, second.title]
    assert titles(desks, sort=QueueSort.NEWEST) == [second.title, first.title]
    assert titles(desks, sort=QueueSort.TITLE) == [second.title, first.title]
    assert titles(desks, region="bretagne") == [first.title]
    assert titles(desks, domain="mobilite") == [first.title, second.title]
    assert titles(desks, domain="sante") == []
    assert titles(desks, claimed_by=Claimed.ME) == [second.title]
    assert titles(desks, claimed_by=Claimed.NOBODY) == [first.title]
    assert titles(desks, claimed_by=desks.other.id) == []
    assert titles(desks, statuses=(Status.IN_REVIEW,)) == [second.title]
    assert titles(desks, text="DEUXIEME lyon") == [second.title]


def test_a_row_says_how_long_it_waits_and_what_is_to_be_looked_at(desks: Desks) -> None:
    with time_machine.travel("2026-11-18T10:00:00+00:00"):
        desks.proposed(place="12 rue des Lilas, 06 12 34 56 78")

    with time_machine.travel("2026-11-20T10:00:00+00:00"):
        (row,) = desks.kb.moderating.queue(QueueQuery(), by=desks.moderator)

    assert (row.waiting_days, row.findings) == (2, 2)


def test_a_review_holds_all_that_deciding_takes(desks: Desks) -> None:
    near = desks.published(title="La conciergerie du Queyras et ses refuges")
    other = desks.proposed(title="Conciergerie des refuges au Queyras")
    submission = desks.proposed(place="06 12 34 56 78")
    desks.kb.moderating.note(submission.id, "À vérifier.", by=desks.other)

    review = desks.kb.moderating.review(submission.id, by=desks.moderator)

    assert review.case == a_case(**PROPOSED, place="06 12 34 56 78")
    assert "published_on: 20" in review.text_as_published
    assert "published_on" not in review.version.text
    assert [each.slug for each in review.near.published] == [near]
    assert [each.submission for each in review.near.pending] == [other.id]
    assert next(each.code for each in review.findings) == "phone-number"
    assert [each.kind for each in review.messages] == [MessageKind.NOTE]
    assert [each.action for each in review.audit] == ["propose", "submit", "note"]
    assert (review.author_proposals, review.next_id) == (2, other.id)
    assert (review.may_decide, review.why_not) == (True, "")
    assert review.published is None
    assert not review.is_outdated


def test_nobody_is_kept_from_writing_while_proposals_are_compared(
    desks: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    desks.published(title="La conciergerie du Queyras et ses refuges")
    number, moderating = desks.proposed().id, desks.kb.moderating

    def write(*_args: object, **_values: object) -> tuple[()]:
        with moderating.work.writing() as unit:
            unit.attempts.note("compared", sha256_of(""), at=moderating.calendar.now())
        return ()

    monkeypatch.setattr("kb.services.reviewing.checks", write)
    monkeypatch.setattr("kb.services.similarity.likeness", write)

    moderating.queue(QueueQuery(), by=desks.moderator)
    moderating.review(number, by=desks.moderator)
    desks.kb.submitting.near(PROPOSED["title"])

    with moderating.work.reading() as unit:
        long_ago = moderating.calendar.now() - timedelta(days=1)
        assert unit.attempts.count("compared", sha256_of(""), since=long_ago) == 5


def test_an_author_learns_of_pending_proposals_only_that_there_is_one(desks: Desks) -> None:
    desks.proposed()

    nearness = desks.kb.submitting.near(PROPOSED["title"])

    assert nearness.under_review
    assert nearness.pending == ()
    assert "conciergerie" not in repr(nearness).lower()


def test_an_unconfirmed_proposal_is_nobodys_business(desks: Desks) -> None:
    submission = desks.sent()

    for act in (desks.kb.moderating.review, desks.kb.moderating.claim):
        with pytest.raises(SubmissionNotFoundError):
            act(submission.id, by=desks.moderator)
    assert not desks.kb.submitting.near(PROPOSED["title"]).under_review


@pytest.mark.parametrize("who", ["visitor", "contributor"])
def test_nobody_else_moderates(desks: Desks, who: str) -> None:
    by: Account = VISITOR if who == "visitor" else desks.account("x@example.org")
    number, moderating = desks.proposed().id, desks.kb.moderating

    for act in (
        lambda: moderating.queue(QueueQuery(), by=by),
        lambda: moderating.review(number, by=by),
        lambda: moderating.claim(number, by=by),
        lambda: moderating.release(number, by=by),
        lambda: moderating.approve(number, version=1, by=by),
        lambda: moderating.request_changes(number, version=1, reason="x", by=by),
        lambda: moderating.reject(number, version=1, reason="x", by=by),
        lambda: moderating.edit(number, version=1, text="x", by=by),
        lambda: moderating.write(number, "x", by=by),
        lambda: moderating.note(number, "x", by=by),
        lambda: moderating.resolve(1, keep_file=True, by=by),
    ):
        with pytest.raises(NotAllowedError):
            act()
    assert desks.trail(number) == ["propose", "submit"]


def test_a_claim_is_seen_kept_and_given_back(desks: Desks) -> None:
    number, moderating = desks.proposed().id, desks.kb.moderating

    for _ in range(2):
        claimed = moderating.claim(number, by=desks.moderator)

    assert (claimed.status, claimed.claimed_by) == (Status.IN_REVIEW, desks.moderator.id)
    with pytest.raises(AlreadyClaimedError):
        moderating.claim(number, by=desks.other)
    assert moderating.review(number, by=desks.other).why_not == "claimed"
    for _ in range(2):
        released = moderating.release(number, by=desks.other)
    assert (released.status, released.claimed_by) == (Status.SUBMITTED, None)
    assert desks.trail(number) == ["propose", "submit", "claim", "release"]


def test_a_claim_without_a_move_for_a_day_is_given_back(desks: Desks) -> None:
    with time_machine.travel("2026-11-20T10:00:00+00:00", tick=False):
        left, kept = desks.proposed(), desks.proposed(title="Une autre dans la vallée")
        for each in (left, kept):
            desks.kb.moderating.claim(each.id, by=desks.moderator)
    with time_machine.travel("2026-11-20T18:00:00+00:00"):
        desks.kb.moderating.note(kept.id, "J'appelle demain.", by=desks.moderator)

    with time_machine.travel("2026-11-21T10:00:01+00:00"):
        assert desks.kb.moderating.release_stale() == 1
        assert desks.kb.moderating.release_stale() == 0

    assert timedelta(hours=24) == CLAIMS_LAST
    assert desks.now(left).status is Status.SUBMITTED
    assert desks.now(kept).claimed_by == desks.moderator.id
    last = desks.kb.auditing.of_submission(left.id, by=desks.moderator)[-1]
    assert (last.action, last.by, last.channel) == ("release", None, Channel.WORKER)


def test_a_correction_is_a_version_and_what_was_sent_is_kept(desks: Desks) -> None:
    submission = desks.proposed()
    text = desks.kb.moderating.review(submission.id, by=desks.moderator).version.text
    corrected = text.replace("Queyras\n", "Queyras (05)\n", 1)

    edited = desks.kb.moderating.edit(submission.id, version=1, text=corrected, by=desks.moderator)

    review = desks.kb.moderating.review(submission.id, by=desks.moderator)
    assert [each.written_by for each in review.versions] == [
        submission.author,
        desks.moderator.id,
    ]
    assert (edited.latest, edited.title) == (2, "La conciergerie des refuges du Queyras (05)")
    assert review.versions[0].text == text
    with pytest.raises(StaleVersionError):
        desks.kb.moderating.edit(submission.id, version=1, text=text, by=desks.other)
    with pytest.raises(CaseInvalidError):
        desks.kb.moderating.edit(submission.id, version=2, text="rien", by=desks.moderator)


def test_a_message_reaches_the_author_once_and_a_note_never(desks: Desks) -> None:
    number = desks.proposed().id
    before = len(desks.letters())

    for _ in range(2):
        desks.kb.moderating.write(number, "Où est-ce ?", by=desks.moderator)
        desks.kb.moderating.note(number, "Je connais ce lieu.", by=desks.moderator)
        with pytest.raises(MessageMissingError):
            desks.kb.moderating.note(number, " ", by=desks.moderator)
        desks.kb.moderating.note(number, "Je connais ce lieu.", by=desks.moderator)

    letters = desks.letters()
    assert "Où est-ce ?" in letters[0].text
    assert not any("Je connais" in each.text for each in letters)
    assert len(letters) - before == 2


def test_after_a_decision_the_next_one_is_shown(desks: Desks) -> None:
    first, second, third = (desks.proposed(title=f"Le récit numéro {i}") for i in "123")
    desks.kb.moderating.claim(third.id, by=desks.other)

    def after(number: int, *, by: Account) -> int | None:
        return desks.kb.moderating.review(number, by=by).next_id

    assert after(first.id, by=desks.moderator) == second.id
    assert after(second.id, by=desks.moderator) == first.id
    desks.kb.moderating.reject(second.id, version=1, reason="Non.", by=desks.moderator)
    assert after(second.id, by=desks.moderator) == first.id
    desks.kb.moderating.reject(first.id, version=1, reason="Non.", by=desks.moderator)
    assert after(first.id, by=desks.moderator) is None


def test_nothing_can_be_taken_on_that_is_decided(desks: Desks) -> None:
    number = desks.proposed().id
    desks.kb.moderating.reject(number, version=1, reason="Non.", by=desks.other)

    for act in (desks.kb.moderating.claim, desks.kb.moderating.release):
        with pytest.raises(AlreadyDecidedError):
            act(number, by=desks.moderator)


def test_those_who_moderate_are_told_of_news_at_most_once_an_hour(desks: Desks) -> None:
    told = desks.kb.moderating.tell
    with time_machine.travel("2026-11-20T10:00:00+00:00", tick=False) as clock:
        assert told() == 0
        desks.proposed(title="Le premier récit")
        assert told() == 2
        assert told() == 0
        clock.shift(timedelta(minutes=10))
        desks.proposed(title="Le deuxième récit")
        assert told() == 0
        clock.shift(timedelta(minutes=51))
        assert told() == 2
        assert {"Le premier récit", "Le deuxième récit"} <= {
            line.removeprefix("– ") for line in desks.letters()[0].text.splitlines()
        }
        clock.shift(timedelta(hours=24))
        assert told() == 0


def test_those_who_moderate_are_told_of_answers_and_reminded_of_what_waits(desks: Desks) -> None:
    told = desks.kb.moderating.tell
    with time_machine.travel("2026-11-20T10:00:00+00:00", tick=False) as clock:
        submission = desks.proposed()
        desks.kb.moderating.claim(submission.id, by=desks.moderator)
        assert told() == 0
        desks.kb.submitting.reply(submission.id, "Bonjour", by=desks.author(submission))
        assert told() == 2
        clock.shift(timedelta(days=3))
        assert told() == 2
        desks.kb.moderating.write(submission.id, "Bonjour !", by=desks.moderator)
        clock.shift(timedelta(days=3))
        assert told() == 0


def test_reasons_to_begin_from_are_offered(desks: Desks) -> None:
    assert len(desks.kb.moderating.templates("reject")) >= 3
    for label, text in desks.kb.moderating.templates("request-changes"):
        assert label
        assert text.endswith(("?", "."))


def test_a_text_that_can_no_longer_be_read_is_shown_as_it_is(desks: Desks) -> None:
    submission = desks.proposed()
    taxonomy = desks.home / "taxonomy.yaml"
    taxonomy.write_text(taxonomy.read_text("utf-8").replace("slug: bretagne,", "slug: breizh,"))
    desks.kb.taxonomies.current()

    review = desks.kb.moderating.review(submission.id, by=desks.moderator)
    (row,) = desks.kb.moderating.queue(QueueQuery(), by=desks.moderator)

    assert a_case().regions == ("bretagne",)
    assert (review.case, row.case) == (None, None)
    assert [each.code for each in review.findings] == ["not-valid"]
    assert review.text_as_published == review.version.text
    with pytest.raises(CaseInvalidError):
        desks.kb.moderating.approve(submission.id, version=1, by=desks.moderator)
