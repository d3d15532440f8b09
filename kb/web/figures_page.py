"""FiguresPage: the base in pictures, beside what was counted in France."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Self

from kb.domain.french import NBSP, counted, typographic
from kb.domain.national_figures import NATIONAL_FIGURES
from kb.domain.search import SearchResults
from kb.domain.taxonomy import YEAR, Taxonomy
from kb.web.bars import Chart, bar, choosing
from kb.web.blind_spots import BlindSpots, Counts
from kb.web.context import absolute
from kb.web.head import Head
from kb.web.representation import Comparison, comparisons

#: The facets that have a chart of their own, in the order of the page; domains have one per axis.
_CHARTS = ("category", "actor", "scale", "stage")


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresPage:
    """The page.

    Attributes:
        total: `113 fiches`.
        axes: the cases by axis; `domains`: those of each axis by domain.
    """

    head: Head
    total: str
    axes: Chart
    domains: tuple[Chart, ...]
    charts: tuple[Chart, ...]
    blind_spots: BlindSpots
    comparisons: tuple[Comparison, ...]

    @classmethod
    def of(
        cls,
        everything: SearchResults,
        *,
        axes: Mapping[str, int],
        regions: Counts,
        taxonomy: Taxonomy,
    ) -> Self:
        """The page of a base.

        Args:
            everything: the answer to the search without words and filters.
            axes: the cases of each axis.
            regions: for each domain, its cases by region.
        """
        total, counts = everything.total, everything.counts
        numbers = {
            facet_id: {each.slug: each.count for each in counts[facet_id]} for facet_id in counts
        }
        return cls(
            head=_head(),
            total=counted(total, "fiche", "fiches"),
            axes=_axes(axes, taxonomy, total=total),
            domains=tuple(_domains(numbers["domain"], taxonomy, total=total)),
            charts=tuple(_charts(everything, taxonomy)),
            blind_spots=BlindSpots.of(regions, taxonomy),
            comparisons=tuple(
                comparisons(NATIONAL_FIGURES, numbers, total=total, taxonomy=taxonomy)
            ),
        )


def _head() -> Head:
    return Head(
        page_title=f"Chiffres{NBSP}: la base en images",
        canonical=absolute("/chiffres"),
        section="figures",
    )


def _charts(everything: SearchResults, taxonomy: Taxonomy) -> Iterator[Chart]:
    total, counts = everything.total, everything.counts
    for facet_id in _CHARTS:
        yield Chart.of_facet(taxonomy.facet(facet_id), counts[facet_id], total=total)
    yield Chart.of_years(counts[YEAR], total=total)


def _axes(counts: Mapping[str, int], taxonomy: Taxonomy, *, total: int) -> Chart:
    facet, longest = taxonomy.facet("domain"), max(counts.values(), default=0)
    members = {
        group: [term.slug for term in facet.terms if term.group == group.slug]
        for group in facet.groups
    }
    return Chart(
        id="axis",
        title="Axe",
        bars=tuple(
            bar(
                group.label,
                counts[group.slug],
                choosing("domain", *slugs),
                total=total,
                longest=longest,
            )
            for group, slugs in members.items()
        ),
        note="Une fiche compte dans chaque axe dont elle touche un domaine.",
    )


def _domains(counts: Mapping[str, int], taxonomy: Taxonomy, *, total: int) -> Iterator[Chart]:
    """One chart for each axis, all on the same scale."""
    facet, longest = taxonomy.facet("domain"), max(counts.values(), default=0)
    for group in facet.groups:
        terms = [term for term in facet.terms if term.group == group.slug]
        yield Chart(
            id=f"axis-{group.slug}",
            title=typographic(group.label),
            bars=tuple(
                bar(
                    t.label,
                    counts[t.slug],
                    choosing("domain", t.slug),
                    total=total,
                    longest=longest,
                )
                for t in terms
            ),
        )
