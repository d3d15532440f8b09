"""Drafts as browsers hold them: the key in a cookie, windows that write, what a page sends."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Response, after_this_request, g, request

from kb.domain.account import Account
from kb.domain.case import Sha256, Slug
from kb.domain.draft import (
    Draft,
    DraftEditedElsewhereError,
    DraftId,
    DraftNotFoundError,
    Fields,
)
from kb.domain.limits import Limit
from kb.domain.submission import Depth, Submission
from kb.formats.form_fields import one
from kb.services.following import LinkInvalidError
from kb.web import cookies, followed
from kb.web.context import knowledge_base, signed_in
from kb.web.submit_steps import DEPTH, Step, merged

#: The path of one draft.
ONE = "/<int:draft>"

#: Holds the random key of whoever writes; the database knows its hash alone.
COOKIE = "brouillon"
_MOST_KEY_CHARACTERS = 100

#: Changes the fields that a page sent before they are saved: a row more, a row less.
Change = Callable[[Fields], dict[str, list[str]]]


@dataclass(frozen=True, slots=True)
class Saved:
    """A draft as it is now; `is_beside`: another window had written meanwhile, both are kept."""

    draft: Draft
    is_beside: bool = False


def key() -> str:
    """The key of this browser, `""` if it has none."""
    return str(g.get("draft_key") or cookies.held(COOKIE))


def require_key() -> str:
    """The key of this browser; it gets one with this answer if it has none."""
    if not key():
        g.draft_key = secrets.token_urlsafe(32)
        after_this_request(_remember)
    return key()


def _remember(response: Response) -> Response:
    return cookies.keep(response, COOKIE, g.draft_key)


def begin(
    depth: Depth,
    *,
    change_of: Slug | None = None,
    submission: Submission | None = None,
    fields: Fields | None = None,
) -> Draft:
    """A new draft of this browser.

    Raises:
        CaseNotFoundError: there is no such case to change.
        TooManyError: there are too many drafts, or too many were begun just now.
    """
    require_save()
    begun = {DEPTH: [depth.value], **fields} if fields is not None else None
    return knowledge_base().drafting.begin(
        key=require_key(),
        by=signed_in(),
        change_of=change_of,
        fields=begun,
        submission=submission,
    )


def draft_of(number: DraftId) -> Draft:
    """A draft of whoever asks.

    Raises:
        DraftNotFoundError: there is none, or it is somebody else's.
    """
    return knowledge_base().drafting.draft(number, key=key(), by=writer(number))


def writer(number: DraftId) -> Account:
    """Who writes a draft: whoever signed in, or whoever opened the link of the proposal it is of.

    The link opens that draft wherever it was begun: on a telephone, then at a desk.
    """
    if not followed.token():
        return signed_in()
    try:
        opened = followed.followed(None)
        draft = knowledge_base().drafting.draft(number, key="", by=opened.author)
    except (LinkInvalidError, DraftNotFoundError):
        return signed_in()
    return opened.author if draft.submission == opened.submission.id else signed_in()


def mine() -> tuple[Draft, ...]:
    """The drafts of whoever asks, the last saved first; none for passing readers."""
    if not key() and not signed_in().is_signed_in:
        return ()
    return knowledge_base().drafting.mine(key=key(), by=signed_in())


def require_save() -> None:
    """Count one more save from this address of the network.

    Raises:
        TooManyTriesError: it is one too many.
    """
    knowledge_base().limiting.require(Limit.SAVE_DRAFT, request.remote_addr or "")


def save(
    draft: Draft, step: Step, sent: Mapping[str, list[str]], change: Change, *, always: bool = False
) -> Saved:
    """Keep what the page of a step sent, in the draft or, if another window wrote, beside it.

    A page is the continuation of what is stored if nobody wrote this step since it was shown
    (`seen`), or if it was this very page (`window`): so a save may be sent again, and pages of
    other steps do not disturb one another.

    Args:
        always: note the time of it, even if nothing changed.
    """
    mark, window = f"window-{step.id}", _sent(sent, "window")
    while True:
        fields = change(merged(draft.fields, step, sent))
        if fields == _plain(draft.fields) and not always:
            return Saved(draft)
        is_next = "seen" not in sent or one(draft.fields, mark) in {window, _sent(sent, "seen")}
        try:
            return Saved(_stored(draft, {**fields, mark: [window]}, is_next=is_next))
        except DraftEditedElsewhereError as elsewhere:
            if not is_next:
                return Saved(elsewhere.sibling, is_beside=True)
            # Another step, or this one once more, was saved in the same instant: no other text.
            discard(elsewhere.sibling.id)
            draft = draft_of(draft.id)


def _stored(draft: Draft, fields: Fields, *, is_next: bool) -> Draft:
    return knowledge_base().drafting.save(
        draft.id,
        fields,
        revision=draft.revision if is_next else draft.revision - 1,
        key=key(),
        by=writer(draft.id),
    )


def discard(number: DraftId) -> None:
    """Forget a draft of whoever asks; nothing happens if it is somebody else's."""
    knowledge_base().drafting.discard(number, key=key(), by=writer(number))


def new_window() -> str:
    """A name for the page that is shown now."""
    return secrets.token_urlsafe(9)


def unchanged(fields: Fields) -> dict[str, list[str]]:
    """The fields as they are."""
    return _plain(fields)


def _plain(fields: Fields) -> dict[str, list[str]]:
    return {name: list(values) for name, values in fields.items()}


def _sent(sent: Mapping[str, list[str]], name: str) -> str:
    return next(iter(sent.get(name, ())), "")[:_MOST_KEY_CHARACTERS]


def nobodys(number: DraftId) -> Draft:
    """An empty draft in the place of one that this browser may not read; never stored."""
    now = knowledge_base().drafting.clock.now()
    return Draft(id=number, key_sha256=Sha256(""), fields={}, created_at=now, saved_at=now)
