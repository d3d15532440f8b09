"""From French text to what is compared: words, each at one position, in one or two forms.

elision → lower case → words (`R&D`, `C3D`, `3Zéro` stay whole) → *stemmed then folded* and *folded
then stemmed*, so that « précarité » is found by those who type `precarite`, and « rénovées » by
those who type `rénovation`. `stemming.py` makes the forms.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path

from kb.domain.french import folded
from kb.indexes.stemming import forms

#: Words whose forms are kept in memory, some 20 MB at most: all the frequent ones.
_MEMO_WORDS = 40_000

_WORD = re.compile(
    r"""
    (?:(?<![^\W_])(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|aujourd)['’ʼ])?  # l'emploi: emploi
    (?P<word>[^\W_]+(?:&[^\W_]+)*)                                             # R&D is one word
    """,
    re.VERBOSE | re.IGNORECASE,
)


def _stop_words() -> frozenset[str]:
    lines = Path(__file__).with_name("stop_words.txt").read_text(encoding="utf-8").splitlines()
    text = " ".join(line for line in lines if not line.startswith("#"))
    return frozenset(folded(match["word"]) for match in _WORD.finditer(text))


#: Words that a query may contain and that weigh nothing. Folded.
STOP_WORDS = _stop_words()


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a text.

    Attributes:
        word: folded, not stemmed.
        forms: what it is compared by: one, or a few where it can be read in several ways.
        start, end: where it stands in the text, elided article left out.
    """

    word: str
    forms: tuple[str, ...]
    start: int
    end: int

    @property
    def is_stop_word(self) -> bool:
        """Whether it weighs nothing in a query."""
        return self.word in STOP_WORDS


def composed(text: str) -> str:
    """The text in the form whose characters `tokens` counts (Unicode NFC)."""
    return unicodedata.normalize("NFC", text)


def tokens(text: str) -> Iterator[Token]:
    """The words of a composed text, in order; the n-th has position n."""
    for match in _WORD.finditer(text):
        word, word_forms = read_word(match["word"])
        yield Token(word, word_forms, match.start("word"), match.end("word"))


def spans(text: str, positions: Collection[int]) -> Iterator[tuple[int, int, int]]:
    """The words of a composed text at these positions: position, and where it starts and ends."""
    matches = islice(_WORD.finditer(text), max(positions, default=-1) + 1)
    for n, match in enumerate(matches):
        if n in positions:
            yield n, *match.span("word")


def excerpt(text: str, start: int, count: int) -> str:
    """So many words of a composed text from position `start`, and what stands between them."""
    matches = list(islice(_WORD.finditer(text), start, start + count))
    return text[matches[0].start("word") : matches[-1].end("word")]


def surfaces(text: str) -> list[str]:
    """The words of a composed text as they are written, in order."""
    return _WORD.findall(text)


Reading = tuple[str, tuple[str, ...]]
"""A word folded, and what it is compared by; the same in capitals or not."""


@lru_cache(maxsize=_MEMO_WORDS)
def read_word(surface: str) -> Reading:
    """A word as it is written, read."""
    return folded(surface), forms(surface)


def beginnings(text: str, beginning: str) -> Iterator[int]:
    """The positions in a composed text of the words that begin so, accents and capitals aside."""
    for position, surface in enumerate(surfaces(text)):
        if read_word(surface)[0].startswith(beginning):
            yield position
