"""Why a word leads to a case, in words: `« rénovation » : « rénovées » dans le titre`."""

from collections.abc import Mapping
from types import MappingProxyType

from kb.domain.french import NBSP, letters_and_digits, quoted, typographic
from kb.domain.search import Reason, ReasonKind

#: Where a word stands.
_WHERE: Mapping[str, str] = MappingProxyType(
    {
        "title": "dans le titre",
        "summary": "dans le résumé",
        "partners": "parmi les partenaires",
        "place": "dans le lieu",
        "body": "dans le texte",
        "area": "parmi ses territoires",
        "tags": "dans les étiquettes",
    }
)


def reason_in_words(reason: Reason) -> str:
    """What was asked for, what stands in the case, where, and what links the two."""
    there = f"{quoted(typographic(reason.matched))}{_link(reason)} {_WHERE[reason.field]}"
    is_same = letters_and_digits(reason.word) == letters_and_digits(reason.matched)
    return there if is_same else f"{quoted(typographic(reason.word))}{NBSP}: {there}"


def _link(reason: Reason) -> str:
    if reason.kind is ReasonKind.CORRECTION:
        return ", orthographe corrigée,"
    if reason.kind is ReasonKind.SYNONYM:
        # A place and its region are no synonyms; nor are a term and all its other names.
        return ", terme associé," if reason.field == "tags" else ", terme proche,"
    return ""
