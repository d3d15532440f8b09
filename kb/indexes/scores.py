"""Scores: the cases that something is found in, and what that is worth in each."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.indexes.arrays import Numbers


@dataclass(frozen=True, slots=True)
class Scores:
    """Case number to worth.

    Attributes:
        numbers: ascending, each once.
        values: one for each number; a case can match and be worth nothing.
    """

    numbers: Numbers
    values: NDArray[np.float64]

    @property
    def nbytes(self) -> int:
        """Bytes that the arrays take."""
        return self.numbers.nbytes + self.values.nbytes

    def __len__(self) -> int:
        return len(self.numbers)

    def __contains__(self, number: int) -> bool:
        place = int(self.numbers.searchsorted(number))
        return place < len(self.numbers) and bool(self.numbers[place] == number)

    def __getitem__(self, number: int) -> float:
        """What a case that matches is worth."""
        return float(self.values[self.numbers.searchsorted(number)])

    def times(self, share: float) -> "Scores":
        """The same cases, worth a share of it."""
        return Scores(self.numbers, self.values * share)


def best(several: Iterable[Scores]) -> Scores:
    """Every case that is in one of these, with what it is worth most: 0 at least."""
    found = [scores for scores in several if len(scores)]
    if len(found) <= 1:
        return found[0] if found else _NOTHING
    most = np.full(1 + max(int(each.numbers[-1]) for each in found), -1.0)
    for each in found:  # sorting all of them together takes many times as long
        most[each.numbers] = np.maximum(most[each.numbers], each.values)
    numbers = np.flatnonzero(most >= 0)
    return Scores(numbers, most[numbers])


_NOTHING = Scores(np.empty(0, dtype=np.int64), np.empty(0))
