"""Draft: what somebody is still writing, as the form holds it; nothing in it need be right yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kb.domain.account import AccountId
from kb.domain.case import Sha256, Slug
from kb.domain.errors import ConflictError, NotFoundError
from kb.domain.submission import SubmissionId

DraftId = int

#: The fields of a form by name, each with all its values in order: what a browser would send.
Fields = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What was typed so far. Immutable.

    Attributes:
        id: 0 before it is stored.
        key_sha256: of the random key in the cookie of whoever writes it.
        revision: counts the saves, from 1; a save that builds on an older one opens a sibling.
        fields: raw, by name; the one validator reads them when they are to become a case.
        change_of, base: the published case that it changes, and its hash when writing began.
        submission: the proposal whose next version it is.
        sibling_of: the draft that another window was writing at the same time.
        author: who signed in, if anybody did.
    """

    id: DraftId = 0
    key_sha256: Sha256
    revision: int = 1
    fields: Fields
    change_of: Slug | None = None
    base: Sha256 | None = None
    submission: SubmissionId | None = None
    sibling_of: DraftId | None = None
    author: AccountId | None = None
    created_at: datetime
    saved_at: datetime


class DraftNotFoundError(NotFoundError):
    """There is no such draft, or it is somebody else's."""

    code = "draft-not-found"


class DraftEditedElsewhereError(ConflictError):
    """Another window saved this draft meanwhile: what came now is kept beside it.

    Attributes:
        sibling: the draft that holds what came now.
    """

    code = "draft-edited-elsewhere"

    def __init__(self, sibling: Draft) -> None:
        super().__init__(draft=sibling.id)
        self.sibling = sibling
