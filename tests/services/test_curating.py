"""After publication: edit, archive, reinstate, restore, rename, merge; nothing is ever lost."""

from functools import partial

import pytest

from kb.domain.account import NotAllowedError, Role
from kb.domain.case import Sha256, Slug
from kb.domain.publication import PublicationKind
from kb.domain.slugs import SlugTakenError
from kb.domain.submission import Status
from kb.ports import CaseNotFoundError
from kb.services.curating import MergedWithItselfError
from kb.services.decisions import BaseChangedError
from kb.services.messages import ReasonMissingError
from kb.services.past_texts import NotArchivedError, TextNotFoundError
from kb.services.reading import CaseArchivedError, CaseMovedError
from kb.services.texts import CaseInvalidError
from tests.desks import Desks, at_once

SLUG = "garage-solidaire"


def base(desks: Desks, slug: Slug = SLUG) -> Sha256:
    return desks.kb.reading.case(slug).sha256


def archived(desks: Desks, slug: Slug = SLUG) -> Slug:
    desks.kb.curating.archive(
        slug, base=base(desks, slug), reason="L'action a cessé.", by=desks.moderator
    )
    return slug


def kinds(desks: Desks, slug: Slug = SLUG) -> list[PublicationKind]:
    return [each.kind for each in desks.kb.curating.history(slug, by=desks.moderator)]


def test_a_text_by_hand_stays_in_the_history_when_it_is_edited(desks: Desks) -> None:
    desks.published()
    before = desks.file(SLUG)
    assert kinds(desks) == [PublicationKind.IMPORT]

    edited = before.replace("title: Un garage", "title: Le garage")
    desks.kb.curating.edit(SLUG, edited, base=base(desks), by=desks.moderator, reason="Titre")

    history = desks.kb.curating.history(SLUG, by=desks.moderator)
    assert [each.text for each in history] == [desks.file(SLUG), before]
    assert "updated_on: 20" in desks.file(SLUG)
    assert desks.kb.reading.case(SLUG).case.title.startswith("Le garage")
    last = [
        (each.action, each.reason) for each in desks.kb.auditing.of_case(SLUG, by=desks.moderator)
    ]
    assert ("update", "Titre") in last


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(desks: Desks) -> None:
    desks.published()
    old, text = base(desks), desks.file(SLUG)
    desks.kb.curating.edit(SLUG, text.replace("Un garage", "Le garage"), base=old, by=desks.other)

    with pytest.raises(BaseChangedError):
        desks.kb.curating.edit(SLUG, text, base=old, by=desks.moderator)
    with pytest.raises(BaseChangedError):
        desks.kb.curating.archive(SLUG, base=old, reason="x", by=desks.moderator)
    with pytest.raises(CaseInvalidError):
        desks.kb.curating.edit(SLUG, "rien", base=base(desks), by=desks.moderator)


def test_an_edited_text_leads_nobody_away_from_another_case(desks: Desks) -> None:
    desks.published(redirects=("atelier",))
    desks.published("autre", title="Une autre fiche")
    text = desks.file(SLUG)

    with pytest.raises(SlugTakenError):
        desks.kb.curating.edit(
            SLUG, text.replace("- atelier", "- autre"), base=base(desks), by=desks.moderator
        )
    desks.kb.curating.edit(
        SLUG, text.replace("- atelier", "- atelier\n- garage"), base=base(desks), by=desks.other
    )

    assert desks.kb.reading.case(SLUG).case.redirects == ("atelier", "garage")


def test_an_archived_case_says_when_and_why_and_comes_back_as_it_was(desks: Desks) -> None:
    desks.published()
    before = desks.file(SLUG)

    archived(desks)
    with pytest.raises(CaseArchivedError) as gone:
        desks.kb.reading.case(SLUG)
    (listed,) = desks.kb.curating.archived(by=desks.moderator)
    assert gone.value.archived.reason == listed.reason == "L'action a cessé."
    assert listed.title.startswith("Un garage")
    with pytest.raises(CaseArchivedError):
        desks.kb.curating.archive(SLUG, base=Sha256(""), reason="x", by=desks.moderator)

    desks.kb.curating.reinstate(SLUG, by=desks.moderator)

    assert desks.file(SLUG) == before
    assert desks.kb.curating.archived(by=desks.moderator) == ()
    with pytest.raises(NotArchivedError):
        desks.kb.curating.reinstate(SLUG, by=desks.moderator)
    assert kinds(desks)[:2] == [PublicationKind.REINSTATE, PublicationKind.ARCHIVE]


def test_the_proposals_of_a_case_follow_it(desks: Desks) -> None:
    submission = desks.proposed()
    slug = submission.slug
    desks.kb.moderating.approve(submission.id, version=1, by=desks.moderator)

    archived(desks, slug)
    assert desks.now(submission).status is Status.ARCHIVED
    desks.kb.curating.reinstate(slug, by=desks.moderator)
    assert desks.now(submission).status is Status.PUBLISHED
    desks.kb.curating.rename(slug, "queyras", base=base(desks, slug), by=desks.moderator)
    assert desks.now(submission).slug == "queyras"


def test_nothing_is_archived_without_a_reason(desks: Desks) -> None:
    desks.published()

    with pytest.raises(ReasonMissingError):
        desks.kb.curating.archive(SLUG, base=base(desks), reason=" ", by=desks.moderator)

    assert desks.kb.reading.case(SLUG).slug == SLUG


