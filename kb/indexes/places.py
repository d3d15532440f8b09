"""Places: departments, former regions and larger towns, and the region that each lies in."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kb.domain.french import folded
from kb.indexes.analysis import tokens

#: The third column of a name that is also a common word: it needs its capital letter.
_ALSO_A_WORD = "word"


@dataclass(frozen=True, slots=True)
class Place:
    """A place name in a query: words `start` to `end`, and the regions that it lies in."""

    start: int
    end: int
    regions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Name:
    words: tuple[str, ...]
    regions: tuple[str, ...]
    needs_capital: bool


def places(words: Sequence[str]) -> Iterator[Place]:
    """Each place name that stands in these words, as they are typed, stop words left out.

    Of names inside each other only the longest is meant: Indre-et-Loire is not the Loire.
    """
    typed = tuple(folded(word) for word in words)
    start = 0
    while start < len(typed):
        name = next(_at(start, words, typed), None)
        if name:
            yield Place(start, start + len(name.words), name.regions)
        start += len(name.words) if name else 1


def _at(start: int, words: Sequence[str], typed: tuple[str, ...]) -> Iterator[_Name]:
    for name in _names().get(typed[start], ()):
        is_there = typed[start : start + len(name.words)] == name.words
        if is_there and (words[start][0].isupper() or not name.needs_capital):
            yield name


def place_words() -> Iterator[str]:
    """Every folded word of a place name."""
    return (word for names in _names().values() for name in names for word in name.words)


@cache
def _names() -> Mapping[str, Sequence[_Name]]:
    """The names of `places.tsv` under their first word, long ones first; # begins a comment."""
    names: dict[str, list[_Name]] = defaultdict(list)
    text = Path(__file__).with_name("places.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            place, regions, *marks = line.split("\t")
            words = tuple(token.word for token in tokens(place) if not token.is_stop_word)
            if words:
                names[words[0]].append(_Name(words, tuple(regions.split()), _ALSO_A_WORD in marks))
    return {word: sorted(each, key=lambda n: -len(n.words)) for word, each in names.items()}
