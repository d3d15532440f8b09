"""BlindSpots: how many cases each region has in each domain, and where there is none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

from kb.domain.french import NBSP, counted, typographic
from kb.domain.search import FacetChoice
from kb.domain.taxonomy import Taxonomy, Term
from kb.web.bars import choosing
from kb.web.levels import Level, Shade, legend_of, level_of, levels
from kb.web.search_address import address_of

#: domain -> region -> cases
Counts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One region in one domain.

    Attributes:
        label: what it is, for who does not see the row and the column.
        address: the search for these cases; where there are none, the form that takes one.
        level: its shade, 0 for a blind spot.
    """

    count: int
    label: str
    address: str
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One region in all domains."""

    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BlindSpots:
    """The table; `empty` says how many cells have no case."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    legend: tuple[Shade, ...]
    empty: str

    @classmethod
    def of(cls, counts: Counts, taxonomy: Taxonomy) -> Self:
        """The table of the base."""
        regions, domains = taxonomy.facet("region").terms, taxonomy.facet("domain").terms
        every = [counts[d.slug][r.slug] for r in regions for d in domains]
        shades = levels(every)
        return cls(
            columns=tuple(typographic(domain.label) for domain in domains),
            rows=tuple(_row(region, domains, counts, shades) for region in regions),
            legend=legend_of(shades),
            empty=f"{counted(every.count(0), 'case vide', 'cases vides')} sur {len(every)}",
        )


def _row(region: Term, domains: Sequence[Term], counts: Counts, shades: Sequence[Level]) -> Row:
    cells = (_cell(region, domain, counts[domain.slug][region.slug], shades) for domain in domains)
    return Row(label=typographic(region.label), cells=tuple(cells))


def _cell(region: Term, domain: Term, count: int, shades: Sequence[Level]) -> Cell:
    place = typographic(f"{region.label}, {domain.label}")
    told = f"{place}{NBSP}: {counted(count, 'fiche', 'fiches')}"
    only = FacetChoice(included=frozenset({region.slug}))
    return Cell(
        count=count,
        label=told if count else f"{told}, en proposer une",
        address=address_of(choosing("domain", domain.slug).choosing("region", only))
        if count
        else proposal_address(region.slug, domain.slug),
        level=level_of(count, shades),
    )


def proposal_address(region: str, domain: str) -> str:
    """The form for a new case of a region and a domain."""
    return f"/proposer?{urlencode({'region': region, 'domain': domain})}"
