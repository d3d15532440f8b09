"""Vocabulary: every word of the cases, folded, with the cases that have it and its spellings."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import groupby, islice

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from kb.indexes.arrays import Numbers
from kb.indexes.columns import FIELD_BITS, FIELDS
from kb.indexes.parts import Part
from kb.indexes.postings import Runs

#: Comes after every word with the same beginning.
_AFTER = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one commit. A word that only deleted cases have is not there."""

    parts: Sequence[Part]

    def __contains__(self, word: str) -> bool:
        return any(len(numbers) for numbers in self._each(word))

    def frequency(self, word: str) -> int:
        """How many cases have a folded word."""
        return sum(len(numbers) for numbers in self._each(word))

    def _each(self, word: str) -> Iterator[Numbers]:
        for part in self.parts:
            row = part.columns.word_row(word)
            if row is not None:
                yield _alive(part, part.columns.entries("word_cases", row))

    def spelled(self, word: str) -> str:
        """How most cases spell a folded word that is there."""
        frequencies: dict[str, int] = {}
        for part in self.parts:
            columns = part.columns
            row = columns.word_row(word)
            if row is None:
                continue
            first, last = columns.arrays["word_spellings_starts"][row : row + 2].tolist()
            for each in range(first, last):
                spelling = columns.spellings[each]
                numbers = _alive(part, columns.entries("spelling_cases", each))
                frequencies[spelling] = frequencies.get(spelling, 0) + len(numbers)
        return max(frequencies, key=lambda each: (frequencies[each], each))

    def beginning(self, prefix: str, limit: int) -> tuple[str, ...]:
        """The first `limit` words that begin with a folded prefix, in order."""
        found = merge(*(self._beginning(part, prefix) for part in self.parts))
        return tuple(islice((word for word, _ in groupby(found)), limit))

    def _beginning(self, part: Part, prefix: str) -> Iterator[str]:
        words = part.columns.words
        for row in range(bisect_left(words, prefix), bisect_left(words, prefix + _AFTER)):
            if part.is_whole or len(_alive(part, part.columns.entries("word_cases", row))):
                yield words[row]

    def runs(self, prefix: str, last: str) -> Runs:
        """Where the words stand that begin with a prefix, the `last` of them included.

        How often is how many of these words a case has; the field is the body.
        """
        body = FIELDS["body"]
        slots: list[Numbers] = [np.empty(0, dtype=np.int64)]
        for part in self.parts:
            words = part.columns.words
            first, end = bisect_left(words, prefix), bisect_right(words, last)
            if first < end:
                numbers = _alive(part, part.columns.entries("word_cases", first, end - 1))
                slots.append((numbers.astype(np.int64) + part.base) << FIELD_BITS | body)
        joined = np.concatenate(slots)
        return joined, np.ones(len(joined), dtype=np.int64)

    def near(self, word: str, *, mistakes: int, limit: int) -> Sequence[tuple[str, int]]:
        """The words that differ by so many mistakes at most, the nearest first, and by how many."""
        found: dict[str, int] = {}
        for part in self.parts:
            near = process.extract(
                word, part.columns.words, scorer=OSA.distance, score_cutoff=mistakes, limit=None
            )
            found |= {each: int(distance) for each, distance, _ in near}
        ordered = sorted(found.items(), key=lambda each: (each[1], each[0]))
        return list(islice((each for each in ordered if each[0] in self), limit))


def _alive(part: Part, numbers: Numbers) -> Numbers:
    return numbers if part.is_whole else numbers[part.alive[numbers]]
