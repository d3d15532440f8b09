"""RegionMapPage: a search by region, as a list and as a map with the same numbers and links."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Self

from kb.domain.french import NBSP, counted, typographic
from kb.domain.search import FacetChoice, SearchQuery, SearchResults
from kb.domain.taxonomy import Taxonomy
from kb.web.context import absolute
from kb.web.elsewhere import elsewhere
from kb.web.head import Head
from kb.web.levels import Shade, legend_of, level_of, levels
from kb.web.notices import answered
from kb.web.region_shapes import HEIGHT, OVERSEAS, WIDTH, RegionShape, region_shapes
from kb.web.search_address import SearchAddress, address_of
from kb.web.search_frame import SearchFrame
from kb.web.take_away import FollowLinks

_VIEW, _REGION = "/carte", "region"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionCount:
    """One region.

    Attributes:
        count: the cases of the search that name it, whatever regions the search asks for.
        address: the search for exactly these cases.
        level: its shade, 0 for no case.
        shape: its outline; `None` for what is on no map of France.
    """

    label: str
    count: int
    in_words: str
    address: str
    is_selected: bool
    level: int
    shape: RegionShape | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionGroup:
    """Regions under a heading."""

    label: str
    regions: tuple[RegionCount, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionMapPage:
    """The page.

    Attributes:
        groups: the regions as a list; the last group is beside the map.
        drawn: the regions that are on the map, those that the search asks for last: their border
            lies on top.
        names_regions: the search asks for regions, which the numbers do not follow.
        list_address: the same search as a list of cases.
        alert: where it is followed by mail.
        width, height: units of the picture.
    """

    head: Head
    frame: SearchFrame
    groups: tuple[RegionGroup, ...]
    drawn: tuple[RegionCount, ...]
    legend: tuple[Shade, ...]
    names_regions: bool
    list_address: str
    alert: str
    width: int = WIDTH
    height: int = HEIGHT

    @classmethod
    def of(cls, address: SearchAddress, results: SearchResults, taxonomy: Taxonomy) -> Self:
        """The map of an answer."""
        query = address.query
        frame = SearchFrame.of(address, results, taxonomy, shows_sort=False).at(_VIEW)
        regions = _regions(query, results, taxonomy)
        return cls(
            head=_head(query, frame.count),
            frame=frame,
            groups=tuple(_groups(regions)),
            drawn=tuple(sorted((r for r in regions if r.shape), key=lambda r: r.is_selected)),
            legend=legend_of(levels(region.count for region in regions if region.shape)),
            names_regions=bool(query.choice(_REGION)),
            list_address=address_of(query),
            alert=FollowLinks.of(answered(query, results)).alert,
        )


def _head(query: SearchQuery, count: str) -> Head:
    path = elsewhere(address_of(replace(query, page=1)), _VIEW)
    return Head(
        page_title=f"Carte{NBSP}: {count[0].lower()}{count[1:]}",
        canonical=absolute(path),
        is_indexable=path == _VIEW,
        section="map",
    )


def _regions(
    query: SearchQuery, results: SearchResults, taxonomy: Taxonomy
) -> Sequence[RegionCount]:
    """Every region in display order."""
    terms, shapes = taxonomy.facet(_REGION).by_slug, region_shapes()
    drawn = {
        slug: shapes[term.insee]
        for slug, term in terms.items()
        if term.insee is not None and term.insee in shapes
    }
    counts = results.counts[_REGION]
    legend = levels(each.count for each in counts if each.slug in drawn)
    return [
        RegionCount(
            label=typographic(terms[each.slug].label),
            count=each.count,
            in_words=counted(each.count, "fiche", "fiches"),
            address=address_of(
                query.choosing(_REGION, FacetChoice(included=frozenset({each.slug})))
            ),
            is_selected=each.slug in query.choice(_REGION).included,
            level=level_of(each.count, legend),
            shape=drawn.get(each.slug),
        )
        for each in counts
    ]


def _groups(regions: Iterable[RegionCount]) -> Iterator[RegionGroup]:
    """The mainland, overseas, and what is beyond regions."""
    overseas_shapes = {shape for code, shape in region_shapes().items() if code in OVERSEAS}
    members: dict[str, list[RegionCount]] = {"En métropole": [], "Outre-mer": [], "Au-delà": []}
    for region in regions:
        if region.shape is None:
            members["Au-delà"].append(region)
        else:
            members["Outre-mer" if region.shape in overseas_shapes else "En métropole"].append(
                region
            )
    for label, each in members.items():
        if each:
            yield RegionGroup(label=label, regions=tuple(each))
