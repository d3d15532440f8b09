"""Facets: for each term the set of the cases that have it, all in one table of bits."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.domain.taxonomy import FACET_IDS, KEY_OF_FACET, YEAR, Taxonomy
from kb.indexes import bits
from kb.indexes.bits import Documents
from kb.indexes.parts import Part, every_case


@dataclass(frozen=True, slots=True)
class Facets:
    """The facets of one commit.

    Attributes:
        terms: facet id to its terms in display order, also those that no case has; the years
            present ascending.
        rows: facet id and term to a row of the table. Implicit terms stand for all cases.
        table: one set to a row, facet after facet.
    """

    terms: Mapping[str, tuple[str, ...]]
    rows: Mapping[tuple[str, str], int]
    table: NDArray[np.uint64]

    @classmethod
    def of(cls, parts: Sequence[Part], taxonomy: Taxonomy) -> "Facets":
        """The facets of these parts."""
        everything = every_case(parts)
        facets = [taxonomy.facet(facet_id) for facet_id in KEY_OF_FACET]
        terms = {each.id: tuple(term.slug for term in each.terms) for each in facets}
        tagged = [part.columns.arrays["facets"] for part in parts]
        height = sum(map(len, terms.values()))
        table = np.concatenate([np.empty((height, 0), dtype=np.uint64), *tagged], axis=1)
        years, having = _years(parts, len(everything) * bits.WORD)
        terms[YEAR] = years
        table = np.concatenate([table, having]) & everything
        keys = [(facet_id, slug) for facet_id in FACET_IDS for slug in terms[facet_id]]
        rows = {key: row for row, key in enumerate(keys)}
        for facet in facets:
            table[[rows[facet.id, slug] for slug in facet.implicit]] = everything
        return cls(terms, rows, table)

    def having(self, facet_id: str, slugs: Iterable[str]) -> Documents:
        """The cases that have any of these terms."""
        rows = [row for slug in slugs if (row := self.rows.get((facet_id, slug))) is not None]
        found: Documents = np.bitwise_or.reduce(self.table[rows], axis=0)
        return found

    def has(self, number: int, facet_id: str, slug: str) -> bool:
        """Whether a case has a term."""
        row = self.rows.get((facet_id, slug))
        return row is not None and bits.has(self.table[row], number)

    def counts(self, facet_id: str, within: Documents) -> Sequence[int]:
        """How many of these cases have each term of a facet, in order."""
        first = self.rows[facet_id, self.terms[facet_id][0]] if self.terms[facet_id] else 0
        rows = self.table[first : first + len(self.terms[facet_id])]
        found: Sequence[int] = bits.counts(rows, within).tolist()
        return found

    def every_count(self, within: Documents) -> Mapping[str, Sequence[int]]:
        """The same for all facets."""
        found = bits.counts(self.table, within).tolist()
        result, first = {}, 0
        for facet_id, terms in self.terms.items():
            result[facet_id] = found[first : first + len(terms)]
            first += len(terms)
        return result


def _years(parts: Sequence[Part], size: int) -> tuple[tuple[str, ...], NDArray[np.uint64]]:
    """The years in which cases started, and the cases of each."""
    started = np.zeros(size, dtype=np.int32)
    for part in parts:
        there = part.columns.arrays["started"]
        started[part.base : part.base + len(there)] = np.where(part.alive[: len(there)], there, 0)
    years = np.unique(started[started > 0])
    return tuple(map(str, years.tolist())), bits.packed(started == years[:, None])
