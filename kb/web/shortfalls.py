"""`/moderation/recherches`: what readers look for in vain."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Self
from urllib.parse import urlencode

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from kb.domain.french import counted
from kb.domain.french_dates import date_in_french
from kb.domain.search_count import Outcome, SearchCount
from kb.web.context import knowledge_base
from kb.web.head import Head
from kb.web.moderate_editor import head_of

pages = Blueprint("shortfalls", __name__, url_prefix="/moderation/recherches")

#: How each outcome is told.
_TOLD: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.UNANSWERED: "sans réponse",
        Outcome.RELAXED: "réponses avec une partie des mots seulement",
        Outcome.CORRECTED: "orthographe corrigée",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortfallLine:
    """Some words that fell short; `address` searches for them again."""

    words: str
    address: str
    outcome: str
    count: str
    month: str

    @classmethod
    def of(cls, each: SearchCount) -> Self:
        """The line of a count."""
        return cls(
            words=each.words,
            address=f"/?{urlencode({'q': each.words})}",
            outcome=_TOLD[each.outcome],
            count=counted(each.count, "fois", "fois"),
            month=date_in_french(each.month),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortfallsPage:
    """The searches, the most frequent first."""

    head: Head
    lines: tuple[ShortfallLine, ...]


@pages.get("")
def show() -> ResponseReturnValue:
    """The list."""
    counts = knowledge_base().searching.shortfalls()
    page = ShortfallsPage(
        head=head_of("Recherches sans réponse"), lines=tuple(map(ShortfallLine.of, counts))
    )
    return render_template("moderate/searches.html", page=page)
