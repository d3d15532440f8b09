"""ComparePage: the same rows for two to four cases, and the cases that could join them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

from kb.domain.case import Slug
from kb.domain.french import typographic
from kb.domain.search import CaseSummary, NearCase
from kb.domain.taxonomy import Taxonomy
from kb.web.cards import case_address
from kb.web.case_ties import neighbour_of
from kb.web.compare_rows import ComparedRow, Told, rows_of
from kb.web.context import absolute
from kb.web.head import Head

#: Cases that stand side by side and can still be read.
LEAST, MOST = 2, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One case of the comparison; `without` is the comparison without it."""

    slug: Slug
    title: str
    address: str
    without: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """A case that may join, why, and the comparison with it."""

    title: str
    address: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparePage:
    """The page.

    Attributes:
        cases: those that are compared; with fewer than two the page asks for more.
        rows: empty as long as there is nothing to compare.
        kept: their slugs, which the form carries along.
        is_full: no more can be added.
        candidates: what a title that was typed may mean; `near`: what is close to the first case.
    """

    head: Head
    cases: tuple[Compared, ...]
    rows: tuple[ComparedRow, ...]
    kept: tuple[Slug, ...]
    is_full: bool
    candidates: tuple[Addition, ...]
    near: tuple[Addition, ...]
    problems: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        told: Sequence[Told],
        *,
        near: Iterable[NearCase],
        candidates: Iterable[CaseSummary],
        taxonomy: Taxonomy,
    ) -> Self:
        """The page that compares these cases."""
        slugs = tuple(file.slug for file, _ in told)
        is_full = len(slugs) == MOST
        return cls(
            head=Head(
                page_title="Comparer des fiches",
                canonical=absolute(compare_address(slugs)),
                is_indexable=False,
            ),
            cases=tuple(_compared(told)),
            rows=tuple(rows_of(told, taxonomy)) if len(slugs) >= LEAST else (),
            kept=slugs,
            is_full=is_full,
            candidates=() if is_full else tuple(_additions(slugs, candidates)),
            near=() if is_full else tuple(_near(slugs, near, taxonomy)),
        )


def compare_address(slugs: Iterable[Slug]) -> str:
    """The path and parameters of a comparison."""
    encoded = urlencode([("cas", slug) for slug in slugs])
    return f"/comparer?{encoded}" if encoded else "/comparer"


def _compared(told: Sequence[Told]) -> Iterator[Compared]:
    for file, _ in told:
        others = [other.slug for other, _ in told if other.slug != file.slug]
        yield Compared(
            slug=file.slug,
            title=typographic(file.case.title),
            address=case_address(file.slug),
            without=compare_address(others),
        )


def _additions(slugs: Sequence[Slug], candidates: Iterable[CaseSummary]) -> Iterator[Addition]:
    for case in candidates:
        if case.slug not in slugs:
            address = compare_address((*slugs, case.slug))
            yield Addition(title=typographic(case.title), address=address, reason="")


def _near(
    slugs: Sequence[Slug], near: Iterable[NearCase], taxonomy: Taxonomy
) -> Iterator[Addition]:
    for each in near:
        if each.case.slug not in slugs:
            neighbour = neighbour_of(each, taxonomy)
            address = compare_address((*slugs, each.case.slug))
            yield Addition(title=neighbour.title, address=address, reason=neighbour.reason)
