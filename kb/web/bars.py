"""Chart: bars that each lead to the search behind them, and the same as a table."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Self

from kb.domain.french import NBSP, counted, typographic
from kb.domain.search import FacetChoice, SearchQuery, TermCount
from kb.domain.taxonomy import LAST_YEAR, Facet
from kb.web.search_address import address_of

#: Percent of the picture that the longest bar takes: its number stands after it.
LONGEST = 88

#: Bars of the chart of years, and the spans of years that a bar may stand for.
_MOST_PERIODS, _SPANS = 16, (1, 2, 5, 10, 20, 50)


#: Label of a bar -> how many cases it stands for, and the search for them.
Numbers = Mapping[str, tuple[int, SearchQuery]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One number of the base.

    Attributes:
        in_words: `12 fiches`.
        share: of all cases, in words: `11 %`.
        address: the search that finds exactly these cases.
        width: percent of the picture.
    """

    label: str
    count: int
    in_words: str
    share: str
    address: str
    width: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Bars under a title, and what is to be known of them."""

    id: str
    title: str
    bars: tuple[Bar, ...]
    note: str = ""

    @classmethod
    def of_facet(cls, facet: Facet, counts: Iterable[TermCount], *, total: int) -> Self:
        """The terms of a facet that one can filter by, in display order."""
        known = facet.by_slug
        numbers = {
            known[each.slug].label: (each.count, choosing(facet.id, each.slug))
            for each in counts
            if each.slug not in facet.implicit
        }
        return cls(
            id=facet.id,
            title=typographic(facet.label),
            bars=tuple(_bars(numbers, total=total)),
            note="Une fiche peut en avoir plusieurs."
            if facet.multiple
            else _untold(numbers, total=total),
        )

    @classmethod
    def of_years(cls, counts: Iterable[TermCount], *, total: int) -> Self:
        """The years of start, some years to a bar where there are many."""
        periods = dict(_periods({int(each.slug): each.count for each in counts if each.count}))
        return cls(
            id="year",
            title="Année de démarrage",
            bars=tuple(_bars(periods, total=total)),
            note=_untold(periods, total=total),
        )


def choosing(facet_id: str, *slugs: str) -> SearchQuery:
    """The search for any of these terms, without words."""
    return SearchQuery().choosing(facet_id, FacetChoice(included=frozenset(slugs)))


def bar(label: str, count: int, query: SearchQuery, *, total: int, longest: int) -> Bar:
    """A bar; the longest of its chart gives the scale."""
    return Bar(
        label=typographic(label),
        count=count,
        in_words=counted(count, "fiche", "fiches"),
        share=percent(count / total if total else 0),
        address=address_of(query),
        width=f"{count * LONGEST / max(longest, 1):.1f}%",
    )


def percent(share: float) -> str:
    """`12 %`."""
    return f"{share * 100:.0f}{NBSP}%"


def _bars(numbers: Numbers, *, total: int) -> Iterator[Bar]:
    longest = max((count for count, _ in numbers.values()), default=0)
    for label, (count, query) in numbers.items():
        yield bar(label, count, query, total=total, longest=longest)


def _untold(numbers: Numbers, *, total: int) -> str:
    """How many cases have none of the values, where a case has one at most."""
    left = total - sum(count for count, _ in numbers.values())
    verb = "ne le dit" if left == 1 else "ne le disent"
    return f"{counted(left, 'fiche', 'fiches')} {verb} pas." if left else ""


def _periods(years: dict[int, int]) -> Iterator[tuple[str, tuple[int, SearchQuery]]]:
    """The years in periods of one length, the last ones first, empty ones included."""
    if not years:
        return
    first, last = min(years), max(years)
    span = next((n for n in _SPANS if last // n - first // n < _MOST_PERIODS), _SPANS[-1])
    for start in range(last // span * span, first // span * span - 1, -span):
        end = min(start + span - 1, LAST_YEAR)
        count = sum(years.get(year, 0) for year in range(start, end + 1))
        label = f"{start}" if span == 1 else f"{start} à {end}"
        yield label, (count, SearchQuery(year_from=start, year_to=end))
