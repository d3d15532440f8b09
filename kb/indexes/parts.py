"""Parts: the segments of one commit, side by side.

The cases of a part have the numbers from its `base`, a multiple of `WORD`: sets of cases of parts
are put one after the other without moving a bit. Some numbers stand for no case.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from kb.indexes.bits import WORD, Documents, Mask, packed
from kb.indexes.columns import Columns


@dataclass(frozen=True, slots=True)
class Part:
    """One segment within a commit.

    Attributes:
        segment: its id.
        alive: which of its numbers, up to the next multiple of `WORD`, stand for a case.
        is_whole: none of its cases was deleted.
    """

    segment: str
    columns: Columns
    base: int
    alive: Mask
    is_whole: bool


def parts(segments: Iterable[tuple[str, Columns, frozenset[int]]]) -> tuple[Part, ...]:
    """Segments (id, columns, deleted cases) one after the other."""
    found, base = [], 0
    for segment, columns, dead in segments:
        alive = np.zeros(columns.size + -columns.size % WORD, dtype=np.bool_)
        alive[: columns.size] = True
        alive[list(dead)] = False
        found.append(Part(segment, columns, base, alive, not dead))
        base += len(alive)
    return tuple(found)


def every_case(of: Sequence[Part]) -> Documents:
    """All cases."""
    return packed(np.concatenate([np.empty(0, dtype=np.bool_), *(part.alive for part in of)]))


def each_alive(of: Sequence[Part], strings: str) -> Iterator[tuple[int, str]]:
    """The number of each case and its entry in a column of texts."""
    for part in of:
        for number, text in enumerate(getattr(part.columns, strings)):
            if part.alive[number]:
                yield part.base + number, text


def numbered(of: Sequence[Part], slug: str) -> tuple[Part, int] | None:
    """Where a case stands: its part, and its number within it."""
    for part in of:
        numbers = part.columns.numbers[slug]
        if numbers and part.alive[numbers[-1]]:
            return part, numbers[-1]
    return None
