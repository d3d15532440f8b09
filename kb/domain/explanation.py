"""Explanation: why a case answers a search, or why it does not."""

from dataclasses import dataclass

from kb.domain.search import CaseSummary, Reason, Relaxed


@dataclass(frozen=True, slots=True, kw_only=True)
class PartVerdict:
    """What one part of the query says of the case.

    Attributes:
        text: as typed; alternatives joined by ` OU `.
        is_required: without it the case cannot be found, however relaxed: phrases and `field:`.
        reasons: where the case matches it; empty if it does not.
    """

    text: str
    is_required: bool
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterVerdict:
    """What one filter says of the case.

    Attributes:
        facet: `year` for the limits on years, too.
        passes: the case gets through it.
        values: the terms that the case has in this facet.
    """

    facet: str
    passes: bool
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why a case is found or not.

    Attributes:
        place: its place among the results, from 1; `None` if it is not among them.
        total: how many results there are.
        parts: each part of the query, in its order.
        excluded_by: the exclusions of the query that the case matches, as typed.
        filters: each facet that narrows the search.
        relaxed: how far the words were relaxed for everybody.
        complete: where they were, how many of the results have all of them.
    """

    case: CaseSummary
    place: int | None
    total: int
    parts: tuple[PartVerdict, ...]
    excluded_by: tuple[str, ...]
    filters: tuple[FilterVerdict, ...]
    relaxed: Relaxed | None
    complete: int = 0
