"""Places: departments, former regions and larger towns, and what each of them lies in."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kb.domain.french import folded
from kb.indexes.analysis import composed, tokens

#: The last column of a name that is also a common word: it needs its capital letter.
_ALSO_A_WORD = "word"


@dataclass(frozen=True, slots=True)
class _Name:
    """A row of `places.tsv`; `words` are its telling ones, folded."""

    name: str
    words: tuple[str, ...]
    regions: tuple[str, ...]
    within: tuple[str, ...]
    needs_capital: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A place name among some words, `start` to `end`, and what it lies in.

    Attributes:
        regions: their slugs.
        within: the names of the next larger places.
    """

    start: int
    end: int
    regions: tuple[str, ...]
    within: tuple[str, ...]


def places(words: Sequence[str]) -> Iterator[Place]:
    """Each place name that stands in these words, as they are typed, stop words left out.

    Of names inside each other only the longest is meant: Indre-et-Loire is not the Loire.
    """
    typed = tuple(folded(word) for word in words)
    start = 0
    while start < len(typed):
        name = next(_at(start, words, typed), None)
        if name:
            yield Place(start, start + len(name.words), name.regions, name.within)
        start += len(name.words) if name else 1


def areas(text: str, regions: Collection[str]) -> tuple[str, ...]:
    """The departments and former regions that the places named in a text lie in, each once.

    Names that are also common words are left out: who looks for « nord » does not mean Lille.

    Args:
        regions: those that are looked in: two towns are called « Saint-Denis ».
    """
    text = composed(text)
    words = [text[each.start : each.end] for each in tokens(text) if not each.is_stop_word]
    larger = (each for place in places(words) for each in _larger(place.within))
    plain = (each for each in larger if not each.needs_capital)
    return tuple(
        dict.fromkeys(each.name for each in plain if not set(regions).isdisjoint(each.regions))
    )


def _larger(within: Sequence[str]) -> Iterator[_Name]:
    for name in map(_by_name().__getitem__, within):
        yield name
        yield from _larger(name.within)


def _at(start: int, words: Sequence[str], typed: tuple[str, ...]) -> Iterator[_Name]:
    for name in _by_first_word().get(typed[start], ()):
        is_there = typed[start : start + len(name.words)] == name.words
        if is_there and (words[start][0].isupper() or not name.needs_capital):
            yield name


def place_words() -> Iterator[str]:
    """Every folded word of a place name."""
    return (word for name in _by_name().values() for word in name.words)


@cache
def _by_name() -> Mapping[str, _Name]:
    """The rows of `places.tsv` in their order; # begins a comment."""
    text = Path(__file__).with_name("places.tsv").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line and not line.startswith("#")]
    return {name.name: name for name in map(_read, rows)}


def _read(row: str) -> _Name:
    name, regions, within, mark = [*row.split("\t"), "", ""][:4]
    return _Name(
        name=name,
        words=tuple(token.word for token in tokens(name) if not token.is_stop_word),
        regions=tuple(regions.split()),
        within=tuple(filter(None, within.split("; "))),
        needs_capital=mark == _ALSO_A_WORD,
    )


@cache
def _by_first_word() -> Mapping[str, Sequence[_Name]]:
    """Long names first."""
    names: dict[str, list[_Name]] = defaultdict(list)
    for name in sorted(_by_name().values(), key=lambda each: -len(each.words)):
        names[name.words[0]].append(name)
    return names
