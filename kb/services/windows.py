"""Drafts of one browser or person, and those that two windows made of one."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from kb.domain.account import Account
from kb.domain.draft import Draft, DraftId, DraftNotFoundError, Fields
from kb.domain.errors import TooManyError
from kb.domain.hashes import sha256_of
from kb.unit_of_work import UnitOfWork

#: Drafts that one browser or person may have begun, and those that two windows made of them.
MAX_DRAFTS, MAX_WITH_SIBLINGS = 20, 60


class TooManyDraftsError(TooManyError):
    """One browser or person has begun enough."""

    code = "too-many-drafts"


def own_draft(unit: UnitOfWork, number: DraftId, *, key: str, by: Account) -> Draft:
    """The draft, if it is this person's, or this browser's and nobody else's who signed in.

    Raises:
        DraftNotFoundError: it is not, or there is none.
    """
    draft = unit.drafts.get(number)
    is_theirs = by.is_signed_in and draft.author == by.id
    is_here = draft.key_sha256 == sha256_of(key) and (draft.author is None or not by.is_signed_in)
    if not (is_theirs or is_here):
        raise DraftNotFoundError(draft=number)
    return draft


def drafts_of(unit: UnitOfWork, draft: Draft) -> tuple[Draft, ...]:
    """All drafts of the browser and the person that a draft is of, the last saved first."""
    author = draft.author
    here = [
        each
        for each in unit.drafts.with_key(draft.key_sha256)
        if author is None or each.author in {None, author}
    ]
    theirs = unit.drafts.of_author(author) if author is not None else ()
    drafts = {each.id: each for each in (*here, *theirs)}.values()
    return tuple(sorted(drafts, key=lambda each: (each.saved_at, each.id), reverse=True))


def begun_before(drafts: Iterable[Draft], begun: Draft) -> Draft | None:
    """The draft of the same change that was begun before, if any."""
    about = (begun.change_of, begun.base, begun.submission)
    if about == (None, None, None):
        return None
    return next((d for d in drafts if (d.change_of, d.base, d.submission) == about), None)


def _family(draft: Draft) -> DraftId:
    return draft.sibling_of or draft.id


def siblings_of(unit: UnitOfWork, draft: Draft) -> tuple[Draft, ...]:
    """What other windows wrote at the same time, the last saved first."""
    return tuple(
        each
        for each in drafts_of(unit, draft)
        if each.id != draft.id and _family(each) == _family(draft)
    )


def set_aside(unit: UnitOfWork, draft: Draft, fields: Fields, *, now: datetime) -> Draft:
    """What came too late, in a draft of its own; the same as before if it came before.

    Raises:
        TooManyDraftsError: windows have made too many of them.
    """
    for each in siblings_of(unit, draft):
        if each.fields == fields:
            return each
    if len(drafts_of(unit, draft)) >= MAX_WITH_SIBLINGS:
        raise TooManyDraftsError(most=MAX_WITH_SIBLINGS)
    return unit.drafts.add(
        replace(
            draft,
            id=0,
            revision=1,
            fields=fields,
            sibling_of=_family(draft),
            created_at=now,
            saved_at=now,
        )
    )
