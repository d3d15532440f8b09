"""What decisions on proposals have in common: words, errors, what becomes of a claim."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from types import MappingProxyType

from kb.domain.account import Account
from kb.domain.audit import Subject
from kb.domain.errors import ConflictError, ForbiddenError
from kb.domain.french_dates import moment_in_french
from kb.domain.letters import LetterName
from kb.domain.publication import Change, Publication, PublicationKind
from kb.domain.submission import Action, IllegalMoveError, Status, Submission
from kb.services.trail import entry
from kb.unit_of_work import UnitOfWork


class AlreadyDecidedError(IllegalMoveError):
    """Somebody was quicker, or the same person a moment ago."""

    code = "already-decided"


class AlreadyClaimedError(IllegalMoveError):
    """Somebody else reviews it."""

    code = "already-claimed"


class OwnProposalError(ForbiddenError):
    """Nobody publishes what they proposed themselves while somebody else could."""

    code = "own-proposal"


class BaseChangedError(ConflictError):
    """The published case is not what it was when the change to it was written."""

    code = "base-changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What has become of a proposal.

    Attributes:
        publication: its number; `None` if nothing is published.
        published: it is on disk; otherwise it will be, without anybody's help.
    """

    submission: Submission
    publication: int | None = None
    published: bool = False


#: What ends the review of a text, and how whoever comes second is told of it.
_DECISIONS: Mapping[str, str] = MappingProxyType(
    {
        Action.APPROVE: "accepté cette proposition",
        Action.MERGE: "fusionné cette proposition avec une fiche",
        Action.REQUEST_CHANGES: "demandé une précision",
        Action.REJECT: "refusé cette proposition",
        Action.WITHDRAW: "retiré cette proposition",
    }
)

#: What reaches the author when a text is sent back.
LETTERS: Mapping[Action, LetterName] = MappingProxyType(
    {
        Action.REQUEST_CHANGES: LetterName.CHANGES_REQUESTED,
        Action.REJECT: LetterName.REJECTED,
    }
)


def too_late(
    unit: UnitOfWork, submission: Submission, *, by: Account, zone: tzinfo
) -> IllegalMoveError:
    """What to tell somebody who would decide on what is decided."""
    trail = unit.audit.of(Subject.SUBMISSION, str(submission.id))
    last = next((each for each in reversed(trail) if each.action in _DECISIONS), None)
    if last is None:
        return IllegalMoveError(status=submission.status, action="decide")
    return AlreadyDecidedError(
        who="vous avez" if last.by == by.id else f"{_name(unit, submission, last.by)} a",
        what=_DECISIONS[last.action],
        when=moment_in_french(last.at, zone),
    )


def claimed(unit: UnitOfWork, submission: Submission, *, by: Account, at: datetime) -> Submission:
    """A waiting proposal in the hands of somebody, with a line about it if it was not before."""
    if submission.claimed_by != by.id or submission.status is Status.SUBMITTED:
        unit.audit.record(entry(Action.CLAIM, submission.id, by=by.id, at=at))
    if submission.status is Status.SUBMITTED:
        submission = submission.after(Action.CLAIM)
    return replace(submission, claimed_by=by.id, claimed_at=at, changed_at=at)


def settled(submission: Submission, action: Action, *, at: datetime) -> Submission:
    """A proposal once its review is over: nobody is at it any longer."""
    done = submission.after(action)
    return replace(done, claimed_by=None, claimed_at=None, changed_at=at)


def publication_of(
    submission: Submission, kind: PublicationKind, change: Change, *, by: Account, at: datetime
) -> Publication:
    """What publishes a proposal."""
    return Publication(
        kind=kind,
        slug=change.slug,
        changes=(change,),
        submission=submission.id,
        by=by.id,
        decided_at=at,
    )


def _name(unit: UnitOfWork, submission: Submission, number: int | None) -> str:
    if number is None or number == submission.author:
        return "l’auteur ou l’autrice"
    return unit.accounts.get(number).email or "quelqu’un"
