"""Expressions that mean the same in this field: the groups of `taxonomy.yaml`, found in a query."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kb.domain.taxonomy import Taxonomy
from kb.indexes.analysis import Token, composed, tokens
from kb.indexes.places import place_words

Expression = tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Widening:
    """A place in a query where other words would do: tokens `start` to `end`, and those words."""

    start: int
    end: int
    others: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class _Member:
    """An expression of a group. `order` is that of the file; `telling` leaves stop words out."""

    order: int
    telling: Expression
    others: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Groups of expressions; those of a group are worth the same.

    Attributes:
        members: the expressions by each form of their first telling word.
    """

    members: Mapping[str, Sequence[_Member]]

    @classmethod
    def of(cls, taxonomy: Taxonomy) -> "Synonyms":
        """The groups of a taxonomy, analysed as texts and queries are."""
        return _synonyms(taxonomy)

    def widenings(self, words: Sequence[Token]) -> Iterator[Widening]:
        """Each place where an expression stands in these words, stop words on both sides aside."""
        found = {
            (member.order, start): member
            for start, word in enumerate(words)
            for form in word.forms
            for member in self.members.get(form, ())
        }
        for (_, start), member in sorted(found.items(), key=lambda each: each[0]):
            end = start + len(member.telling)
            if end <= len(words) and all(map(_same, member.telling, words[start:end])):
                yield Widening(start, end, member.others)


@lru_cache(maxsize=4)
def _synonyms(taxonomy: Taxonomy) -> Synonyms:
    members: dict[str, list[_Member]] = {}
    groups = [[tuple(tokens(composed(each))) for each in group] for group in taxonomy.synonyms]
    expressions = ((expression, group) for group in groups for expression in group)
    for order, (expression, group) in enumerate(expressions):
        telling = tuple(token for token in expression if not token.is_stop_word)
        others = tuple(other for other in group if other is not expression)
        for form in telling[0].forms if telling else ():
            members.setdefault(form, []).append(_Member(order, telling, others))
    return Synonyms(members)


@lru_cache(maxsize=4)
def known_words(taxonomy: Taxonomy) -> frozenset[str]:
    """The folded words of the vocabulary and of the place names."""
    terms = (term for facet in taxonomy.facets for term in facet.terms)
    labels = [text for term in terms for text in (term.label, *term.synonyms)]
    groups = [text for group in taxonomy.synonyms for text in group]
    words = {token.word for text in (*labels, *groups) for token in tokens(composed(text))}
    return frozenset(words.union(place_words()))


def _same(one: Token, other: Token) -> bool:
    return not set(one.forms).isdisjoint(other.forms)
