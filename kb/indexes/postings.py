"""Postings: in which cases, and where in each field, a word stands; and what that is worth."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import log

import numpy as np
from numpy.typing import NDArray

from kb.indexes.arrays import Numbers
from kb.indexes.columns import FIELD_BITS, FIELDS, POSITION_BITS
from kb.indexes.memo import Memo
from kb.indexes.parts import Part
from kb.indexes.scores import Scores
from kb.indexes.whoosh_schema import WEIGHTS

#: BM25F: how soon repetition stops counting, how much long fields are held back.
#: Source: Robertson, Zaragoza, Taylor, "Simple BM25 extension to multiple weighted fields", 2004.
K1 = 1.2
B = 0.75

#: What is kept of the words that were looked up last, in one process.
_MEMO_BYTES = 12 << 20

#: Words whose lexemes are kept, by part: one query asks for them several times.
_MEMO_LEXEMES = 4_000

Forms = tuple[str, ...]
Runs = tuple[Numbers, Numbers]
"""Slots, and how often something stands in each; a slot may come several times."""


@dataclass(frozen=True, slots=True)
class Postings:
    """The words of one commit.

    Attributes:
        gains: what a word is worth, before its rarity, in each slot.
        size: cases.
    """

    parts: Sequence[Part]
    gains: NDArray[np.float64]
    size: int
    _known: dict[tuple[str, Forms], Sequence[int]] = field(default_factory=dict, repr=False)
    _memo: Memo = field(default_factory=lambda: Memo(_MEMO_BYTES), repr=False)

    @classmethod
    def of(cls, parts: Sequence[Part]) -> "Postings":
        """The postings of these parts."""
        size = sum(int(np.count_nonzero(part.alive)) for part in parts)
        return cls(parts, _gains(parts, size), size)

    def scores(self, forms: Forms) -> Scores:
        """What finding a word, in one of its forms, in any field is worth."""
        return self._memo.get(("scores", forms), lambda: self.worth(self.runs(forms)))

    def runs(self, forms: Forms) -> Runs:
        """The slots in which a word stands, and how often, in one of its forms."""
        slots: list[Numbers] = []
        frequencies: list[Numbers] = []
        for part in self.parts:
            for lexeme in self._lexemes(part, forms):
                there, often = part.columns.runs(lexeme)
                if not part.is_whole:
                    alive = part.alive[there >> FIELD_BITS]
                    there, often = there[alive], often[alive]
                slots.append(there + (part.base << FIELD_BITS) if part.base else there)
                frequencies.append(often)
        return _joined(slots), _joined(frequencies)

    def occurrences(self, forms: Forms) -> Numbers:
        """Where a word stands: slot and position in one number, ascending."""
        return self._memo.get(("occurrences", forms), lambda: self._occurrences(forms))

    def _occurrences(self, forms: Forms) -> Numbers:
        found = []
        for part in self.parts:
            keys = [part.columns.occurrences(each) for each in self._lexemes(part, forms)]
            there = np.sort(_joined(keys)) if len(keys) > 1 else _joined(keys)
            if not part.is_whole:
                there = there[part.alive[there >> (POSITION_BITS + FIELD_BITS)]]
            found.append(there + (part.base << (POSITION_BITS + FIELD_BITS)))
        return _joined(found)

    def places(self, number: int, name: str, forms: Forms) -> set[int]:
        """The positions of a word, in one of its forms, in a field of a case."""
        part = next(part for part in reversed(self.parts) if part.base <= number)
        slot = (number - part.base) << FIELD_BITS | FIELDS[name]
        each = (part.columns.positions(lexeme, slot) for lexeme in self._lexemes(part, forms))
        return {place for places in each for place in places.tolist()}

    def starts(self, number: int, name: str, words: Sequence[Forms]) -> set[int]:
        """The positions in a field of a case at which these words follow each other."""
        found: set[int] | None = None
        for n, forms in enumerate(words):
            starts = {place - n for place in self.places(number, name, forms)}
            found = starts if found is None else found & starts
            if not found:
                break
        return found or set()

    def knows(self, forms: Forms) -> bool:
        """Whether one of these forms stands anywhere."""
        return any(len(each) for each in self._each_lexeme(forms))

    def _each_lexeme(self, forms: Forms) -> Iterator[Numbers]:
        for part in self.parts:
            for lexeme in self._lexemes(part, forms):
                there, _ = part.columns.runs(lexeme)
                yield there if part.is_whole else there[part.alive[there >> FIELD_BITS]]

    def _lexemes(self, part: Part, forms: Forms) -> Sequence[int]:
        """The lexemes of a part that have one of these forms."""
        found = self._known.get((part.segment, forms))
        if found is None:
            found = part.columns.lexemes(forms)
            if len(self._known) >= _MEMO_LEXEMES:
                self._known.clear()
            self._known[part.segment, forms] = found
        return found

    def rarity(self, documents: int) -> float:
        """What finding something is worth, at most, if so many documents have it."""
        return log(1 + (self.size - documents + 0.5) / (documents + 0.5))

    def worth(self, runs: Runs) -> Scores:
        """BM25F: what finding something in these slots, so often, is worth by case."""
        slots, frequencies = runs
        weights = np.bincount(slots >> FIELD_BITS, self.gains[slots] * frequencies)
        numbers = np.flatnonzero(weights)
        found = weights[numbers]
        return Scores(numbers, self.rarity(len(numbers)) * (K1 + 1) * found / (K1 + found))


def in_fields(slots: Numbers, fields: Sequence[str]) -> NDArray[np.bool_]:
    """Which of these slots belong to one of these fields."""
    wanted = [FIELDS[name] for name in fields]
    return np.isin(slots & ((1 << FIELD_BITS) - 1), wanted)


def runs_at(occurrences: Numbers) -> Runs:
    """The slots of ascending occurrences, and how many there are in each."""
    slots = occurrences >> POSITION_BITS
    if not len(slots):
        return slots, slots
    edges = np.flatnonzero(np.concatenate(((True,), slots[1:] != slots[:-1], (True,))))
    return slots[edges[:-1]], edges[1:] - edges[:-1]


def _joined(arrays: Sequence[Numbers]) -> Numbers:
    if len(arrays) == 1:
        return arrays[0]
    return np.concatenate(arrays) if arrays else np.empty(0, dtype=np.int64)


def _gains(parts: Sequence[Part], size: int) -> NDArray[np.float64]:
    """For each slot, its field's weight over what a long field divides its frequencies by."""
    room = sum(len(part.alive) for part in parts)
    lengths = np.zeros((room, len(FIELDS)))
    for part in parts:
        lengths[part.base : part.base + part.columns.size] = part.columns.arrays["lengths"]
    alive = np.concatenate([np.empty(0, np.bool_), *(part.alive for part in parts)])
    means = lengths[alive].sum(axis=0) / max(size, 1)
    gains = np.zeros((room, 1 << FIELD_BITS))
    weights = np.array(list(WEIGHTS.values()))
    gains[:, : len(FIELDS)] = weights / (1 - B + B * lengths / np.where(means > 0, means, 1))
    return gains.reshape(-1)
