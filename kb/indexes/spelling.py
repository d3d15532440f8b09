"""Did you mean: words of the cases for those of a query that no case has."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kb.indexes.analysis import Token, composed, tokens
from kb.indexes.dictionary import is_french
from kb.indexes.snapshot import Snapshot

#: Letters below which a word has too many neighbours to guess from.
_MIN_LETTERS = 5
#: Letters from which two mistakes in one word are believed.
_TWO_MISTAKES_LETTERS = 8
#: Letters of each half of a word that is cut in two.
_MIN_HALF = 4
#: Words of one query that are corrected; a query with more is no query of words.
_MAX_CORRECTIONS = 5
#: Near words that are compared.
_CANDIDATES = 12

_OPERATORS = frozenset({"OU", "SAUF"})


@dataclass(frozen=True, slots=True)
class _Change:
    """Characters of a query and what should stand there."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Correction:
    """A better spelling of a query.

    Attributes:
        text: the whole query, operators kept.
        typed: each new word to what was typed instead.
    """

    text: str
    typed: Mapping[str, str]

    def as_typed(self, words: str) -> str:
        """Some words of it as they were typed."""
        for token in reversed(list(tokens(words))):
            typed = self.typed.get(words[token.start : token.end])
            if typed is not None:
                words = words[: token.start] + typed + words[token.end :]
        return words


def correction(text: str, snapshot: Snapshot) -> Correction | None:
    """The query with known words for unknown ones; `None` if all are known or none is near.

    A word is known if a case has it in any inflection, or if the taxonomy or the place names do.
    What the French dictionary knows is well written, and only joined: `co voiturage`.
    """
    text = composed(text)
    words = [token for token in tokens(text) if text[token.start : token.end] not in _OPERATORS]
    changes = list(_Speller(snapshot, text, words).changes())
    if not changes:
        return None
    typed = {new: text[each.start : each.end] for each in changes for new in each.text.split()}
    for change in reversed(changes):
        text = text[: change.start] + change.text + text[change.end :]
    return Correction(text, typed)


@dataclass(frozen=True, slots=True)
class _Speller:
    snapshot: Snapshot
    text: str
    words: Sequence[Token]

    def changes(self) -> Iterator[_Change]:
        """Where the query should change, in order, no two overlapping."""
        done = corrected = 0
        for n, word in enumerate(self.words):
            if word.start < done or corrected == _MAX_CORRECTIONS or not self._is_unknown(word):
                continue
            change = self._joined(n, done)
            if not change and not is_french(word.forms):
                change = self._respelled(word)
            if change:
                done, corrected = change.end, corrected + 1
                yield change

    def _is_unknown(self, word: Token) -> bool:
        if len(word.word) < _MIN_LETTERS or not word.word.isalpha() or word.is_stop_word:
            return False
        if self.text[word.end : word.end + 1] in {"*", ":"}:
            return False
        snapshot = self.snapshot
        is_known = word.word in snapshot.vocabulary or word.word in snapshot.known_words
        return not is_known and not snapshot.postings.knows(word.forms)

    def _joined(self, n: int, done: int) -> _Change | None:
        """The word and a neighbour, glued: `co voiturage`."""
        for first, second in ((n - 1, n), (n, n + 1)):
            if first < 0 or second >= len(self.words) or self.words[first].start < done:
                continue
            one, other = self.words[first], self.words[second]
            glued = one.word + other.word
            between = self.text[one.end : other.start]
            if between in {" ", "-"} and glued in self.snapshot.vocabulary:
                return _Change(one.start, other.end, self.snapshot.vocabulary.spelled(glued))
        return None

    def _respelled(self, word: Token) -> _Change | None:
        mistakes = 2 if len(word.word) >= _TWO_MISTAKES_LETTERS else 1
        near = self.snapshot.vocabulary.near(word.word, mistakes=mistakes, limit=_CANDIDATES)
        candidates = [
            (each, distance)
            for each, distance in near
            if each.isalpha() and (distance == 1 or each[0] == word.word[0])
        ]
        cut = self._cut(word.word)
        if candidates and (not cut or min(distance for _, distance in candidates) == 1):
            best = min(candidates, key=lambda each: self._unlikely(word.word, *each))
            return _Change(word.start, word.end, self.snapshot.vocabulary.spelled(best[0]))
        return _Change(word.start, word.end, cut) if cut else None

    def _unlikely(self, typed: str, candidate: str, distance: float) -> tuple[float, bool, int]:
        """The less, the better: few mistakes, the first letter right, a frequent word."""
        return distance, typed[0] != candidate[0], -self.snapshot.vocabulary.frequency(candidate)

    def _cut(self, word: str) -> str:
        """Two words of the cases that were typed as one: `garagesolidaire`."""
        vocabulary = self.snapshot.vocabulary
        halves = [
            (word[:n], word[n:])
            for n in range(_MIN_HALF, len(word) - _MIN_HALF + 1)
            if word[:n] in vocabulary and word[n:] in vocabulary
        ]
        if not halves:
            return ""
        best = max(halves, key=lambda pair: min(map(vocabulary.frequency, pair)))
        return " ".join(map(vocabulary.spelled, best))
