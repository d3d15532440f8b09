"""Submission: a proposed case or change, where it stands, and the whole workflow as a table."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from kb.domain.account import AccountId
from kb.domain.case import Sha256, Slug
from kb.domain.errors import ConflictError

SubmissionId = int


class Status(StrEnum):
    """Where a proposal stands. `approved`: decided, not yet on disk; `published`: on disk."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    CHANGES_REQUESTED = "changes_requested"
    APPROVED = "approved"
    PUBLISHED = "published"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    ARCHIVED = "archived"


class Action(StrEnum):
    """What can be done to a proposal; the values are those of `name="action"` on the pages."""

    SUBMIT = "submit"
    EDIT = "edit"
    WITHDRAW = "withdraw"
    CLAIM = "claim"
    RELEASE = "release"
    APPROVE = "approve"
    REQUEST_CHANGES = "request-changes"
    REJECT = "reject"
    MERGE = "merge"
    REOPEN = "reopen"
    PUBLISH = "publish"
    ARCHIVE = "archive"
    REINSTATE = "reinstate"


#: The whole workflow. A pair that is not here is not a legal move.
#: `submit` is the author's confirmation, or their answer to a request; `reopen` takes a decision
#: back whose publication met a file edited by hand.
MOVES: Mapping[tuple[Status, Action], Status] = MappingProxyType(
    {
        (Status.DRAFT, Action.EDIT): Status.DRAFT,
        (Status.DRAFT, Action.SUBMIT): Status.SUBMITTED,
        (Status.DRAFT, Action.WITHDRAW): Status.WITHDRAWN,
        (Status.SUBMITTED, Action.EDIT): Status.SUBMITTED,
        (Status.SUBMITTED, Action.WITHDRAW): Status.WITHDRAWN,
        (Status.SUBMITTED, Action.CLAIM): Status.IN_REVIEW,
        (Status.IN_REVIEW, Action.EDIT): Status.IN_REVIEW,
        (Status.IN_REVIEW, Action.WITHDRAW): Status.WITHDRAWN,
        (Status.IN_REVIEW, Action.RELEASE): Status.SUBMITTED,
        (Status.IN_REVIEW, Action.APPROVE): Status.APPROVED,
        (Status.IN_REVIEW, Action.REQUEST_CHANGES): Status.CHANGES_REQUESTED,
        (Status.IN_REVIEW, Action.REJECT): Status.REJECTED,
        (Status.IN_REVIEW, Action.MERGE): Status.APPROVED,
        (Status.CHANGES_REQUESTED, Action.EDIT): Status.CHANGES_REQUESTED,
        (Status.CHANGES_REQUESTED, Action.SUBMIT): Status.SUBMITTED,
        (Status.CHANGES_REQUESTED, Action.WITHDRAW): Status.WITHDRAWN,
        (Status.APPROVED, Action.PUBLISH): Status.PUBLISHED,
        (Status.APPROVED, Action.REOPEN): Status.IN_REVIEW,
        (Status.PUBLISHED, Action.ARCHIVE): Status.ARCHIVED,
        (Status.ARCHIVED, Action.REINSTATE): Status.PUBLISHED,
    }
)

#: What waits for somebody who moderates.
WAITING = (Status.SUBMITTED, Status.IN_REVIEW)
#: What is still under way, seen by its author.
OPEN = (Status.DRAFT, *WAITING, Status.CHANGES_REQUESTED, Status.APPROVED)


class IllegalMoveError(ConflictError):
    """`MOVES` does not list this action for this status: somebody else was quicker."""

    code = "illegal-move"


class Depth(StrEnum):
    """How much the form asks for."""

    SHORT = "eclair"
    FULL = "complete"


class Kinship(StrEnum):
    """What the contributor says of a published case that looks alike."""

    SAME = "same"
    SEQUEL = "sequel"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What the contributor agreed to when sending.

    Attributes:
        licence, privacy: the version of the wording that was shown (`2026-11`).
    """

    licence: str
    privacy: str
    given_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One frozen text of a proposal. `number` counts from 1; `text` is in canonical form."""

    number: int
    text: str
    sha256: Sha256
    written_by: AccountId
    written_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A proposed case, or change to a published one, and where it stands. Immutable.

    Attributes:
        id: 0 before it is stored.
        version: counts the saves, from 1; a save with an old version is refused.
        title: of its latest text.
        slug: the address it will have or has; for a change that of the published case.
        base: hash of the published file that a change began from; `None` for a new case.
        latest: number of its latest `Version`.
        author: who proposed it.
        kinship: what the author said of near published cases, by slug.
        claimed_by, claimed_at: who reviews it and since their last move; `None` if nobody.
        submitted_at: when it last came into the queue, whose order this is.
    """

    id: SubmissionId = 0
    version: int = 1
    status: Status = Status.DRAFT
    title: str
    slug: Slug
    base: Sha256 | None = None
    latest: int = 1
    author: AccountId
    depth: Depth = Depth.FULL
    kinship: Mapping[Slug, Kinship]
    consent: Consent
    claimed_by: AccountId | None = None
    claimed_at: datetime | None = None
    created_at: datetime
    submitted_at: datetime | None = None
    changed_at: datetime

    @property
    def is_change(self) -> bool:
        """Whether it changes a published case rather than adding one."""
        return self.base is not None

    def allows(self, action: Action) -> bool:
        """Whether `MOVES` lists this action for its status."""
        return (self.status, action) in MOVES

    def after(self, action: Action) -> "Submission":
        """The submission as it stands once `action` is done.

        Raises:
            IllegalMoveError: `MOVES` does not list this action for this status.
        """
        try:
            return replace(self, status=MOVES[self.status, action])
        except KeyError:
            raise IllegalMoveError(status=self.status, action=action) from None


class MessageKind(StrEnum):
    """Who may read a message."""

    TO_AUTHOR = "to-author"
    TO_MODERATORS = "to-moderators"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Something said about a proposal; a `note` is for moderators alone."""

    submission: SubmissionId
    kind: MessageKind
    body: str
    written_by: AccountId
    written_at: datetime
