"""What each part of a question finds in a snapshot, synonyms included, and what that is worth."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce
from operator import or_

from kb.domain.question import Alternatives, Kind, Part, Question
from kb.domain.search import MAX_EXPANSIONS
from kb.indexes.analysis import Token, composed, tokens
from kb.indexes.postings import Positions, merged
from kb.indexes.snapshot import Documents, Snapshot, members, union
from kb.indexes.whoosh_schema import WEIGHTS

#: What a synonym is worth beside the word itself.
SYNONYM_SHARE = 0.5

#: Document number to what a match there is worth; a document without number does not match.
Scores = Mapping[int, float]


@dataclass(frozen=True)
class Unit:
    """One thing that is wanted: its alternatives and what they find, synonyms included."""

    text: str
    relaxes: bool
    scores: Scores

    @cached_property
    def documents(self) -> Documents:
        """The cases that match."""
        return union(self.scores)


@dataclass(slots=True)
class Finder:
    """Looks parts up in one snapshot; the prefixes of a query share one allowance of expansions."""

    snapshot: Snapshot
    expansions: int = MAX_EXPANSIONS
    forms: set[str] = field(default_factory=set)
    prefixes: list[str] = field(default_factory=list)

    def units(self, question: Question) -> list[Unit]:
        """What each group finds, each once. Stop words weigh nothing if there are others."""
        widened = self._widened(question.wanted)
        groups = tuple(dict.fromkeys(question.wanted))
        units = []
        for group in [each for each in groups if not _says_nothing(each)] or groups:
            found = [*map(self.scores, group), *widened[group]]
            self._show(group)
            relaxes = all(part.relaxes for part in group)
            text = " OU ".join(part.text for part in group)
            units.append(Unit(text, relaxes, _best(found)))
        return units

    def scores(self, part: Part) -> Scores:
        """What one part is worth in each case that matches it."""
        if part.kind is Kind.TERM:
            having = self.snapshot.facets[part.field or ""]
            matching = reduce(or_, (having.get(term, 0) for term in part.terms), 0)
            return dict.fromkeys(members(matching), 0.0)
        words = tuple(tokens(composed(part.text)))
        if part.kind is Kind.PREFIX:
            return self._beginning(words[-1].word)
        return self._expression(words, (part.field,) if part.field else tuple(WEIGHTS))

    def _expression(self, words: Sequence[Token], fields: Iterable[str]) -> Scores:
        """These words in this order, in any inflection, next to each other."""
        postings = self.snapshot.postings
        found: dict[str, dict[int, float]] = {}
        for name in fields:
            places = [
                merged([postings.positions(name, form) for form in word.forms]) for word in words
            ]
            found[name] = dict(_frequencies(places))
        return postings.scores(found)

    def _beginning(self, prefix: str) -> Scores:
        words = self.snapshot.postings.beginning(prefix, self.expansions)
        self.expansions -= len(words)
        frequencies = Counter(n for word in words for n in self.snapshot.postings.documents(word))
        return self.snapshot.postings.scores({"body": frequencies})

    def _widened(self, groups: Sequence[Alternatives]) -> Mapping[Alternatives, list[Scores]]:
        """What synonyms add to each group; those of several words give a part to each of them."""
        widened: dict[Alternatives, list[Scores]] = defaultdict(list)
        for run in _runs(groups):
            for widening in self.snapshot.synonyms.widenings([token for _, token in run]):
                span = {group for group, _ in run[widening.start : widening.end]}
                share = SYNONYM_SHARE / len(span)
                for other in widening.others:
                    scores = self._expression(other, WEIGHTS)
                    partial = {number: score * share for number, score in scores.items()}
                    self.forms |= _telling_forms(other)
                    for group in span:
                        widened[group].append(partial)
        return widened

    def _show(self, group: Alternatives) -> None:
        for part in group:
            words = tuple(tokens(composed(part.text)))
            if part.kind is Kind.PREFIX:
                self.prefixes.append(words[-1].word)
            elif part.kind is not Kind.TERM:
                self.forms |= _telling_forms(words)


def _runs(groups: Sequence[Alternatives]) -> Iterator[list[tuple[Alternatives, Token]]]:
    """Telling words that stand side by side, each with its group."""
    run: list[tuple[Alternatives, Token]] = []
    for group in groups:
        words = [list(_telling(part)) for part in group]
        if len(group) == 1 and _is_plain(group[0]):
            run += ((group, token) for token in words[0])
            continue
        yield run
        run = []
        yield from ([(group, token) for token in each] for each in words)
    yield run


def _is_plain(part: Part) -> bool:
    return part.kind is Kind.WORD and part.field is None


def _telling(part: Part) -> Iterator[Token]:
    if _is_plain(part):
        yield from (token for token in tokens(composed(part.text)) if not token.is_stop_word)


def _telling_forms(words: Iterable[Token]) -> set[str]:
    return {form for word in words if not word.is_stop_word for form in word.forms}


def _says_nothing(group: Alternatives) -> bool:
    return all(_is_plain(part) and not any(_telling(part)) for part in group)


def _frequencies(places: Sequence[Positions]) -> Iterator[tuple[int, float]]:
    """In which documents, and how often, the words follow each other."""
    first, *others = places
    for number, starts in first.items():
        left = set(starts)
        for n, each in enumerate(others, start=1):
            left &= {place - n for place in each.get(number, ())}
            if not left:  # soon, even for a long phrase of frequent words
                break
        if left:
            yield number, len(left)


def _best(found: Iterable[Scores]) -> Scores:
    best: dict[int, float] = {}
    for scores in found:
        for number, score in scores.items():
            best[number] = max(score, best.get(number, 0.0))
    return best
