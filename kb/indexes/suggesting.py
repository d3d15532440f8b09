"""What a reader may be typing: titles, terms, partners and places that have the words so far."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import merge
from itertools import islice

from kb.domain.french import letters_and_digits
from kb.domain.suggestion import Suggestion, SuggestionKind
from kb.domain.taxonomy import Taxonomy
from kb.indexes.bits import count
from kb.indexes.facets import Facets
from kb.indexes.labels import Label, beginning
from kb.indexes.parts import Part

#: Words that are compared, and labels looked through: a beginning of one letter has thousands.
_MAX_WORDS, _MAX_LABELS = 8, 400


@dataclass(frozen=True, slots=True)
class _Entry:
    """A suggestion, the words it is found by, and how many cases it leads to.

    Attributes:
        key: `letters_and_digits` of its label, which orders it as French does.
    """

    suggestion: Suggestion
    key: str
    words: tuple[str, ...]
    cases: int

    def has(self, beginnings: Sequence[str]) -> bool:
        return all(any(word.startswith(each) for word in self.words) for each in beginnings)

    def rank(self, typed: str) -> tuple[bool, int, str, str]:
        """Those that begin with what is typed first, then those with many cases, then by name."""
        begins = " ".join(self.words).startswith(typed)
        return not begins, -self.cases, self.key, self.suggestion.label


@dataclass(frozen=True)
class Suggestions:
    """Everything that can be suggested for one state of the base."""

    parts: Sequence[Part]
    facets: Facets
    taxonomy: Taxonomy

    def for_text(self, text: str, *, limit: int) -> tuple[Suggestion, ...]:
        """At most `limit` of each kind; nothing for no letter."""
        typed = letters_and_digits(text)
        beginnings = typed.split()[:_MAX_WORDS]
        if not beginnings:
            return ()
        labels = self._labels(max(beginnings, key=len))
        found = [each for each in (*_entries(labels), *self._terms) if each.has(beginnings)]
        found.sort(key=lambda entry: entry.rank(typed))
        return tuple(
            entry.suggestion
            for kind in SuggestionKind
            for entry in [each for each in found if each.suggestion.kind is kind][:limit]
        )

    def _labels(self, prefix: str) -> Iterable[Label]:
        """The labels with a word that begins so, the first in the order of these words."""
        every = merge(*(beginning(part, prefix) for part in self.parts), key=lambda each: each[0])
        return (label for _, label in islice(every, _MAX_LABELS))

    @cached_property
    def _terms(self) -> Sequence[_Entry]:
        return tuple(_terms(self.facets, self.taxonomy))


def _terms(facets: Facets, taxonomy: Taxonomy) -> Iterator[_Entry]:
    """The terms that cases have."""
    for facet in taxonomy.facets:
        for term in facet.offered:
            if cases := count(facets.having(facet.id, [term.slug])):
                suggestion = Suggestion(
                    kind=SuggestionKind.TERM, label=term.label, value=term.slug, facet=facet.id
                )
                words = _words_of(term.label, *term.synonyms)
                yield _Entry(suggestion, letters_and_digits(term.label), words, cases)


def _entries(labels: Iterable[Label]) -> Iterator[_Entry]:
    """One entry for a title; one for all spellings of a name, under the most frequent one."""
    spellings: dict[tuple[SuggestionKind, str], Counter[str]] = {}
    for label in dict.fromkeys(labels):
        if label.kind is SuggestionKind.CASE:
            suggestion = Suggestion(kind=label.kind, label=label.text, value=label.value)
            yield _Entry(suggestion, label.key, _unique(label.key), label.cases)
        else:
            spellings.setdefault((label.kind, label.key), Counter())[label.text] += label.cases
    for (kind, key), counter in spellings.items():
        [(text, _)] = counter.most_common(1)
        suggestion = Suggestion(kind=kind, label=text, value=text)
        yield _Entry(suggestion, key, _unique(key), counter.total())


def _words_of(*texts: str) -> tuple[str, ...]:
    return _unique(" ".join(letters_and_digits(text) for text in texts))


def _unique(key: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key.split()))
