"""Suggestion: what a reader may be typing."""

from dataclasses import dataclass
from enum import StrEnum


class SuggestionKind(StrEnum):
    """What is suggested, in the order in which it is shown."""

    CASE = "case"
    TERM = "term"
    PARTNER = "partner"
    PLACE = "place"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """One thing that begins, or has a word that begins, with what is typed.

    Attributes:
        label: as it is shown: a title, a label, a name, a place.
        value: the slug of a case or of a term; the name of a partner or place itself.
        facet: for a term, its facet.
    """

    kind: SuggestionKind
    label: str
    value: str
    facet: str | None = None
