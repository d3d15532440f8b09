"""What those who moderate ask of the queue, and what they get."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from kb.domain.account import Account, AccountId
from kb.domain.case import Case
from kb.domain.french import french_order, letters_and_digits
from kb.domain.submission import WAITING, Status, Submission


class Claimed(StrEnum):
    """Whose proposals to show."""

    ME = "me"
    NOBODY = "nobody"


class QueueSort(StrEnum):
    """The orders of the queue."""

    OLDEST = "oldest"
    NEWEST = "newest"
    TITLE = "title"


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueQuery:
    """What to show of the queue.

    Attributes:
        region, domain: a term that the case must have.
        claimed_by: `None` for all.
        text: words of the title.
    """

    statuses: tuple[Status, ...] = WAITING
    region: str | None = None
    domain: str | None = None
    claimed_by: Claimed | AccountId | None = None
    sort: QueueSort = QueueSort.OLDEST
    text: str = ""

    def wants(self, submission: Submission, *, by: Account) -> bool:
        """Whether a proposal is asked for, as far as can be told without its text.

        What was never confirmed is nobody's business.
        """
        title = letters_and_digits(submission.title)
        has_words = all(word in title for word in letters_and_digits(self.text).split())
        return submission.submitted_at is not None and has_words and self._is_whose(submission, by)

    def wants_text(self, case: Case | None) -> bool:
        """Whether a text is asked for; one that cannot be read has no region and no domain."""
        regions, domains = (case.regions, case.domains) if case else ((), ())
        is_there = self.region is None or self.region in regions
        return is_there and (self.domain is None or self.domain in domains)

    def _is_whose(self, submission: Submission, by: Account) -> bool:
        if self.claimed_by is None:
            return True
        whose = {Claimed.ME: by.id, Claimed.NOBODY: None}
        wanted = whose[self.claimed_by] if isinstance(self.claimed_by, Claimed) else self.claimed_by
        return submission.claimed_by == wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """One proposal in the queue.

    Attributes:
        case: `None` if its text cannot be read any longer.
        waiting_days: how many times a new day has begun since it came into the queue.
        findings: how many things to check, notes left out.
    """

    submission: Submission
    case: Case | None
    claimed_by: Account | None
    waiting_days: int
    findings: int


def ordered(rows: Iterable[QueueRow], sort: QueueSort) -> tuple[QueueRow, ...]:
    """The rows of the queue, whose own order is the oldest first, as somebody asks for them."""
    if sort is QueueSort.TITLE:
        return tuple(sorted(rows, key=lambda row: french_order(row.submission.title)))
    oldest = tuple(rows)
    return oldest[::-1] if sort is QueueSort.NEWEST else oldest
