"""Comparison: what the base shows beside what was counted in France."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from kb.domain.french import NBSP, typographic
from kb.domain.national_figures import NationalFigures
from kb.domain.search import SearchQuery
from kb.domain.taxonomy import Taxonomy
from kb.web.bars import LONGEST, choosing, percent
from kb.web.search_address import address_of

#: Points of percent: shares closer than this are called alike, as the base is small.
ALIKE = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One term: its share in the base, with the search behind it, and in France."""

    label: str
    count: int
    address: str
    here: str
    there: str
    here_width: str
    there_width: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The terms of one facet.

    Attributes:
        of: what the national shares are shares of.
        conclusion: where the base shows more or less than there is.
    """

    id: str
    title: str
    of: str
    source: str
    year: int
    pairs: tuple[Pair, ...]
    conclusion: str

    @classmethod
    def of_figures(
        cls, national: NationalFigures, counts: Mapping[str, int], *, total: int, taxonomy: Taxonomy
    ) -> Self:
        """The base beside these figures; `counts` are its cases by term."""
        facet = taxonomy.facet(national.facet)
        shares = {slug: counts.get(slug, 0) / max(total, 1) for slug in national.shares}
        names = {slug: typographic(taxonomy.label(facet.id, slug)) for slug in national.shares}
        return cls(
            id=f"national-{facet.id}",
            title=typographic(f"{facet.label} : base et France"),
            of=national.of,
            source=national.source,
            year=national.year,
            pairs=tuple(
                _pair(
                    names[slug],
                    choosing(facet.id, slug),
                    count=counts.get(slug, 0),
                    here=shares[slug],
                    there=share,
                )
                for slug, share in national.shares.items()
            ),
            conclusion=_conclusion(names, shares, national.shares) if total else "",
        )


def _pair(label: str, query: SearchQuery, *, count: int, here: float, there: float) -> Pair:
    return Pair(
        label=label,
        count=count,
        address=address_of(query),
        here=percent(here),
        there=percent(there),
        here_width=f"{here * LONGEST:.1f}%",
        there_width=f"{there * LONGEST:.1f}%",
    )


def _conclusion(
    names: Mapping[str, str], here: Mapping[str, float], there: Mapping[str, float]
) -> str:
    more = [slug for slug in names if _points(here[slug]) - _points(there[slug]) >= ALIKE]
    less = [slug for slug in names if _points(there[slug]) - _points(here[slug]) >= ALIKE]
    told = [
        f"{verb} {_listed([_told(slug, names, here, there) for slug in slugs])}"
        for verb, slugs in (("surreprésente", more), ("sous-représente", less))
        if slugs
    ]
    if not told:
        return f"La base s’écarte de moins de {ALIKE} points des chiffres nationaux."
    return f"La base {' et '.join(told)}."


def _points(share: float) -> int:
    """Percent as the page shows it: who subtracts two numbers of the page gets what it says."""
    return round(share * 100)


def _told(
    slug: str, names: Mapping[str, str], here: Mapping[str, float], there: Mapping[str, float]
) -> str:
    figures = f"{percent(here[slug])} contre {percent(there[slug])}"
    return f"«{NBSP}{names[slug]}{NBSP}» ({figures})"


def _listed(parts: Sequence[str]) -> str:
    *first, last = parts
    return f"{', '.join(first)} et {last}" if first else last


def comparisons(
    figures: Sequence[NationalFigures],
    counts: Mapping[str, Mapping[str, int]],
    *,
    total: int,
    taxonomy: Taxonomy,
) -> Iterator[Comparison]:
    """Each set of national figures whose terms the vocabulary still has."""
    for each in figures:
        if set(each.shares) <= set(taxonomy.facet(each.facet).by_slug):
            yield Comparison.of_figures(each, counts[each.facet], total=total, taxonomy=taxonomy)
