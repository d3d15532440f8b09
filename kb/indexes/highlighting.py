"""What was found, shown: title and best passage of a case, with `<mark>` around the words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape

from kb.domain.search import Highlights
from kb.indexes.analysis import Token, composed, read_word, surfaces, tokens
from kb.indexes.finding import Unit

#: Characters of a passage, about three lines of a list.
PASSAGE_CHARACTERS = 260
#: Characters shown before the first word found, so that it has a beginning.
_LEAD_CHARACTERS = 60
#: Words found in a text from which a passage may start; bounds the work on a hostile text.
_STARTS = 200

#: What follows a word and does not begin a passage.
_NO_BEGINNING = " :;,.!?)»…–-"


@dataclass(frozen=True)
class Highlighter:
    """Marks the words of one query.

    Attributes:
        forms: a word with one of these forms is marked.
        prefixes: and a word that begins with one of these.
    """

    forms: frozenset[str]
    prefixes: tuple[str, ...] = ()

    @classmethod
    def of(cls, units: Iterable[Unit]) -> "Highlighter":
        """Marks what these parts of a query look for, stop words left out."""
        findings = [finding for unit in units for finding in unit.findings]
        words = [(word, each.is_beginning) for each in findings for word in each.expression]
        return cls(
            frozenset(
                form
                for word, is_beginning in words
                if not is_beginning and not word.is_stop_word
                for form in word.forms
            ),
            tuple({word.word for word, is_beginning in words if is_beginning}),
        )

    def highlights(self, title: str, texts: Iterable[str]) -> Highlights:
        """The title and the passage, of these texts, where most different words stand together.

        Without any word found the passage is the beginning of the first text.
        """
        title, texts = composed(title), [composed(text) for text in texts]
        found = [self._found(text) for text in texts]
        candidates = [_best_passage(*each) for each in zip(texts, found, strict=True)]
        best = max(range(len(texts)), key=lambda n: candidates[n][0])
        _, start = candidates[best]
        return Highlights(
            title=_marked(title, self._found(title), 0, None),
            passage=_marked(texts[best], found[best], start, PASSAGE_CHARACTERS),
        )

    def _found(self, text: str) -> Sequence[Token]:
        meant = {surface for surface in surfaces(text) if self._meant[surface]}
        return tuple(tokens(text, only=meant)) if meant else ()

    @cached_property
    def _meant(self) -> "_Meant":
        return _Meant(self)


class _Meant(dict[str, bool]):
    """Whether a word, as it is written, is to be marked; each is thought about once."""

    def __init__(self, highlighter: Highlighter) -> None:
        super().__init__()
        self.highlighter = highlighter

    def __missing__(self, surface: str) -> bool:
        word, forms = read_word(surface)
        prefixes = self.highlighter.prefixes
        self[surface] = found = not self.highlighter.forms.isdisjoint(forms) or (
            bool(prefixes) and word.startswith(prefixes)
        )
        return found


def _best_passage(text: str, found: Sequence[Token]) -> tuple[int, int]:
    """How many different words the best passage has, and where it starts."""
    best = (0, 0)
    for n, first in enumerate(found[:_STARTS]):
        start = _beginning(text, first.start)
        inside = {
            token.forms[0]
            for token in found[n : n + PASSAGE_CHARACTERS // 2]
            if token.end <= start + PASSAGE_CHARACTERS
        }
        if len(inside) > best[0]:
            best = (len(inside), start)
    return best


def _marked(text: str, found: Iterable[Token], start: int, length: int | None) -> str:
    end = len(text) if length is None else _ending(text, start + length)
    parts = ["… " if start else ""]
    at = start
    for token in found:
        if token.start >= at and token.end <= end:
            parts += (_escaped(text[at : token.start]), "<mark>")
            parts += (_escaped(text[token.start : token.end]), "</mark>")
            at = token.end
    parts += (_escaped(text[at:end].rstrip()), " …" if end < len(text.rstrip()) else "")
    return "".join(parts).replace("\n", " ")


def _beginning(text: str, at: int) -> int:
    """Where a passage that shows the word at `at` starts: its sentence, or some words before."""
    least = max(0, at - _LEAD_CHARACTERS)
    for separator in ("\n", ". "):
        place = text.rfind(separator, least, at)
        if place >= 0:
            return place + len(separator)
    start = text.find(" ", least, at) + 1 or at if least else 0
    while start < at and text[start] in _NO_BEGINNING:
        start += 1
    return start


def _ending(text: str, at: int) -> int:
    """The end of the text, or of the last whole word before `at`."""
    if at >= len(text):
        return len(text)
    space = text.rfind(" ", max(0, at - _LEAD_CHARACTERS), at)
    return space if space >= 0 else at


def _escaped(text: str) -> str:
    """Text that stands between tags, never inside one: quotes may stay."""
    return escape(text, quote=False)
