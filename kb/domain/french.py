"""French text as data: what two spellings have in common, the order of a list, good typography."""

import re
import unicodedata
from functools import lru_cache

NBSP = "\u00a0"

#: Characters of a text that a quotation shows.
_QUOTED = 60
#: Characters of a label: what is longer rarely comes again.
_LABEL_CHARACTERS = 100

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})
_NOT_LETTERS_OR_DIGITS = re.compile(r"[\W_]+")

#: Typography applied when HTML is rendered and nowhere else; the order of the rules counts.
#: Runs of blanks are taken whole, from their start: a long one costs linear time.
_TYPOGRAPHY = (
    (re.compile(r"(?<=\w)'(?=\w)"), "’"),
    (re.compile(r"(?<![ \u00a0\u202f])[ \u00a0\u202f]++(?=[;!?»%€])"), NBSP),
    (re.compile(r"(?<![ \u00a0\u202f])[ \u00a0\u202f]++:(?=\s|$)"), NBSP + ":"),
    (re.compile(r"«[ \u00a0\u202f]+"), "«" + NBSP),
    (re.compile(r"«(?=\S)"), "«" + NBSP),
    (re.compile(r"(?<=\S)»"), NBSP + "»"),
    (re.compile(r"(?<!\d)(\d{1,3}) (?=\d{3}(?!\d))"), rf"\1{NBSP}"),
)

#: What each of these rules needs to find something: most labels have none of it.
_TO_SET = re.compile(r"[';!?»%€:«]|\d \d")


def folded(text: str) -> str:
    """The text in lower case, without accents, ligatures spelled out: `Œuvre` → `oeuvre`.

    Compatibility forms (`ﬁ`, `²`, full-width letters) take their plain form.
    """
    decomposed = unicodedata.normalize("NFKD", text.lower().translate(_LIGATURES))
    if decomposed.isascii():
        return decomposed
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def letters_and_digits(text: str) -> str:
    """What two spellings of a title share: folded letters and digits, a space for all the rest."""
    return _NOT_LETTERS_OR_DIGITS.sub(" ", folded(text)).strip()


def french_order(text: str) -> tuple[str, str]:
    """A sort key: accents, case and punctuation decide only between equals (É beside E)."""
    return letters_and_digits(text), text


def typographic(text: str) -> str:
    """The text with ’ and non-breaking spaces where French printing puts them."""
    return _label_set(text) if len(text) <= _LABEL_CHARACTERS else _set(text)


def _set(text: str) -> str:
    if not _TO_SET.search(text):
        return text
    for pattern, replacement in _TYPOGRAPHY:
        text = pattern.sub(replacement, text)
    return text


#: Labels of terms come again, hundreds on every page. Text that is marked as safe is kept apart.
_label_set = lru_cache(maxsize=4096, typed=True)(_set)


def typographic_piece(text: str, *, after_word: bool, before_word: bool) -> str:
    """The same for a piece of a sentence that tags cut: `l'<em>Adie</em>`."""
    start, end = "x" * after_word, "x" * before_word
    return typographic(start + text + end)[len(start) : -len(end) or None]


def counted(number: int, singular: str, plural: str) -> str:
    """A number and what it counts: `0 fiche`, `1 fiche`, `2 fiches`."""
    return f"{number}{NBSP}{singular if number < 2 else plural}"  # noqa: PLR2004 - French grammar


def quoted(text: str) -> str:
    """`« text »`, cut where a title or a sentence has no more room."""
    shown = text if len(text) <= _QUOTED else f"{text[:_QUOTED].rstrip()}…"
    return f"«{NBSP}{shown}{NBSP}»"
