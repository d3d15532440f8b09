"""ResultsPage: everything that the search page shows, in words and addresses."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Self

from kb.domain.french import quoted
from kb.domain.search import SearchQuery, SearchResults, Sort
from kb.domain.taxonomy import FACET_IDS, NATIONWIDE, YEAR, Taxonomy
from kb.web.cards import Card
from kb.web.chips import Chip, WayOut, chips, way_out
from kb.web.context import absolute
from kb.web.elsewhere import elsewhere
from kb.web.entrance_page import EntranceLink
from kb.web.facet_panels import FacetPanel, YearPanel, facet_panels
from kb.web.head import Head, Link
from kb.web.notices import Notice, answered, notices
from kb.web.pagination import Pagination
from kb.web.search_address import SearchAddress, address_of, parameters_of, why_address
from kb.web.take_away import TakeAway, feed_addresses, take_search_away

_SORTS = {
    Sort.RELEVANCE: "Pertinence",
    Sort.NEWEST: "Publication la plus récente",
    Sort.UPDATED: "Mise à jour la plus récente",
    Sort.TITLE: "Titre, de A à Z",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SortOption:
    """An order of results; the value is empty for the default order."""

    value: str
    label: str
    is_selected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsPage:
    """The search page.

    Attributes:
        introduces: nothing is asked for yet: say what the base is.
        text: the words in the search box.
        count: the heading of the results, e.g. « 15 fiches pour « rénovation » ».
        kept: names and values that the form carries along unseen.
        start: the number of the first card, from 1.
        without_filters: the address of the same words without any filter.
        ways_out: for an empty answer, the filters worth removing, the most helpful first.
        why: the address of the page that tells why a case is missing here.
        map_address: the same search on the map.
        take_aways: all cases found, in each form.
        feeds: the same search as an Atom feed and as a JSON Feed.
        entrances: other ways into the base, where the page introduces it.
    """

    head: Head
    introduces: bool
    text: str
    count: str
    total: int
    notices: tuple[Notice, ...]
    panels: tuple[FacetPanel, ...]
    years: YearPanel
    kept: tuple[tuple[str, str], ...]
    chips: tuple[Chip, ...]
    without_filters: str
    sorts: tuple[SortOption, ...]
    cards: tuple[Card, ...]
    start: int
    pagination: Pagination
    nationwide: Link | None
    ways_out: tuple[WayOut, ...]
    why: str
    map_address: str
    take_aways: tuple[TakeAway, ...]
    feeds: tuple[str, str]
    entrances: tuple[EntranceLink, ...] = ()

    @classmethod
    def of(cls, address: SearchAddress, results: SearchResults, taxonomy: Taxonomy) -> Self:
        """The page that answers a search."""
        query = address.query
        return cls(
            head=_head(query, results),
            introduces=not (query.text or query.has_filters) and query.page == 1,
            text=query.text,
            count=_count(query, results),
            total=results.total,
            notices=tuple(notices(address, results)),
            panels=facet_panels(query, results, taxonomy),
            years=YearPanel.of(query, results.counts[YEAR]),
            kept=tuple(_kept(query)),
            chips=tuple(chips(query, taxonomy)),
            without_filters=address_of(_without_filters(query)),
            sorts=tuple(_sorts(query)),
            cards=tuple(Card.of(hit, taxonomy) for hit in results.hits),
            start=(query.page - 1) * query.per_page + 1,
            pagination=Pagination.of(query, results.total),
            nationwide=_nationwide(query, results.nationwide),
            ways_out=tuple(_ways_out(query, results, taxonomy)),
            why=why_address(query),
            map_address=elsewhere(address_of(replace(query, page=1)), "/carte"),
            take_aways=take_search_away(query),
            feeds=feed_addresses(query),
        )


def cases(number: int) -> str:
    """`aucune fiche`, `1 fiche`, `15 fiches`."""
    if number == 0:
        return "aucune fiche"
    return f"{number} fiche" if number == 1 else f"{number} fiches"


def _count(query: SearchQuery, results: SearchResults) -> str:
    number = cases(results.total)
    number = number[0].upper() + number[1:]
    words = answered(query, results).text
    return f"{number} pour {quoted(words)}" if words else number


def _head(query: SearchQuery, results: SearchResults) -> Head:
    path = address_of(query)
    count = _count(query, results)
    page = f", page {query.page}" if query.page > 1 else ""
    return Head(
        page_title=f"{count}{page}" if path != "/" else f"Rechercher parmi {cases(results.total)}",
        canonical=absolute(path),
        is_indexable=path == "/",
        section="search",
    )


def _without_filters(query: SearchQuery) -> SearchQuery:
    return replace(query, choices={}, year_from=None, year_to=None, page=1)


def _kept(query: SearchQuery) -> Iterator[tuple[str, str]]:
    """What the form has no visible field for: exclusions, single years, insistence, page size."""
    unseen = {f"{facet_id}_not" for facet_id in FACET_IDS} | {YEAR, "words", "per_page"}
    return (pair for pair in parameters_of(query) if pair[0] in unseen)


def _sorts(query: SearchQuery) -> Iterator[SortOption]:
    """The orders on offer. The default one is an empty value, so that it adapts to the words."""
    default = Sort.RELEVANCE if query.has_words else Sort.NEWEST
    for sort, label in _SORTS.items():
        if sort is not Sort.RELEVANCE or query.has_words:
            value = "" if sort is default else sort.value
            yield SortOption(value=value, label=label, is_selected=sort is query.order)


def _ways_out(query: SearchQuery, results: SearchResults, taxonomy: Taxonomy) -> Iterator[WayOut]:
    return (way_out(each, query, taxonomy) for each in results.removals if each.total)


def _nationwide(query: SearchQuery, number: int) -> Link | None:
    if not number:
        return None
    return Link(
        text=f"et {cases(number)} de portée nationale",
        address=address_of(query.toggled("region", NATIONWIDE)),
    )
