"""SearchFrame: what stands around the answer to a search, in each of its views."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Self

from kb.domain.french import quoted
from kb.domain.search import SearchQuery, SearchResults
from kb.domain.taxonomy import FACET_IDS, YEAR, Taxonomy
from kb.web.chips import Chip, WayOut, chips, way_out
from kb.web.elsewhere import (
    chip_elsewhere,
    elsewhere,
    notice_elsewhere,
    panel_elsewhere,
    way_elsewhere,
    years_elsewhere,
)
from kb.web.facet_panels import FacetPanel, YearPanel, facet_panels
from kb.web.notices import Notice, answered, notices
from kb.web.search_address import SearchAddress, address_of, parameters_of


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchFrame:
    """What was asked, what there is to say of the answer, and how to narrow or widen it.

    Attributes:
        text: the words in the search box.
        count: the heading of the answer, e.g. « 15 fiches pour « rénovation » ».
        kept: names and values that the form carries along unseen.
        without_filters: the address of the same words without any filter.
        ways_out: for an empty answer, the filters worth removing, the most helpful first.
    """

    text: str
    count: str
    total: int
    notices: tuple[Notice, ...]
    panels: tuple[FacetPanel, ...]
    years: YearPanel
    kept: tuple[tuple[str, str], ...]
    chips: tuple[Chip, ...]
    without_filters: str
    ways_out: tuple[WayOut, ...]

    @classmethod
    def of(
        cls,
        address: SearchAddress,
        results: SearchResults,
        taxonomy: Taxonomy,
        *,
        shows_sort: bool = True,
    ) -> Self:
        """The frame of an answer on the page of the search.

        Args:
            shows_sort: the form has a field for the order of the cases.
        """
        query = address.query
        return cls(
            text=query.text,
            count=_count(query, results),
            total=results.total,
            notices=tuple(notices(address, results)),
            panels=facet_panels(query, results, taxonomy),
            years=YearPanel.of(query, results.counts[YEAR]),
            kept=tuple(_kept(query, shows_sort=shows_sort)),
            chips=tuple(chips(query, taxonomy)),
            without_filters=address_of(_without_filters(query)),
            ways_out=tuple(_ways_out(query, results, taxonomy)),
        )

    def at(self, view: str) -> Self:
        """The same, its links in a view of the search: `/carte`."""
        return replace(
            self,
            notices=tuple(notice_elsewhere(each, view) for each in self.notices),
            panels=tuple(panel_elsewhere(each, view) for each in self.panels),
            years=years_elsewhere(self.years, view),
            chips=tuple(chip_elsewhere(each, view) for each in self.chips),
            without_filters=elsewhere(self.without_filters, view),
            ways_out=tuple(way_elsewhere(each, view) for each in self.ways_out),
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


def _kept(query: SearchQuery, *, shows_sort: bool) -> Iterator[tuple[str, str]]:
    """What the form has no visible field for: exclusions, single years, insistence, page size."""
    unseen = {f"{facet_id}_not" for facet_id in FACET_IDS} | {YEAR, "words", "per_page"}
    if not shows_sort:
        unseen.add("sort")
    return (pair for pair in parameters_of(query) if pair[0] in unseen)


def _without_filters(query: SearchQuery) -> SearchQuery:
    return replace(query, choices={}, year_from=None, year_to=None, page=1)


def _ways_out(query: SearchQuery, results: SearchResults, taxonomy: Taxonomy) -> Iterator[WayOut]:
    return (way_out(each, query, taxonomy) for each in results.removals if each.total)
