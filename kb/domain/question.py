"""Question: the words of a query once read, part by part."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What one part of a query is."""

    WORD = "word"
    PHRASE = "phrase"
    PREFIX = "prefix"
    TERM = "term"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One thing that a case can match.

    Attributes:
        text: what was typed, without operators and field name.
        field: where it has to be: a text field of the index, or a facet for `TERM`; `None`:
            anywhere.
        terms: for `TERM`, the facet values that match, any of them.
    """

    kind: Kind
    text: str
    field: str | None = None
    terms: tuple[str, ...] = ()

    @property
    def relaxes(self) -> bool:
        """Whether a case without it may still be shown when no case has everything."""
        return self.kind in {Kind.WORD, Kind.PREFIX} and self.field is None


#: Parts joined by `OU`: a case matches if it matches one of them.
Alternatives = tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """The words of a query once read: what is wanted, in order, and what is not."""

    wanted: tuple[Alternatives, ...] = ()
    unwanted: tuple[Part, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.wanted or self.unwanted)


#: A query without words.
NOTHING_ASKED = Question()
