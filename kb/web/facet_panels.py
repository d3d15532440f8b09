"""FacetPanel, YearPanel: the filters of the search page, each value with its count and its link."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Self

from kb.domain.french import typographic
from kb.domain.search import SearchQuery, SearchResults, TermCount
from kb.domain.taxonomy import KEY_OF_FACET, YEAR, YEAR_LABEL, Facet, Taxonomy
from kb.web.search_address import address_of

#: Facets in the order of the page, and whether readers find them open: what they filter by most
#: comes first, the rest stays one click away.
_OPEN = {"category": True, "domain": True, "region": True, "actor": True}

#: Values that a long facet shows before « Voir les … autres »; a few more are not worth a click.
_SHOWN, _TOLERATED = 8, 10


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    """One value of a facet.

    Attributes:
        count: the cases it would leave, the choices made in its own facet ignored.
        exclusion: the address that excludes the value, or stops excluding it; `None` for a value
            that would change nothing.
    """

    slug: str
    label: str
    count: int
    is_selected: bool
    is_excluded: bool
    exclusion: str | None

    @property
    def is_active(self) -> bool:
        """Whether the search depends on it."""
        return self.is_selected or self.is_excluded


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueGroup:
    """Values under a heading, or without one."""

    label: str | None
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetPanel:
    """One facet.

    Attributes:
        groups: the values that are shown at once; `others`: those behind « Voir les … autres ».
        others_open: one of the others is active.
    """

    id: str
    label: str
    is_open: bool
    groups: tuple[ValueGroup, ...]
    others: tuple[FacetValue, ...]
    others_open: bool

    @classmethod
    def of(cls, facet: Facet, query: SearchQuery, counts: Iterable[TermCount]) -> Self:
        """The panel of a facet, its values in their display order."""
        values = tuple(_values(facet, query, counts))
        groups = _groups(facet, values)
        others: tuple[FacetValue, ...] = ()
        if not groups:
            shown = _SHOWN if len(values) > _TOLERATED else len(values)
            groups = (ValueGroup(label=None, values=values[:shown]),)
            others = values[shown:]
        return cls(
            id=facet.id,
            label=typographic(facet.label),
            is_open=_OPEN.get(facet.id, False) or bool(query.choice(facet.id)),
            groups=groups,
            others=others,
            others_open=any(value.is_active for value in others),
        )


def facet_panels(
    query: SearchQuery, results: SearchResults, taxonomy: Taxonomy
) -> tuple[FacetPanel, ...]:
    """The panels of all facets but the year, in the order of the page."""
    order = dict.fromkeys((*_OPEN, *KEY_OF_FACET))
    return tuple(
        FacetPanel.of(taxonomy.facet(facet_id), query, results.counts[facet_id])
        for facet_id in order
    )


def _values(facet: Facet, query: SearchQuery, counts: Iterable[TermCount]) -> Iterator[FacetValue]:
    choice = query.choice(facet.id)
    for term in counts:
        is_selected, is_excluded = term.slug in choice.included, term.slug in choice.excluded
        exclusion = None
        if term.count or is_selected or is_excluded:
            exclusion = address_of(query.toggled(facet.id, term.slug, excluded=True))
        yield FacetValue(
            slug=term.slug,
            label=typographic(facet.by_slug[term.slug].label),
            count=term.count,
            is_selected=is_selected and not is_excluded,
            is_excluded=is_excluded,
            exclusion=exclusion,
        )


def _groups(facet: Facet, values: tuple[FacetValue, ...]) -> tuple[ValueGroup, ...]:
    members: dict[str, list[FacetValue]] = {group.slug: [] for group in facet.groups}
    for value in values:
        group = facet.by_slug[value.slug].group
        if group is not None:
            members[group].append(value)
    return tuple(
        ValueGroup(label=typographic(group.label), values=tuple(members[group.slug]))
        for group in facet.groups
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """One year in which cases started, and the address that keeps only these."""

    label: str
    count: int
    address: str
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class YearPanel:
    """The limits on the year of start, and the years that have cases, the latest first."""

    label: str
    is_open: bool
    first: int | None
    last: int | None
    years: tuple[Year, ...]

    @classmethod
    def of(cls, query: SearchQuery, counts: Iterable[TermCount]) -> Self:
        """The panel of a search."""
        return cls(
            label=YEAR_LABEL,
            is_open=query.has_years or bool(query.choice(YEAR)),
            first=query.year_from,
            last=query.year_to,
            years=tuple(_years(query, counts)),
        )


def _years(query: SearchQuery, counts: Iterable[TermCount]) -> Iterator[Year]:
    for term in sorted(counts, key=lambda term: term.slug, reverse=True):
        if term.count:
            year = int(term.slug)
            only = replace(query, year_from=year, year_to=year, page=1)
            yield Year(
                label=term.slug,
                count=term.count,
                address=address_of(only),
                is_current=only.year_from == query.year_from and only.year_to == query.year_to,
            )
