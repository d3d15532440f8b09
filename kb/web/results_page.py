"""ResultsPage: everything that the search page shows, in words and addresses."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Self

from kb.domain.search import SearchQuery, SearchResults, Sort
from kb.domain.taxonomy import NATIONWIDE, Taxonomy
from kb.web.cards import Card
from kb.web.context import absolute
from kb.web.elsewhere import elsewhere
from kb.web.entrance_page import EntranceLink
from kb.web.head import Head, Link
from kb.web.notices import answered
from kb.web.pagination import Pagination
from kb.web.search_address import SearchAddress, address_of, why_address
from kb.web.search_frame import SearchFrame, cases
from kb.web.take_away import FollowLinks, TakeAway, take_search_away

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
        start: the number of the first card, from 1.
        why: the address of the page that tells why a case is missing here.
        map_address: the same search on the map.
        take_aways: all cases found, in each form.
        follow: where the same search, its words as they were answered, is followed.
        entrances: other ways into the base, where the page introduces it.
    """

    head: Head
    introduces: bool
    frame: SearchFrame
    sorts: tuple[SortOption, ...]
    cards: tuple[Card, ...]
    start: int
    pagination: Pagination
    nationwide: Link | None
    why: str
    map_address: str
    take_aways: tuple[TakeAway, ...]
    follow: FollowLinks
    entrances: tuple[EntranceLink, ...] = ()

    @classmethod
    def of(cls, address: SearchAddress, results: SearchResults, taxonomy: Taxonomy) -> Self:
        """The page that answers a search."""
        query, frame = address.query, SearchFrame.of(address, results, taxonomy)
        return cls(
            head=_head(query, results, frame.count),
            introduces=not (query.text or query.has_filters) and query.page == 1,
            frame=frame,
            sorts=tuple(_sorts(query)),
            cards=tuple(Card.of(hit, taxonomy) for hit in results.hits),
            start=(query.page - 1) * query.per_page + 1,
            pagination=Pagination.of(query, results.total),
            nationwide=_nationwide(query, results.nationwide),
            why=why_address(query),
            map_address=elsewhere(address_of(replace(query, page=1)), "/carte"),
            take_aways=take_search_away(query),
            follow=FollowLinks.of(answered(query, results)),
        )


def _head(query: SearchQuery, results: SearchResults, count: str) -> Head:
    path = address_of(query)
    page = f", page {query.page}" if query.page > 1 else ""
    return Head(
        page_title=f"{count}{page}" if path != "/" else f"Rechercher parmi {cases(results.total)}",
        canonical=absolute(path),
        is_indexable=path == "/",
        section="search",
    )


def _sorts(query: SearchQuery) -> Iterator[SortOption]:
    """The orders on offer. The default one is an empty value, so that it adapts to the words."""
    default = Sort.RELEVANCE if query.has_words else Sort.NEWEST
    for sort, label in _SORTS.items():
        if sort is not Sort.RELEVANCE or query.has_words:
            value = "" if sort is default else sort.value
            yield SortOption(value=value, label=label, is_selected=sort is query.order)


def _nationwide(query: SearchQuery, number: int) -> Link | None:
    if not number:
        return None
    return Link(
        text=f"et {cases(number)} de portée nationale",
        address=address_of(query.toggled("region", NATIONWIDE)),
    )
