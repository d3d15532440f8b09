"""What a reader may be typing: titles, terms, partners and places that have the words so far."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from kb.domain.french import french_order, letters_and_digits
from kb.domain.search import CaseSummary
from kb.domain.suggestion import Suggestion, SuggestionKind
from kb.domain.taxonomy import Taxonomy

#: Words that are compared, and labels looked through: a beginning of one letter has thousands.
_MAX_WORDS, _MAX_LABELS = 8, 2_000


@dataclass(frozen=True, slots=True)
class _Entry:
    """A suggestion, the words it is found by, and how many cases it leads to."""

    suggestion: Suggestion
    words: tuple[str, ...]
    cases: int

    def has(self, beginnings: Sequence[str]) -> bool:
        return all(any(word.startswith(each) for word in self.words) for each in beginnings)

    def rank(self, typed: str) -> tuple[bool, int, tuple[str, str]]:
        """Those that begin with what is typed first, then those with many cases, then by name."""
        begins = " ".join(self.words).startswith(typed)
        return not begins, -self.cases, french_order(self.suggestion.label)


@dataclass(frozen=True)
class Suggestions:
    """Everything that can be suggested for one state of the base."""

    entries: tuple[_Entry, ...]

    @classmethod
    def of(cls, cases: Iterable[CaseSummary], taxonomy: Taxonomy) -> "Suggestions":
        """The titles, partners and places of cases, and the terms that they have."""
        return cls(tuple(_entries(tuple(cases), taxonomy)))

    def for_text(self, text: str, *, limit: int) -> tuple[Suggestion, ...]:
        """At most `limit` of each kind; nothing for no letter."""
        typed = letters_and_digits(text)
        beginnings = typed.split()[:_MAX_WORDS]
        if not beginnings:
            return ()
        longest = max(beginnings, key=len)
        found = [entry for entry in self._beginning(longest) if entry.has(beginnings)]
        found.sort(key=lambda entry: entry.rank(typed))
        return tuple(
            entry.suggestion
            for kind in SuggestionKind
            for entry in [each for each in found if each.suggestion.kind is kind][:limit]
        )

    def _beginning(self, beginning: str) -> Iterable[_Entry]:
        """The entries with a word that begins so, each once."""
        start = bisect_left(self._words, (beginning, -1))
        found: dict[int, None] = {}
        for word, number in self._words[start : start + _MAX_LABELS]:
            if not word.startswith(beginning):
                break
            found[number] = None
        return (self.entries[number] for number in found)

    @cached_property
    def _words(self) -> Sequence[tuple[str, int]]:
        """Each word of an entry and the entry's number, in the order of the words."""
        return sorted(
            {(word, number) for number, each in enumerate(self.entries) for word in each.words}
        )


def _entries(cases: Sequence[CaseSummary], taxonomy: Taxonomy) -> Iterator[_Entry]:
    for case in cases:
        suggestion = Suggestion(kind=SuggestionKind.CASE, label=case.title, value=case.slug)
        yield _Entry(suggestion, _words_of(case.title), 1)
    having = Counter(
        (facet_id, slug)
        for case in cases
        for facet_id, slugs in case.tags.items()
        for slug in slugs
    )
    for facet in taxonomy.facets:
        for term in facet.offered:
            if number := having[facet.id, term.slug]:
                suggestion = Suggestion(
                    kind=SuggestionKind.TERM, label=term.label, value=term.slug, facet=facet.id
                )
                yield _Entry(suggestion, _words_of(term.label, *term.synonyms), number)
    partners = ((name, case) for case in cases for name in case.partners)
    yield from _named(SuggestionKind.PARTNER, partners)
    places = ((case.place, case) for case in cases if case.place)
    yield from _named(SuggestionKind.PLACE, places)


def _named(kind: SuggestionKind, names: Iterable[tuple[str, CaseSummary]]) -> Iterator[_Entry]:
    """One entry for all spellings of a name, under the most frequent one."""
    spellings: dict[str, Counter[str]] = {}
    for name, _ in names:
        spellings.setdefault(letters_and_digits(name), Counter())[name] += 1
    for counter in spellings.values():
        [(label, _)] = counter.most_common(1)
        suggestion = Suggestion(kind=kind, label=label, value=label)
        yield _Entry(suggestion, _words_of(label), counter.total())


def _words_of(*texts: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for text in texts for word in letters_and_digits(text).split()))
