"""WhyAnswer: why a search finds a case or not, in words, and what to change."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Self

from kb.domain.explanation import Explanation
from kb.domain.french import NBSP, quoted, typographic
from kb.domain.search import SearchQuery
from kb.domain.taxonomy import Taxonomy
from kb.web.cards import case_address
from kb.web.chips import filter_in_words
from kb.web.head import Link
from kb.web.notices import relaxation
from kb.web.obstacles import Obstacle, values_in_words, without
from kb.web.reasons import reason_in_words
from kb.web.search_address import address_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ObstacleLine:
    """What keeps the case out; `remedy` leads to the search in which it no longer does."""

    text: str
    remedy: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One word or filter of the search, and whether the case meets it."""

    text: str
    is_met: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyAnswer:
    """What there is to say of one case.

    Attributes:
        verdict: whether it is found, and at which place.
        results: the page of results that shows it; `None` if none does.
        relaxed: how far the words were relaxed, or an empty text.
        obstacles: each thing that keeps it out.
        all_at_once: the search without several obstacles; `None` if there is one at most.
        checks: every word, then every filter.
    """

    case: Link
    verdict: str
    results: Link | None
    relaxed: str
    obstacles: tuple[ObstacleLine, ...]
    all_at_once: Link | None
    checks: tuple[Check, ...]

    @classmethod
    def of(
        cls,
        query: SearchQuery,
        explanation: Explanation,
        obstacles: Sequence[Obstacle],
        taxonomy: Taxonomy,
    ) -> Self:
        """What an explanation says to somebody who reads the first page of a search."""
        case, relaxed = explanation.case, explanation.relaxed
        together = _remedy("Lever tous ces obstacles à la fois", query, obstacles)
        return cls(
            case=Link(text=typographic(case.title), address=case_address(case.slug)),
            verdict=_verdict(explanation),
            results=_results(query, explanation.place),
            relaxed=relaxation(relaxed, complete=explanation.complete) if relaxed else "",
            obstacles=tuple(
                ObstacleLine(text=each.text, remedy=_remedy(each.remedy, query, [each]))
                for each in obstacles
            ),
            all_at_once=together if len(obstacles) > 1 else None,
            checks=(*_words(explanation), *_filters(query, explanation, taxonomy)),
        )


def _verdict(explanation: Explanation) -> str:
    place, total = explanation.place, explanation.total
    if place is not None:
        if total == 1:
            return "Oui, c’est la seule fiche trouvée."
        return f"Oui, elle est trouvée{NBSP}: {place}{'re' if place == 1 else 'e'} sur {total}."
    if total == 0:
        return "Non. Cette recherche ne trouve aucune fiche."
    others = "la seule fiche trouvée est une autre" if total == 1 else f"{total} autres le sont"
    return f"Non, elle n’est pas trouvée{NBSP}; {others}."


def _results(query: SearchQuery, place: int | None) -> Link | None:
    if place is None:
        return None
    page = (place - 1) // query.per_page + 1
    address = address_of(replace(query, page=page))
    return Link(text="La voir parmi les résultats", address=address)


def _remedy(text: str, query: SearchQuery, obstacles: Sequence[Obstacle]) -> Link:
    return Link(text=text, address=address_of(without(obstacles, query)))


def _words(explanation: Explanation) -> Iterator[Check]:
    for part in explanation.parts:
        if part.reasons:
            yield Check(text=reason_in_words(part.reasons[0]), is_met=True)
        else:
            absent = f"{quoted(typographic(part.text))}{NBSP}: absent de la fiche"
            yield Check(text=absent, is_met=False)


def _filters(query: SearchQuery, explanation: Explanation, taxonomy: Taxonomy) -> Iterator[Check]:
    for verdict in explanation.filters:
        asked = filter_in_words(verdict.facet, query, taxonomy)
        values = values_in_words(verdict, taxonomy)
        yield Check(text=f"{asked} – {values}", is_met=verdict.passes)
