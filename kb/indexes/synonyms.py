"""Expressions that mean the same in this field: the groups of `taxonomy.yaml`, found in a query."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.domain.taxonomy import Taxonomy
from kb.indexes.analysis import Token, composed, tokens

Expression = tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Widening:
    """A place in a query where other words would do: tokens `start` to `end`, and those words."""

    start: int
    end: int
    others: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Groups of expressions; those of a group are worth the same."""

    groups: tuple[tuple[Expression, ...], ...]

    @classmethod
    def of(cls, taxonomy: Taxonomy) -> "Synonyms":
        """The groups of a taxonomy, analysed as texts and queries are."""
        return cls(
            tuple(
                tuple(tuple(tokens(composed(each))) for each in group)
                for group in taxonomy.synonyms
            )
        )

    def widenings(self, words: Sequence[Token]) -> Iterator[Widening]:
        """Each place where an expression stands in these words, stop words on both sides aside."""
        for group in self.groups:
            for expression in group:
                telling = [token for token in expression if not token.is_stop_word]
                others = tuple(other for other in group if other is not expression)
                last = len(words) - len(telling) if telling else -1
                for start in range(last + 1):
                    end = start + len(telling)
                    if all(map(_same, telling, words[start:end])):
                        yield Widening(start, end, others)


def _same(one: Token, other: Token) -> bool:
    return not set(one.forms).isdisjoint(other.forms)
