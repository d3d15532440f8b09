"""Vocabulary: every word of the cases, folded, in order, with the ways in which it is spelled."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kb.domain.french import folded


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one commit.

    Attributes:
        words: folded, in order.
    """

    words: tuple[str, ...]
    _spellings: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, spellings: Iterable[str]) -> "Vocabulary":
        """The vocabulary of these words in lower case, accents as they are."""
        found: dict[str, list[str]] = defaultdict(list)
        for spelling in spellings:
            found[folded(spelling)].append(spelling)
        return cls(tuple(sorted(found)), {word: tuple(each) for word, each in found.items()})

    def __contains__(self, word: str) -> bool:
        return word in self._spellings

    def spellings(self, word: str) -> tuple[str, ...]:
        """How a folded word is spelled in the cases; empty if it is not there."""
        return self._spellings.get(word, ())

    def beginning(self, prefix: str, limit: int) -> tuple[str, ...]:
        """The first `limit` words that begin with a folded prefix, in order."""
        start = bisect_left(self.words, prefix)
        end = bisect_left(self.words, prefix + "\U0010ffff", lo=start)
        return self.words[start : min(end, start + limit)]
