"""Nothing that was typed is lost."""

import pytest

from kb.domain.account import VISITOR
from kb.domain.draft import DraftEditedElsewhereError, DraftNotFoundError
from kb.ports import CaseNotFoundError
from kb.services.drafting import MAX_DRAFT_BYTES, DraftTooLargeError
from kb.services.windows import MAX_DRAFTS, MAX_WITH_SIBLINGS, TooManyDraftsError
from kb.unit_of_work import SubmissionNotFoundError
from tests.desks import KEY, Desks


def typed(text: str) -> dict[str, list[str]]:
    return {"title": [text]}


def test_what_is_typed_is_kept(desks: Desks) -> None:
    draft = desks.kb.drafting.begin(key=KEY, by=VISITOR)

    saved = desks.kb.drafting.save(draft.id, typed("Le café"), revision=1, key=KEY, by=VISITOR)

    assert desks.kb.drafting.draft(draft.id, key=KEY, by=VISITOR) == saved
    assert (saved.revision, saved.fields) == (2, typed("Le café"))
    assert saved.saved_at >= draft.saved_at


def test_the_same_save_twice_changes_nothing(desks: Desks) -> None:
    drafting = desks.kb.drafting
    draft = drafting.begin(key=KEY, by=VISITOR)
    saved = drafting.save(draft.id, typed("Le café"), revision=1, key=KEY, by=VISITOR)

    assert drafting.save(draft.id, typed("Le café"), revision=1, key=KEY, by=VISITOR) == saved
    assert len(drafting.mine(key=KEY, by=VISITOR)) == 1


def test_two_windows_keep_both_texts_and_the_person_chooses(desks: Desks) -> None:
    drafting = desks.kb.drafting
    draft = drafting.begin(key=KEY, by=VISITOR)
    first = drafting.save(draft.id, typed("Le café"), revision=1, key=KEY, by=VISITOR)

    with pytest.raises(DraftEditedElsewhereError) as elsewhere:
        drafting.save(draft.id, typed("Le bar"), revision=1, key=KEY, by=VISITOR)
    with pytest.raises(DraftEditedElsewhereError) as again:
        drafting.save(draft.id, typed("Le bar"), revision=1, key=KEY, by=VISITOR)

    second = elsewhere.value.sibling
    assert again.value.sibling == second
    assert drafting.siblings(first) == (second,)
    assert drafting.siblings(second) == (first,)
    kept = drafting.keep(second.id, key=KEY, by=VISITOR)
    assert kept.fields == typed("Le bar")
    assert kept.sibling_of is None
    assert drafting.mine(key=KEY, by=VISITOR) == (kept,)


def test_leaving_one_of_two_texts_leaves_the_other(desks: Desks) -> None:
    drafting = desks.kb.drafting
    draft = drafting.begin(key=KEY, by=VISITOR)
    drafting.save(draft.id, typed("Le café"), revision=1, key=KEY, by=VISITOR)
    with pytest.raises(DraftEditedElsewhereError):
        drafting.save(draft.id, typed("Le bar"), revision=1, key=KEY, by=VISITOR)

    drafting.discard(draft.id, key=KEY, by=VISITOR)
    drafting.discard(draft.id, key=KEY, by=VISITOR)

    (left,) = drafting.mine(key=KEY, by=VISITOR)
    assert (left.fields, left.sibling_of) == (typed("Le bar"), None)


def test_a_draft_is_nobody_elses(desks: Desks) -> None:
    drafting, number = desks.kb.drafting, desks.draft().id
    author = desks.account("autrice@example.org")
    theirs = desks.draft(by=author)

    for somebody in (VISITOR, author, desks.moderator):
        with pytest.raises(DraftNotFoundError):
            drafting.draft(number, key="another", by=somebody)
    for somebody, key in ((desks.moderator, KEY), (VISITOR, "another")):
        with pytest.raises(DraftNotFoundError):
            drafting.save(theirs.id, typed("x"), revision=1, key=key, by=somebody)
        drafting.discard(theirs.id, key=key, by=somebody)
    assert drafting.draft(theirs.id, key="another", by=author) == theirs
    assert theirs not in drafting.mine(key=KEY, by=desks.moderator)


def test_who_is_signed_out_meanwhile_finds_their_text_in_the_same_browser(desks: Desks) -> None:
    author = desks.account("autrice@example.org")
    draft = desks.draft(by=author)

    assert desks.kb.drafting.draft(draft.id, key=KEY, by=VISITOR) == draft


def test_who_signs_in_takes_their_draft_along(desks: Desks) -> None:
    author, draft = desks.account("autrice@example.org"), desks.draft()

    desks.kb.drafting.save(draft.id, typed("Le café"), revision=1, key=KEY, by=author)

    (mine,) = desks.kb.drafting.mine(key="another", by=author)
    assert mine.id == draft.id


def test_a_change_begins_from_the_published_text_and_goes_on_where_it_was_left(
    desks: Desks,
) -> None:
    slug, drafting = desks.published(place="Rennes"), desks.kb.drafting

    draft = drafting.begin(key=KEY, by=VISITOR, change_of=slug)
    saved = drafting.save(
        draft.id, {**draft.fields, "place": ["Brest"]}, revision=1, key=KEY, by=VISITOR
    )

    assert draft.fields["place"] == ["Rennes"]
    assert draft.base == desks.kb.reading.case(slug).sha256
    assert drafting.begin(key=KEY, by=VISITOR, change_of=slug) == saved
    with pytest.raises(CaseNotFoundError):
        drafting.begin(key=KEY, by=VISITOR, change_of="inconnue")


def test_the_next_version_of_a_proposal_begins_from_its_text(desks: Desks) -> None:
    submission = desks.proposed(place="Rennes")

    draft = desks.kb.drafting.begin(key=KEY, by=desks.author(submission), submission=submission)

    assert draft.fields["place"] == ["Rennes"]
    assert draft.submission == submission.id
    with pytest.raises(SubmissionNotFoundError):
        desks.kb.drafting.begin(key=KEY, by=desks.moderator, submission=submission)


def test_fields_that_no_case_could_hold_are_refused_and_what_was_kept_stays(desks: Desks) -> None:
    draft = desks.draft()

    with pytest.raises(DraftTooLargeError):
        desks.kb.drafting.save(
            draft.id, typed("é" * MAX_DRAFT_BYTES), revision=1, key=KEY, by=VISITOR
        )

    assert desks.kb.drafting.draft(draft.id, key=KEY, by=VISITOR) == draft


def test_nobody_begins_drafts_without_end(desks: Desks) -> None:
    drafts = [desks.draft() for _ in range(MAX_DRAFTS)]

    with pytest.raises(TooManyDraftsError):
        desks.draft()
    for i in range(MAX_WITH_SIBLINGS - MAX_DRAFTS):
        with pytest.raises(DraftEditedElsewhereError):
            desks.kb.drafting.save(drafts[0].id, typed(str(i)), revision=9, key=KEY, by=VISITOR)
    with pytest.raises(TooManyDraftsError):
        desks.kb.drafting.save(drafts[0].id, typed("one more"), revision=9, key=KEY, by=VISITOR)
    assert desks.kb.drafting.begin(key="another", by=VISITOR).revision == 1


def test_any_character_can_be_kept(desks: Desks) -> None:
    draft, strange = desks.draft(), {"title": ["\x00 \ud800 🙂 \r\n", "two"], "": [""]}

    saved = desks.kb.drafting.save(draft.id, strange, revision=1, key=KEY, by=VISITOR)

    assert desks.kb.drafting.draft(saved.id, key=KEY, by=VISITOR).fields == strange
