"""What else the words of a query may mean: other words, or a term that cases are tagged with.

Both come from `taxonomy.yaml`: its groups of expressions that mean the same in this field, and the
labels and synonyms of its terms. Regions are no such terms: their names stand in the cases' `area`.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kb.domain.taxonomy import Facet, Taxonomy, Term
from kb.indexes.analysis import Token, composed, tokens
from kb.indexes.places import place_words

Expression = tuple[Token, ...]
FacetTerms = tuple[str, tuple[str, ...]]
"""The id of a facet, and slugs of its terms."""

#: « 2. Faim « zéro » »: nobody types the number that a label begins with.
_NUMBER = re.compile(r"^\d+\. ")


@dataclass(frozen=True, slots=True)
class Widening:
    """A place in a query, words `start` to `end`, where other words or some terms would do.

    Attributes:
        expression: what stands there, as the taxonomy writes it.
    """

    start: int
    end: int
    expression: Expression
    others: tuple[Expression, ...] = ()
    terms: FacetTerms | None = None


@dataclass(frozen=True, slots=True)
class _Member:
    """An expression, what of it tells, and what it may also mean. `order` is that of all."""

    order: int
    expression: Expression
    telling: Expression
    others: tuple[Expression, ...] = ()
    terms: FacetTerms | None = None


@dataclass(frozen=True, slots=True)
class Synonyms:
    """The expressions of a taxonomy.

    Attributes:
        members: the expressions by each form of their first telling word.
    """

    members: Mapping[str, Sequence[_Member]]

    @classmethod
    def of(cls, taxonomy: Taxonomy) -> "Synonyms":
        """The groups and terms of a taxonomy, analysed as texts and queries are."""
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
                yield Widening(start, end, member.expression, member.others, member.terms)


@lru_cache(maxsize=4)
def _synonyms(taxonomy: Taxonomy) -> Synonyms:
    members: dict[str, list[_Member]] = defaultdict(list)
    for order, (expression, others, terms) in enumerate((*_alike(taxonomy), *_naming(taxonomy))):
        telling = tuple(token for token in expression if not token.is_stop_word)
        for form in telling[0].forms if telling else ():
            members[form].append(_Member(order, expression, telling, others, terms))
    return Synonyms(dict(members))


_Meaning = tuple[Expression, tuple[Expression, ...], FacetTerms | None]


def _alike(taxonomy: Taxonomy) -> Iterator[_Meaning]:
    """Each expression of each group, with the others."""
    for group in taxonomy.synonyms:
        expressions = [tuple(tokens(composed(each))) for each in group]
        for expression in expressions:
            yield expression, tuple(each for each in expressions if each is not expression), None


def _naming(taxonomy: Taxonomy) -> Iterator[_Meaning]:
    """Each name of a term, with all terms of the facet that have this name."""
    for facet in taxonomy.facets:
        slugs: dict[str, list[str]] = defaultdict(list)
        for term in facet.terms if facet.id != "region" else ():
            for name in _names(facet, term):
                slugs[composed(name)].append(term.slug)
        for name, each in slugs.items():
            yield tuple(tokens(name)), (), (facet.id, tuple(each))


def _names(facet: Facet, term: Term) -> Iterator[str]:
    """What a term is called: each part of its label, its synonyms; and « ODD 8 »."""
    yield from dict.fromkeys((*_NUMBER.sub("", term.label).split(" / "), *term.synonyms))
    number = term.slug.removeprefix(f"{facet.id}-").lstrip("0")
    if number.isdigit():
        yield f"{facet.id} {number}"


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
