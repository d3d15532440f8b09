"""Sets of cases as bits, 64 to a word: bit n stands for the case with number n."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Documents = NDArray[np.uint64]
"""A set of cases; all sets of one commit have the same length."""

Mask = NDArray[np.bool_]
"""The same, one byte for each number."""

WORD = 64


def packed(mask: Mask) -> Documents:
    """The set of the numbers where the mask, of whole words, is true."""
    return np.packbits(mask, axis=-1, bitorder="little").view(np.uint64)


def mask(documents: Documents) -> Mask:
    """True for each member, for numbers up to the length of the set."""
    return np.unpackbits(documents.view(np.uint8), bitorder="little").view(np.bool_)


def members(documents: Documents) -> NDArray[np.intp]:
    """The numbers in a set, ascending."""
    return np.flatnonzero(mask(documents))


def having(numbers: Iterable[int] | NDArray[Any], size: int) -> Documents:
    """The set of these numbers, among `size` ones, a multiple of `WORD`."""
    chosen = np.zeros(size, dtype=np.bool_)
    chosen[np.asarray(numbers if isinstance(numbers, np.ndarray) else list(numbers), np.intp)] = (
        True
    )
    return packed(chosen)


def count(documents: Documents) -> int:
    """How many there are."""
    return int(np.bitwise_count(documents).sum())


def counts(sets: NDArray[np.uint64], within: Documents) -> NDArray[np.int64]:
    """How many of each of several sets, one to a row, are within another."""
    found: NDArray[np.int64] = np.bitwise_count(sets & within).sum(axis=1, dtype=np.int64)
    return found


def has(documents: Documents, number: int) -> bool:
    """Whether a number is in a set."""
    return bool(int(documents[number >> 6]) >> (number & 63) & 1)
