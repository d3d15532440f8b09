"""Postings: in which cases, and where in each field, a word stands; and what that is worth."""

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import log

from whoosh.reading import IndexReader

from kb.indexes.analysis import Token
from kb.indexes.vocabulary import Vocabulary
from kb.indexes.whoosh_schema import WEIGHTS, WORDS

#: Document number to ascending word positions.
Positions = Mapping[int, tuple[int, ...]]

#: BM25F: how soon repetition stops counting, how much long fields are held back.
#: Source: Robertson, Zaragoza, Taylor, "Simple BM25 extension to multiple weighted fields", 2004.
K1 = 1.2
B = 0.75

#: Lists of positions kept in memory, by field and form.
_MEMO_SIZE = 20_000


@dataclass(frozen=True, slots=True)
class Postings:
    """The words of one commit.

    Whoosh's readers share a file position, so a lock stands around each use of them; what was read
    once is kept.

    Attributes:
        reader: of one commit; it sees no later one.
        norms: field to document number to what a long field divides its frequencies by.
        vocabulary: every word of the cases.
        size: cases.
    """

    reader: IndexReader
    norms: Mapping[str, Mapping[int, float]]
    vocabulary: Vocabulary
    size: int
    _memo: dict[tuple[str, str], Positions] = field(default_factory=dict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @classmethod
    def of(cls, reader: IndexReader, lengths: Mapping[int, Mapping[str, int]]) -> "Postings":
        """The postings of a reader; `lengths` are words by field of each document."""
        norms = {name: _norms({n: each[name] for n, each in lengths.items()}) for name in WEIGHTS}
        spellings = (word.decode() for word in reader.lexicon(WORDS))
        return cls(reader, norms, Vocabulary.of(spellings), len(lengths))

    def positions(self, name: str, form: str) -> Positions:
        """Where a form stands in a field."""
        key = (name, form)
        found = self._memo.get(key)
        if found is None:
            with self._lock:
                found = self._read(name, form)
                if len(self._memo) >= _MEMO_SIZE:
                    self._memo.clear()
                self._memo[key] = found
        return found

    def places(self, name: str, word: Token) -> Positions:
        """Where a word stands in a field, in any of its forms."""
        return _merged([self.positions(name, form) for form in word.forms])

    def documents(self, word: str) -> frozenset[int]:
        """The documents that have a folded, unstemmed word, in any spelling of its accents."""
        spellings = self.vocabulary.spellings(word)
        return frozenset(n for each in spellings for n in self.positions(WORDS, each))

    def knows(self, forms: Iterable[str]) -> bool:
        """Whether one of these forms stands anywhere."""
        return any(self.positions(name, form) for form in forms for name in WEIGHTS)

    def texts(self, number: int) -> Mapping[str, str]:
        """What each field of a case holds."""
        with self._lock:
            fields: Mapping[str, Mapping[str, str]] = self.reader.stored_fields(number)
        return fields["texts"]

    def _read(self, name: str, form: str) -> Positions:
        if (name, form) not in self.reader:
            return {}
        matcher = self.reader.postings(name, form)
        found: dict[int, tuple[int, ...]] = {}
        while matcher.is_active():
            found[matcher.id()] = () if name == WORDS else tuple(matcher.value_as("positions"))
            matcher.next()
        return found

    def rarity(self, documents: int) -> float:
        """What finding something is worth, at most, if so many documents have it."""
        return log(1 + (self.size - documents + 0.5) / (documents + 0.5))

    def scores(self, found: Mapping[str, Mapping[int, float]]) -> dict[int, float]:
        """BM25F: what finding something in these fields is worth, by document.

        Args:
            found: field to document number to how often it is there.
        """
        weights: dict[int, float] = {}
        for name, frequencies in found.items():
            weight, norms = WEIGHTS[name], self.norms[name]
            for number, frequency in frequencies.items():
                gain = weight * frequency / norms[number]
                weights[number] = weights.get(number, 0.0) + gain
        rarity = self.rarity(len(weights))
        return {
            number: rarity * weight * (K1 + 1) / (K1 + weight) for number, weight in weights.items()
        }


def _norms(lengths: Mapping[int, int]) -> Mapping[int, float]:
    mean = sum(lengths.values()) / len(lengths) if lengths else 0
    return {number: 1 - B + B * length / (mean or 1) for number, length in lengths.items()}


def _merged(lists: Iterable[Positions]) -> Positions:
    """Where any of several forms stands; two forms at one position count once."""
    first, *others = lists
    if not others:
        return first
    result: dict[int, tuple[int, ...]] = dict(first)
    for each in others:
        for number, positions in each.items():
            known = result.get(number)
            result[number] = tuple(sorted({*known, *positions})) if known else positions
    return result
