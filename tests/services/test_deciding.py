"""One decision each, on the text that was seen; what is approved is published."""

from collections.abc import Callable
from functools import partial

import pytest

from kb.domain.account import Role
from kb.domain.case import Sha256
from kb.domain.publication import PublicationStatus
from kb.domain.sentences import sentence
from kb.domain.slugs import SlugInvalidError, SlugTakenError
from kb.domain.submission import MessageKind, Status
from kb.services.decisions import AlreadyDecidedError, BaseChangedError, OwnProposalError
from kb.services.messages import ReasonMissingError
from kb.services.publishing import PublicationConflictError
from kb.services.recording import PublicationSettledError
from kb.unit_of_work import StaleVersionError
from tests.desks import Desks, at_once

#: Two at the same instant; `make torture` and the judges try more.
ROUNDS = 6


def test_what_is_published_is_what_was_seen_and_the_day(desks: Desks) -> None:
    submission = desks.proposed()
    seen = desks.kb.moderating.review(submission.id, by=desks.moderator).text_as_published

    decision = desks.kb.moderating.approve(submission.id, version=1, by=desks.moderator)

    assert decision.published
    assert decision.submission.status is Status.PUBLISHED
    assert desks.file(submission.slug) == seen
    assert desks.trail(submission.id) == ["propose", "submit", "claim", "approve", "publish"]
    letter = desks.letters()[0]
    assert f"/cas/{submission.slug}" in letter.text
    assert letter.to == submission.author
    assert [each.action for each in desks.kb.auditing.of_case(submission.slug, by=desks.other)][
        -1
    ] == "publish"


def test_what_the_author_changed_meanwhile_is_not_published(desks: Desks) -> None:
    submission = desks.proposed()
    desks.revised(submission, place="Arvieux")
    moderating = desks.kb.moderating

    decisions: tuple[Callable[[], object], ...] = (
        lambda: moderating.approve(submission.id, version=1, by=desks.moderator),
        lambda: moderating.reject(submission.id, version=1, reason="x", by=desks.moderator),
        lambda: moderating.approve(submission.id, version=3, by=desks.moderator),
        lambda: moderating.approve(submission.id, version=0, by=desks.moderator),
    )
    for decide in decisions:
        with pytest.raises(StaleVersionError):
            decide()

    moderating.approve(submission.id, version=2, by=desks.moderator)
    assert "Arvieux" in desks.file(submission.slug)


def test_the_author_changes_while_the_moderator_approves_and_one_of_them_is_told(
    desks: Desks,
) -> None:
    moderating = desks.kb.moderating
    for i in range(ROUNDS):
        submission = desks.proposed(title=f"Le récit numéro {i}")
        outcomes = at_once(
            partial(desks.revised, submission, title="Autre chose", place="Arvieux"),
            partial(moderating.approve, submission.id, version=1, by=desks.moderator),
        )

        assert [each is None for each in outcomes].count(True) == 1, outcomes
        status = desks.now(submission).status
        assert status is (Status.SUBMITTED if outcomes[1] else Status.PUBLISHED)
        if status is Status.PUBLISHED:
            assert "Arvieux" not in desks.file(submission.slug)


def test_two_who_decide_at_the_same_instant_decide_once(desks: Desks) -> None:
    for i in range(ROUNDS):
        submission = desks.proposed(title=f"Le récit numéro {i}")
        number, moderating = submission.id, desks.kb.moderating

        outcomes = at_once(
            partial(moderating.approve, number, version=1, by=desks.moderator),
            partial(moderating.reject, number, version=1, reason="Non.", by=desks.other),
            partial(moderating.approve, number, version=1, by=desks.other),
        )

        assert sorted(type(each).__name__ for each in outcomes if each) == [
            "AlreadyDecidedError",
            "AlreadyDecidedError",
        ]
        decisions = [each for each in desks.trail(number) if each in {"approve", "reject"}]
        assert len(decisions) == 1
        is_there = (desks.home / "cases" / f"{submission.slug}.md").exists()
        assert is_there is (decisions == ["approve"])


