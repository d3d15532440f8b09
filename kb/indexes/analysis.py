"""From French text to what is compared: words, each at one position, in one or two forms.

elision → lower case → words (`R&D`, `C3D`, `3Zéro` stay whole) → *stemmed then folded* and *folded
then stemmed*, so that « précarité » is found by those who type `precarite`, and « rénovées » by
those who type `rénovation`. `stemming.py` makes the forms.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from whoosh.analysis import Analyzer
from whoosh.analysis import Token as WhooshToken

from kb.domain.french import folded
from kb.indexes.stemming import forms

#: Different words of a large base; the memo of their forms then takes about 50 MB.
_MEMO_WORDS = 200_000

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
        word, word_forms = _analysed(match["word"])
        yield Token(word, word_forms, match.start("word"), match.end("word"))


@lru_cache(maxsize=_MEMO_WORDS)
def _analysed(surface: str) -> tuple[str, tuple[str, ...]]:
    return folded(surface), forms(surface)


class FrenchAnalyzer(Analyzer):  # type: ignore[misc]  # Whoosh has no types
    """`tokens` as Whoosh wants them: each form a token, the forms of a word at one position."""

    def __call__(self, value: str, **_options: object) -> Iterator[WhooshToken]:
        """Each form of each word, with its position."""
        token = WhooshToken(positions=True, boosts=True)
        token.boost = 1.0
        for position, each in enumerate(tokens(composed(value))):
            token.pos = position
            for form in each.forms:
                token.text = form
                yield token
