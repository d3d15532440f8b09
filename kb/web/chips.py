"""Chip: one filter that is on, in words, with the address of the search without it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kb.domain.french import NBSP, typographic
from kb.domain.search import Removal, SearchQuery
from kb.domain.search_in_words import years_in_words
from kb.domain.taxonomy import FACET_IDS, YEAR, YEAR_LABEL, Taxonomy
from kb.web.cards import labels
from kb.web.search_address import address_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A filter: `Région : Bretagne`, `sauf Mécénat`, `depuis 2015`; `without`: its removal."""

    label: str
    without: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WayOut:
    """A filter that leaves nothing, and how many cases come back without it."""

    label: str
    without: str
    total: int


def chips(query: SearchQuery, taxonomy: Taxonomy) -> Iterator[Chip]:
    """The filters of a search, in the order of the facets, years last."""
    for facet_id in FACET_IDS:
        choice = query.choice(facet_id)
        for excluded, slugs in ((False, choice.included), (True, choice.excluded)):
            for slug in sorted(slugs):
                yield Chip(
                    label=_label(facet_id, slug, taxonomy, excluded=excluded),
                    without=address_of(query.toggled(facet_id, slug, excluded=excluded)),
                )
    if query.has_years:
        yield Chip(label=years_in_words(query), without=_without_years(query))


def filter_in_words(facet_id: str, query: SearchQuery, taxonomy: Taxonomy) -> str:
    """All that a search asks of one facet: `Région : Bretagne ou Normandie ; sauf Corse`."""
    choice = query.choice(facet_id)
    kept = " ou ".join(labels(facet_id, sorted(choice.included), taxonomy))
    parts = [f"{_name(facet_id, taxonomy)}{NBSP}: {kept}"] if kept else []
    parts += [f"sauf {label}" for label in labels(facet_id, sorted(choice.excluded), taxonomy)]
    if facet_id == YEAR and query.has_years:
        parts.append(years_in_words(query))
    return f"{NBSP}; ".join(parts)


def way_out(removal: Removal, query: SearchQuery, taxonomy: Taxonomy) -> WayOut:
    """What a filter gives back when it is taken away, in words."""
    if removal.slug is None:
        label, without = years_in_words(query), _without_years(query)
    else:
        label = _label(removal.facet, removal.slug, taxonomy, excluded=removal.excluded)
        slug, excluded = removal.slug, removal.excluded
        without = address_of(query.toggled(removal.facet, slug, excluded=excluded))
    return WayOut(label=label, without=without, total=removal.total)


def _label(facet_id: str, slug: str, taxonomy: Taxonomy, *, excluded: bool) -> str:
    value = typographic(taxonomy.label(facet_id, slug))
    if excluded:
        return f"sauf {value}"
    return f"{_name(facet_id, taxonomy)}{NBSP}: {value}"


def _name(facet_id: str, taxonomy: Taxonomy) -> str:
    return typographic(YEAR_LABEL if facet_id == YEAR else taxonomy.facet(facet_id).label)


def _without_years(query: SearchQuery) -> str:
    return address_of(replace(query, year_from=None, year_to=None, page=1))