def test_who_comes_second_is_told_who_was_first(desks: Desks) -> None:
    number, moderating = desks.proposed().id, desks.kb.moderating
    moderating.reject(number, version=1, reason="Non.", by=desks.moderator)

    with pytest.raises(AlreadyDecidedError) as second:
        moderating.approve(number, version=1, by=desks.other)
    with pytest.raises(AlreadyDecidedError) as twice:
        moderating.reject(number, version=1, reason="Non.", by=desks.moderator)

    assert f"{desks.moderator.email} a déjà refusé" in sentence(second.value)
    assert "vous avez déjà refusé" in sentence(twice.value)
    assert desks.trail(number).count("reject") == 1


def test_who_was_withdrawn_from_is_told(desks: Desks) -> None:
    submission = desks.proposed()
    desks.kb.submitting.withdraw(submission.id, by=desks.author(submission))

    with pytest.raises(AlreadyDecidedError) as late:
        desks.kb.moderating.approve(submission.id, version=1, by=desks.moderator)

    assert "l’auteur ou l’autrice a déjà retiré" in sentence(late.value)


@pytest.mark.parametrize("action", ["request_changes", "reject"])
def test_a_reason_reaches_the_author(desks: Desks, action: str) -> None:
    number = desks.proposed().id
    decide: Callable[..., object] = getattr(desks.kb.moderating, action)

    with pytest.raises(ReasonMissingError):
        decide(number, version=1, reason=" \n", by=desks.moderator)
    decide(number, version=1, reason="Il manque une source.", by=desks.moderator)

    assert "Il manque une source." in desks.letters()[0].text
    assert [each.kind for each in desks.followed().messages] == [MessageKind.TO_AUTHOR]
    last = desks.kb.auditing.of_submission(number, by=desks.other)[-1]
    assert (last.reason, last.details) == ("Il manque une source.", {"version": 1})


def test_deciding_on_what_somebody_else_reviews_takes_it_over(desks: Desks) -> None:
    number = desks.proposed().id
    desks.kb.moderating.claim(number, by=desks.other)

    decision = desks.kb.moderating.approve(number, version=1, by=desks.moderator)

    claims = [
        each.by
        for each in desks.kb.auditing.of_submission(number, by=desks.moderator)
        if each.action == "claim"
    ]
    assert claims == [desks.other.id, desks.moderator.id]
    assert decision.submission.claimed_by is None


def test_nobody_publishes_their_own_proposal_while_somebody_else_could(desks: Desks) -> None:
    submission = desks.proposed(email=desks.moderator.email)
    review = desks.kb.moderating.review(submission.id, by=desks.moderator)

    with pytest.raises(OwnProposalError):
        desks.kb.moderating.approve(submission.id, version=1, by=desks.moderator)

    assert (review.may_decide, review.why_not) == (False, "own-proposal")
    assert desks.now(submission).status is Status.SUBMITTED
    desks.kb.enrolling.disable(desks.other.email)
    assert desks.kb.moderating.review(submission.id, by=desks.moderator).may_decide
    assert desks.kb.moderating.approve(submission.id, version=1, by=desks.moderator).published


def test_the_address_can_be_chosen_if_it_is_free(desks: Desks) -> None:
    taken = desks.published()
    wanted = desks.proposed(title="Un autre récit de montagne").slug
    submission = desks.proposed()
    number, moderating = submission.id, desks.kb.moderating

    for slug, error in (
        (taken, SlugTakenError),
        (wanted, SlugTakenError),
        ("../garage", SlugInvalidError),
        ("Garage", SlugInvalidError),
    ):
        with pytest.raises(error):
            moderating.approve(number, version=1, by=desks.moderator, slug=slug)
    moderating.approve(number, version=1, by=desks.moderator, slug="queyras")

    assert desks.kb.reading.case("queyras").case.title == desks.now(submission).title


def test_a_change_replaces_the_published_text_and_keeps_what_is_not_the_authors(
    desks: Desks,
) -> None:
    slug = desks.published(redirects=("atelier",))
    submission = desks.changing(slug, place="Rennes")

    desks.kb.moderating.approve(
        submission.id, version=1, by=desks.moderator, slug="autre", note="Lieu précisé"
    )

    case = desks.kb.reading.case(slug).case
    assert (case.place, case.redirects, str(case.published_on)) == (
        "Rennes",
        ("atelier",),
        "2026-11-20",
    )
    assert case.updated_on
    history = desks.kb.curating.history(slug, by=desks.moderator)
    assert [each.reason for each in history] == ["Lieu précisé", ""]


