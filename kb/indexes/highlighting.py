"""What was found, shown: title and best passage of a case, with `<mark>` around the words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from kb.domain.search import Highlights
from kb.indexes.analysis import spans
from kb.indexes.finding import Finding, Unit
from kb.indexes.postings import Postings

#: Characters of a passage, about three lines of a list.
PASSAGE_CHARACTERS = 260
#: Characters shown before the first word found, so that it has a beginning.
_LEAD_CHARACTERS = 60
#: Words found in a text from which a passage may start; bounds the work on a hostile text.
_STARTS = 200

_TITLE, _PASSAGES = "title", ("summary", "body")
_SHOWN = (_TITLE, *_PASSAGES)

#: What follows a word and does not begin a passage.
_NO_BEGINNING = " :;,.!?)»…–-"


@dataclass(frozen=True, slots=True)
class _Found:
    """A word found in a text: where, and which part of the query it is there for."""

    start: int
    end: int
    part: int


@dataclass(frozen=True, slots=True)
class Highlighter:
    """Marks the words of one query.

    Where they stand is asked of the postings: reading every word of every text that is shown would
    take longer than the search. An expression is marked where all of it stands, without its stop
    words; by which other words a part is meant does not matter.
    """

    units: Sequence[Unit]
    postings: Postings

    def highlights(self, number: int, texts: Mapping[str, str]) -> Highlights:
        """The title of a case and the passage, of its texts, where most words stand together.

        Without any word found the passage is the beginning of the summary.

        Args:
            texts: what its fields hold.
        """
        wanted = [
            (part, finding)
            for part, unit in enumerate(self.units)
            for finding in unit.findings
            if finding.expression and number in finding.scores
        ]
        found = {name: self._found(number, name, texts[name], wanted) for name in _SHOWN}
        candidates = {name: _best_passage(texts[name], found[name]) for name in _PASSAGES}
        best = max(_PASSAGES, key=lambda name: candidates[name][0])
        _, start = candidates[best]
        return Highlights(
            title=_marked(texts[_TITLE], found[_TITLE], 0, None),
            passage=_marked(texts[best], found[best], start, PASSAGE_CHARACTERS),
        )

    def _found(
        self, number: int, name: str, text: str, wanted: Iterable[tuple[int, Finding]]
    ) -> Sequence[_Found]:
        places: dict[int, int] = {}
        for part, finding in wanted:
            words = enumerate(finding.expression)
            shown = [n for n, word in words if finding.is_beginning or not word.is_stop_word]
            for start in finding.starts(number, name, text, self.postings):
                places |= {start + n: part for n in shown}
        return [_Found(start, end, places[n]) for n, start, end in spans(text, places)]


def _best_passage(text: str, found: Sequence[_Found]) -> tuple[int, int]:
    """How many different parts of the query the best passage has, and where it starts."""
    best = (0, 0)
    for n, first in enumerate(found[:_STARTS]):
        start = _beginning(text, first.start)
        inside = {
            each.part
            for each in found[n : n + PASSAGE_CHARACTERS // 2]
            if each.end <= start + PASSAGE_CHARACTERS
        }
        if len(inside) > best[0]:
            best = (len(inside), start)
    return best


def _marked(text: str, found: Iterable[_Found], start: int, length: int | None) -> str:
    end = len(text) if length is None else _ending(text, start + length)
    parts = ["… " if start else ""]
    at = start
    for each in found:
        if each.start >= at and each.end <= end:
            parts += (_escaped(text[at : each.start]), "<mark>")
            parts += (_escaped(text[each.start : each.end]), "</mark>")
            at = each.end
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
