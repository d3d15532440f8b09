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
        place = int(np.searchsorted(self.numbers, number))
        return place < len(self.numbers) and bool(self.numbers[place] == number)

    def __getitem__(self, number: int) -> float:
        """What a case that matches is worth."""
        return float(self.values[np.searchsorted(self.numbers, number)])

    def times(self, share: float) -> "Scores":
        """The same cases, worth a share of it."""
        return Scores(self.numbers, self.values * share)


def best(several: Iterable[Scores]) -> Scores:
    """Every case that is in one of these, with what it is worth most."""
    first, *others = several
    if not others:
        return first
    numbers = np.concatenate([first.numbers, *(each.numbers for each in others)])
    values = np.concatenate([first.values, *(each.values for each in others)])
    order = np.argsort(numbers, kind="stable")
    numbers, values = numbers[order], values[order]
    starts = np.flatnonzero(np.diff(numbers, prepend=-1))
    if not len(starts):
        return first
    return Scores(numbers[starts], np.maximum.reduceat(values, starts))