def test_an_earlier_text_is_published_again(desks: Desks) -> None:
    desks.published()
    text = desks.file(SLUG)
    desks.kb.curating.edit(
        SLUG, text.replace("Un garage", "Le garage"), base=base(desks), by=desks.moderator
    )
    first = desks.kb.curating.history(SLUG, by=desks.moderator)[-1]

    desks.kb.curating.restore(SLUG, first.publication, base=base(desks), by=desks.moderator)

    assert desks.kb.reading.case(SLUG).case.title.startswith("Un garage")
    assert len(kinds(desks)) == 3
    for number in (0, 999):
        with pytest.raises(TextNotFoundError):
            desks.kb.curating.restore(SLUG, number, base=base(desks), by=desks.moderator)


def test_a_renamed_case_is_found_under_both_addresses_and_may_go_back(desks: Desks) -> None:
    desks.published(redirects=("atelier",))
    desks.published("autre", title="Une autre fiche")

    desks.kb.curating.rename(SLUG, "garage-de-rennes", base=base(desks), by=desks.moderator)

    for slug in (SLUG, "atelier"):
        with pytest.raises(CaseMovedError) as moved:
            desks.kb.reading.case(slug)
        assert moved.value.now == "garage-de-rennes"
    now = base(desks, "garage-de-rennes")
    for taken in ("autre", "garage-de-rennes"):
        with pytest.raises(SlugTakenError):
            desks.kb.curating.rename("garage-de-rennes", taken, base=now, by=desks.moderator)
    desks.kb.curating.rename("garage-de-rennes", SLUG, base=now, by=desks.moderator)
    assert desks.kb.reading.case(SLUG).case.redirects == ("atelier", "garage-de-rennes")


def test_of_two_cases_one_is_left_with_both_addresses(desks: Desks) -> None:
    desks.published()
    other = desks.published("autre", title="Une autre fiche", redirects=("ancienne",))
    bases = {SLUG: base(desks), other: base(desks, other)}

    desks.kb.curating.merge(SLUG, other, bases=bases, by=desks.moderator, reason="Doublon")

    assert desks.kb.reading.case(SLUG).case.redirects == (other, "ancienne")
    for slug in (other, "ancienne"):
        with pytest.raises(CaseMovedError):
            desks.kb.reading.case(slug)
    assert desks.kb.curating.archived(by=desks.moderator) == ()
    with pytest.raises(MergedWithItselfError):
        desks.kb.curating.merge(SLUG, SLUG, bases=bases, by=desks.moderator)
    with pytest.raises(BaseChangedError):
        desks.kb.curating.merge(SLUG, other, bases=bases, by=desks.moderator)
    with pytest.raises(CaseNotFoundError):
        desks.kb.curating.merge(SLUG, other, bases={SLUG: base(desks)}, by=desks.moderator)


def test_an_address_once_given_is_never_that_of_another_case(desks: Desks) -> None:
    title = "La conciergerie des refuges du Queyras"
    slug = desks.proposed().slug
    desks.published(slug, title=title)
    desks.kb.curating.rename(slug, "queyras", base=base(desks, slug), by=desks.moderator)
    live = desks.kb.reading.case("queyras")
    without = live.text.replace(f"redirects:\n- {slug}\n", "")
    desks.kb.curating.edit("queyras", without, base=live.sha256, by=desks.moderator)

    assert slug not in desks.file("queyras")
    assert desks.sent(title=title).slug == f"{slug}-2"


def test_two_who_archive_at_the_same_instant_archive_once(desks: Desks) -> None:
    for i in range(4):
        slug = desks.published(f"fiche-{i}")
        archive = partial(
            desks.kb.curating.archive,
            slug,
            base=base(desks, slug),
            reason="L'action a cessé.",
            by=desks.moderator,
        )

        outcomes = at_once(archive, archive)

        assert outcomes.count(None) == 1
        assert kinds(desks, slug).count(PublicationKind.ARCHIVE) == 1


def test_nobody_else_looks_after_cases(desks: Desks) -> None:
    desks.published()
    by, curating, now = desks.account("x@example.org"), desks.kb.curating, base(desks)

    for act in (
        lambda: curating.history(SLUG, by=by),
        lambda: curating.archived(by=by),
        lambda: curating.edit(SLUG, desks.file(SLUG), base=now, by=by),
        lambda: curating.archive(SLUG, base=now, reason="x", by=by),
        lambda: curating.reinstate(SLUG, by=by),
        lambda: curating.restore(SLUG, 1, base=now, by=by),
        lambda: curating.rename(SLUG, "autre", base=now, by=by),
        lambda: curating.merge(SLUG, "autre", bases={SLUG: now}, by=by),
    ):
        with pytest.raises(NotAllowedError):
            act()
    assert by.role is Role.CONTRIBUTOR
    assert kinds(desks) == [PublicationKind.IMPORT]


def test_there_is_no_history_of_what_never_was(desks: Desks) -> None:
    for slug in ("inconnue", "../garage", ""):
        with pytest.raises(CaseNotFoundError):
            desks.kb.curating.history(slug, by=desks.moderator)
        with pytest.raises((CaseNotFoundError, NotArchivedError)):
            desks.kb.curating.reinstate(slug, by=desks.moderator)
