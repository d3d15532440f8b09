"""Ranks: the orders of the cases of one commit."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from kb.domain.search import Sort
from kb.indexes.arrays import Numbers
from kb.indexes.parts import Part

#: Cases that are sorted among each other sooner than all cases are.
_FEW = 200


@dataclass(frozen=True)
class Ranks:
    """The orders of the cases, each worked out when it is first asked for.

    Ties everywhere: later start first, then title in French order, then slug.
    """

    parts: Sequence[Part]

    def of(self, sort: Sort) -> Numbers:
        """Number to place, from 0."""
        return {
            Sort.RELEVANCE: lambda: self._ties,
            Sort.NEWEST: lambda: self._newest,
            Sort.UPDATED: lambda: self._updated,
            Sort.TITLE: lambda: self._title,
        }[sort]()

    def among(self, numbers: Numbers) -> Numbers:
        """The places of these cases among each other where only ties decide."""
        if len(numbers) > _FEW:
            return self._ties[numbers]
        keys = [self._key(number) for number in numbers.tolist()]
        return _inverse(np.array(sorted(range(len(keys)), key=keys.__getitem__), dtype=np.int64))

    def _key(self, number: int) -> tuple[int, str, str, str]:
        part = next(part for part in reversed(self.parts) if part.base <= number)
        columns, local = part.columns, number - part.base
        started = -int(columns.arrays["started"][local])
        return started, columns.title_keys[local], columns.titles[local], columns.slugs[local]

    @cached_property
    def _sorted(self) -> tuple[Sequence[tuple[str, str, str]], Numbers]:
        """What sorts the cases by title in French order, then slug; and their numbers, in order."""
        orders = [part.columns.title_order for part in self.parts]
        keys = [key for each, _ in orders for key in each]
        order = sorted(range(len(keys)), key=keys.__getitem__)
        each = [part.base + there for part, (_, there) in zip(self.parts, orders, strict=True)]
        numbers = np.concatenate([np.empty(0, dtype=np.int64), *each])
        return [keys[n] for n in order], numbers[order]

    def _by_title(self, places: Numbers) -> Numbers:
        """These places of the cases in the order of titles, by number."""
        _, numbers = self._sorted
        found = np.zeros(sum(len(part.alive) for part in self.parts), dtype=np.int64)
        found[numbers] = places
        return found

    @cached_property
    def _ties(self) -> Numbers:
        keys, _ = self._sorted
        return _places(self._by_title(np.arange(len(keys))), -self._column("started"))

    @cached_property
    def _newest(self) -> Numbers:
        return _places(self._ties, -self._column("published"))

    @cached_property
    def _updated(self) -> Numbers:
        return _places(self._ties, -self._column("updated"))

    @cached_property
    def _title(self) -> Numbers:
        keys, _ = self._sorted
        differ = [one[:2] != other[:2] for one, other in pairwise(keys)]
        titles = np.cumsum([0, *differ]) if keys else np.empty(0, dtype=np.int64)
        return _places(self._ties, self._by_title(titles))

    def _column(self, name: str) -> Numbers:
        column = np.zeros(sum(len(part.alive) for part in self.parts), dtype=np.int64)
        for part in self.parts:
            column[part.base : part.base + part.columns.size] = part.columns.arrays[name]
        return column


def _places(then: Numbers, first: Numbers) -> Numbers:
    return _inverse(np.lexsort((then, first)))


def _inverse(order: Numbers) -> Numbers:
    """Where each number stands in an order."""
    places = np.empty(len(order), dtype=np.int64)
    places[order] = np.arange(len(order))
    return places
