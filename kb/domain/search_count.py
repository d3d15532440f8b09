"""SearchCount: which words readers look for in vain, counted without saying who looked for them."""

import re
from dataclasses import dataclass
from enum import StrEnum

from kb.domain.french import letters_and_digits
from kb.domain.search import SearchQuery, SearchResults

#: Characters of a count's words; what is longer is a text that somebody pasted.
MAX_CHARACTERS = 80

#: What is personal more often than not: an address, a telephone number, a file number.
_PERSONAL = re.compile(r"@|(?:\d[ .-]?){5}")


class Outcome(StrEnum):
    """How a search fell short."""

    UNANSWERED = "unanswered"
    RELAXED = "relaxed"
    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchCount:
    """How often some words fell short.

    Attributes:
        words: folded, without operators and punctuation.
        month: the last one in which it happened, `2026-11`.
        count: from 1.
    """

    outcome: Outcome
    words: str
    month: str
    count: int


def shortfall(query: SearchQuery, results: SearchResults) -> Outcome | None:
    """How the words of a query fell short; `None` if they did not.

    Further pages and filters ask for the same words again: they are not counted.
    """
    if not query.has_words or query.has_filters or query.page > 1:
        return None
    if results.is_corrected:
        return Outcome.CORRECTED
    if results.text_total == 0:
        return Outcome.UNANSWERED
    return Outcome.RELAXED if results.relaxed and not results.complete else None


def countable(text: str) -> str:
    """The words of a query as they are counted; empty if they are better forgotten."""
    words = letters_and_digits(text)
    return "" if len(words) > MAX_CHARACTERS or _PERSONAL.search(text) else words
