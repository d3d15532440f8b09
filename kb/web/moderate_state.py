"""Where a proposal under review stands, and what can be done about it without a question."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from kb.domain.account import Account
from kb.domain.submission import WAITING, Action, Status
from kb.services.reviewing import Review
from kb.web.cards import case_address
from kb.web.head import Link
from kb.web.moderate_words import DECISIONS, STATUSES
from kb.web.moments import moment
from kb.web.people import Naming
from kb.web.trail_words import told


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A button without questions; `value` is its action."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was decided, by whom and when; `case`: what came of it."""

    text: str
    reason: str
    case: Link | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a proposal stands, in words, and the buttons that go with it."""

    kind: str
    status: str
    claimed: str
    version: int
    buttons: tuple[Button, ...]
    may_correct: bool

    @classmethod
    def of(cls, review: Review, by: Account) -> Self:
        """Where it stands for this person."""
        submission = review.submission
        return cls(
            kind="Modification d’une fiche publiée" if submission.is_change else "Nouvelle fiche",
            status=STATUSES[submission.status],
            claimed=claimed_in_words(review.claimed_by, by),
            version=review.version.number,
            buttons=tuple(_buttons(review)),
            may_correct=submission.status in WAITING,
        )


def outcome_of(review: Review, name: Naming) -> Outcome | None:
    """The last decision; `None` if there was none yet."""
    submission = review.submission
    entry = next((each for each in reversed(review.audit) if each.action in DECISIONS), None)
    if entry is None:
        return None
    is_live = submission.status in {Status.APPROVED, Status.PUBLISHED}
    return Outcome(
        text=f"{told(name(entry.by), entry)} le {moment(entry.at)}.",
        reason=entry.reason,
        case=Link(text="Voir la fiche", address=case_address(submission.slug)) if is_live else None,
    )


def _buttons(review: Review) -> Iterator[Button]:
    submission = review.submission
    if submission.allows(Action.CLAIM):
        yield Button(value=Action.CLAIM.value, label="Je m’en occupe")
    if submission.allows(Action.RELEASE):
        yield Button(value=Action.RELEASE.value, label="Rendre à la file")


def next_of(review: Review) -> Link | None:
    """What waits after this one."""
    number = review.next_id
    if number is None:
        return None
    return Link(text=f"proposition n° {number}", address=f"/moderation/{number}")


def claimed_in_words(account: Account | None, by: Account) -> str:
    """Who reviews a proposal, empty if nobody does."""
    if account is None:
        return ""
    return "vous vous en occupez" if account.id == by.id else f"{account.email} s’en occupe"