def test_a_change_to_what_has_changed_since_must_be_compared_first(desks: Desks) -> None:
    slug = desks.published()
    submission = desks.changing(slug, place="Rennes")
    desks.published(slug, title="Un garage solidaire, vraiment")
    moderating, number = desks.kb.moderating, submission.id

    assert moderating.review(number, by=desks.moderator).is_outdated
    with pytest.raises(BaseChangedError):
        moderating.approve(number, version=1, by=desks.moderator)
    with pytest.raises(BaseChangedError):
        moderating.rebase(number, base=Sha256("x"), by=desks.moderator)
    live = moderating.review(number, by=desks.moderator).published
    assert live
    moderating.rebase(number, base=live.sha256, by=desks.moderator)

    assert moderating.approve(number, version=1, by=desks.moderator).published
    assert desks.kb.reading.case(slug).case.place == "Rennes"


def test_a_proposal_is_merged_into_a_published_case(desks: Desks) -> None:
    slug = desks.published(redirects=("atelier",))
    submission, live = desks.proposed(), desks.kb.reading.case(slug)
    text = live.text.replace("Le besoin\n", "Le besoin\n\nÀ Rennes aussi.\n")
    moderating, number = desks.kb.moderating, submission.id

    with pytest.raises(BaseChangedError):
        moderating.merge(
            number, version=1, into=slug, text=text, base=Sha256("x"), by=desks.moderator
        )
    decision = moderating.merge(
        number, version=1, into=slug, text=text, base=live.sha256, by=desks.moderator
    )

    assert (decision.submission.status, decision.submission.slug) == (Status.PUBLISHED, slug)
    assert "À Rennes aussi." in desks.file(slug)
    assert desks.kb.reading.case(slug).case.redirects == ("atelier",)
    assert not (desks.home / "cases" / f"{submission.slug}.md").exists()
    assert f"/cas/{slug}" in desks.letters()[0].text
    assert "merge" in desks.trail(number)


def conflict(desks: Desks, monkeypatch: pytest.MonkeyPatch) -> tuple[int, int]:
    """A proposal whose file was written by hand between its approval and its publication."""
    submission = desks.proposed()
    publishing = type(desks.kb.publishing)
    apply = publishing.apply

    def edited_meanwhile(desk: object, number: int) -> None:
        path = desks.home / "cases" / f"{submission.slug}.md"
        path.write_text(desks.file(desks.published()), "utf-8")
        apply(desk, number)  # type: ignore[arg-type]  # the desk itself

    with monkeypatch.context() as patched:
        patched.setattr(publishing, "apply", edited_meanwhile)
        with pytest.raises(PublicationConflictError) as met:
            desks.kb.moderating.approve(submission.id, version=1, by=desks.moderator)
    return submission.id, met.value.publication


@pytest.mark.parametrize("keep_file", [True, False])
def test_of_two_texts_one_is_chosen_once(
    desks: Desks, monkeypatch: pytest.MonkeyPatch, *, keep_file: bool
) -> None:
    number, publication = conflict(desks, monkeypatch)
    slug = desks.kb.moderating.review(number, by=desks.moderator).submission.slug
    held = desks.file(slug)

    desks.kb.moderating.resolve(publication, keep_file=keep_file, by=desks.moderator)

    with pytest.raises(PublicationSettledError):
        desks.kb.moderating.resolve(publication, keep_file=True, by=desks.other)
    submission = desks.kb.moderating.review(number, by=desks.moderator).submission
    assert (desks.file(slug) == held) is keep_file
    assert submission.status is (Status.IN_REVIEW if keep_file else Status.PUBLISHED)
    assert desks.kb.publishing.conflicts() == ()
    with desks.kb.publishing.work.reading() as unit:
        assert unit.publications.get(publication).status is PublicationStatus.ABANDONED


def test_an_administrator_may_all_that_a_moderator_may(desks: Desks) -> None:
    administrator = desks.account("admin@example.org", Role.ADMINISTRATOR)

    assert desks.kb.moderating.approve(desks.proposed().id, version=1, by=administrator).published
