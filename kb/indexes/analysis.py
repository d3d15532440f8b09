"""From French text to what is compared: words, each at one position, in one or two forms.

elision → lower case → words (`R&D`, `C3D`, `3Zéro` stay whole) → *stemmed then folded* and *folded
then stemmed*, so that « précarité » is found by those who type `precarite`, and « rénovées » by
those who type `rénovation`. `stems.tsv` mends the stemmer word by word.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from whoosh.analysis import Analyzer
from whoosh.analysis import Token as WhooshToken
from whoosh.lang.snowball.french import FrenchStemmer
from whoosh.lang.stopwords import stoplists

from kb.domain.french import folded

#: Different words of a large base; the memo of their forms then takes about 50 MB.
_MEMO_WORDS = 200_000

_WORD = re.compile(
    r"""
    (?:(?<![^\W_])(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|aujourd)['’ʼ])?  # l'emploi: emploi
    (?P<word>[^\W_]+(?:&[^\W_]+)*)                                             # R&D is one word
    """,
    re.VERBOSE | re.IGNORECASE,
)

#: Words that a query may contain and that weigh nothing. Folded.
STOP_WORDS = {folded(word) for word in stoplists["fr"]} | set(
    "afin ainsi alors aucun aussi autre autres avant car cela cet cette ceux chez ci comme comment"
    " dont donc elles encore entre etre ici ils lors ni or ou parce peut peuvent plus pourquoi"
    " quand quel quelle quelles quels quoi sans si sous tous tout toute toutes tres vers".split()
)


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a text.

    Attributes:
        word: folded, not stemmed.
        forms: what it is compared by: one or two, the first is *stemmed then folded*.
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
        word, forms = _analysed(match["word"])
        yield Token(word, forms, match.start("word"), match.end("word"))


@lru_cache(maxsize=_MEMO_WORDS)
def _analysed(surface: str) -> tuple[str, tuple[str, ...]]:
    lower = surface.lower()
    word = folded(lower)
    corrected = _corrections().get(word)
    if corrected is not None:
        return word, (corrected,)
    stemmer = FrenchStemmer()
    return word, tuple(dict.fromkeys((folded(stemmer.stem(lower)), folded(stemmer.stem(word)))))


@cache
def _corrections() -> Mapping[str, str]:
    """Folded word to stem, from `stems.tsv`; lines that begin with # are comments."""
    lines = stems_file().read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {folded(word): stem for stem, *words in rows for word in words}


def stems_file() -> Path:
    """Where the corrections of the stemmer stand."""
    return Path(__file__).with_name("stems.tsv")


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
