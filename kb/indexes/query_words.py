"""The telling words of a question, and which of them stand side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kb.domain.question import Alternatives, Kind, Part
from kb.indexes.analysis import Token, composed, tokens
from kb.indexes.synonyms import Expression

#: Parts of queries whose words are kept: each is asked for several times by one query.
_MEMO_PARTS = 512


@dataclass(frozen=True, slots=True)
class QueryWord:
    """A telling word of a query: the group that it belongs to, and how it is typed."""

    group: Alternatives
    token: Token
    typed: str


@lru_cache(maxsize=_MEMO_PARTS)
def words_of(text: str) -> tuple[str, Expression]:
    """What is typed for a part of a query, composed, and its words."""
    text = composed(text)
    return text, tuple(tokens(text))


def runs(groups: Sequence[Alternatives]) -> Iterator[list[QueryWord]]:
    """Telling words that stand side by side; alternatives stand alone."""
    run: list[QueryWord] = []
    for group in groups:
        words = [list(_words(group, part)) for part in group]
        if len(group) == 1 and _is_plain(group[0]):
            run += words[0]
            continue
        yield run
        run = []
        yield from (each for part, each in zip(group, words, strict=True) if _is_plain(part))
    yield run


def _is_plain(part: Part) -> bool:
    return part.kind is Kind.WORD and part.field is None


def _words(group: Alternatives, part: Part) -> Iterator[QueryWord]:
    text, words = words_of(part.text)
    for token in words:
        if not token.is_stop_word:
            yield QueryWord(group, token, text[token.start : token.end])


def says_nothing(group: Alternatives) -> bool:
    """Whether it has stop words only."""
    return all(_is_plain(part) and not any(_words(group, part)) for part in group)
