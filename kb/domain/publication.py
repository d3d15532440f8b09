"""Publication: a recorded list of changes to the files of cases, replayed until it is done."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kb.domain.account import AccountId
from kb.domain.case import Sha256, Slug
from kb.domain.hashes import sha256_of
from kb.domain.submission import SubmissionId


class PublicationKind(StrEnum):
    """Why files change."""

    PUBLISH = "publish"
    UPDATE = "update"
    ARCHIVE = "archive"
    REINSTATE = "reinstate"
    RESTORE = "restore"
    RENAME = "rename"
    MERGE = "merge"
    ERASE = "erase"
    IMPORT = "import"


class PublicationStatus(StrEnum):
    """`conflict`: a file was edited by hand meanwhile; somebody decides."""

    OPEN = "open"
    DONE = "done"
    CONFLICT = "conflict"
    ABANDONED = "abandoned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What becomes of one file.

    Attributes:
        before: what it holds until now; `None` if there is no such file.
        after: the bytes that it will hold, as text; `None` removes it.
    """

    slug: Slug
    before: Sha256 | None
    after: str | None

    @property
    def after_sha256(self) -> Sha256 | None:
        """What the file will hold; `None` if there will be none."""
        return None if self.after is None else sha256_of(self.after)


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """Changes that are applied in order, all of them, sooner or later.

    Attributes:
        id: 0 before it is recorded; then the order in which publications are applied.
        submission: the proposal that it publishes, if any.
        slug: the case that it is about (of a merge: the one that is kept).
        reason: public for an archived case, else for the history; `""` if none was given.
    """

    id: int = 0
    kind: PublicationKind
    status: PublicationStatus = PublicationStatus.OPEN
    slug: Slug
    changes: tuple[Change, ...]
    submission: SubmissionId | None = None
    by: AccountId | None
    reason: str = ""
    decided_at: datetime
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PastText:
    """One text that a case had, for its history. `text` is `None` when it was taken away."""

    publication: int
    kind: PublicationKind
    text: str | None
    reason: str
    by: AccountId | None
    at: datetime

    @property
    def sha256(self) -> Sha256 | None:
        """The hash of the file that held it; `None` for no file."""
        return None if self.text is None else sha256_of(self.text)
