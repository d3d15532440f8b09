"""What a question finds in a snapshot: the text set, the score of each case, how far relaxed."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce
from operator import and_, or_

from kb.domain.french import letters_and_digits
from kb.domain.search import (
    MAX_EXPANSIONS,
    MAX_WORDS,
    Alternatives,
    Kind,
    Part,
    Question,
    Relaxed,
    SearchQuery,
)
from kb.indexes.analysis import Token, composed, tokens
from kb.indexes.postings import Positions, merged
from kb.indexes.snapshot import Documents, Snapshot, members, union
from kb.indexes.whoosh_schema import WEIGHTS

#: What a synonym is worth beside the word itself.
SYNONYM_SHARE = 0.5

Scores = Mapping[int, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What the words of a query find.

    Attributes:
        documents: the text set.
        exact: the cases whose title is the query; they come first.
        scores: of each document of the text set that has one.
        dropped: the words that were not searched, because there were too many.
        forms: what to highlight: the forms of the words, and folded beginnings of words.
    """

    documents: Documents
    exact: Documents
    scores: Scores
    relaxed: Relaxed | None
    dropped: tuple[str, ...]
    forms: frozenset[str]
    prefixes: tuple[str, ...]


@dataclass(frozen=True)
class _Unit:
    """One thing that is wanted: its alternatives and what they find, synonyms included."""

    text: str
    relaxes: bool
    scores: Scores

    @cached_property
    def documents(self) -> Documents:
        return union(self.scores)


def match(query: SearchQuery, snapshot: Snapshot) -> Match:
    """The text set of a query. No input makes it raise; the work is bounded by the limits."""
    finder = _Finder(snapshot)
    exact = snapshot.titles.get(letters_and_digits(query.text), 0) if query.text else 0
    units = finder.units(query.question)
    words = sorted((unit for unit in units if unit.relaxes), key=lambda unit: len(unit.scores))
    dropped = {id(unit): unit.text for unit in words[MAX_WORDS:]}
    units = [unit for unit in units if id(unit) not in dropped]
    unwanted = reduce(or_, (union(finder.scores(part)) for part in query.question.unwanted), 0)
    within = snapshot.everything & ~unwanted
    documents, relaxed = _text_set(units, within, stop=query.all_words or bool(exact))
    documents |= exact
    return Match(
        documents=documents,
        exact=exact,
        scores=_added(units, documents) if query.has_words else {},
        relaxed=relaxed,
        dropped=tuple(dropped.values()),
        forms=frozenset(finder.forms),
        prefixes=tuple(finder.prefixes),
    )


def _text_set(
    units: Sequence[_Unit], within: Documents, *, stop: bool
) -> tuple[Documents, Relaxed | None]:
    """All words; if no case has them, most; if none, any. What does not relax always holds."""
    firm = reduce(and_, (unit.documents for unit in units if not unit.relaxes), within)
    words = [unit.documents for unit in units if unit.relaxes]
    everything = reduce(and_, words, firm)
    if everything or stop or not words:
        return everything, None
    having = Counter(number for each in words for number in members(each & firm))
    least = -(-2 * len(words) // 3)
    if most := union(number for number, count in having.items() if count >= least):
        return most, Relaxed.MOST
    return union(having), Relaxed.ANY if having else None


def _added(units: Iterable[_Unit], documents: Documents) -> Scores:
    scores = dict.fromkeys(members(documents), 0.0)
    for unit in units:
        for number, score in unit.scores.items():
            if number in scores:
                scores[number] += score
    return scores


@dataclass(slots=True)
class _Finder:
    """Looks parts up in one snapshot; the prefixes of a query share one allowance of expansions."""

    snapshot: Snapshot
    expansions: int = MAX_EXPANSIONS
    forms: set[str] = field(default_factory=set)
    prefixes: list[str] = field(default_factory=list)

    def units(self, question: Question) -> list[_Unit]:
        """What each group finds. Stop words weigh nothing, unless there are no others."""
        widened = self._widened(question.wanted)
        telling = [n for n, group in enumerate(question.wanted) if not _says_nothing(group)]
        units = []
        for n in telling or range(len(question.wanted)):
            group = question.wanted[n]
            found = [*map(self.scores, group), *widened[n]]
            self._show(group)
            relaxes = all(part.relaxes for part in group)
            text = " OU ".join(part.text for part in group)
            units.append(_Unit(text, relaxes, _best(found)))
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

    def _widened(self, groups: Sequence[Alternatives]) -> Mapping[int, list[Scores]]:
        """What synonyms add to each group; those of several words give a part to each of them."""
        widened: dict[int, list[Scores]] = defaultdict(list)
        for run in _runs(groups):
            for widening in self.snapshot.synonyms.widenings([token for _, token in run]):
                span = {n for n, _ in run[widening.start : widening.end]}
                share = SYNONYM_SHARE / len(span)
                for other in widening.others:
                    scores = self._expression(other, WEIGHTS)
                    partial = {number: score * share for number, score in scores.items()}
                    self.forms |= _telling_forms(other)
                    for n in span:
                        widened[n].append(partial)
        return widened

    def _show(self, group: Alternatives) -> None:
        for part in group:
            words = tuple(tokens(composed(part.text)))
            if part.kind is Kind.PREFIX:
                self.prefixes.append(words[-1].word)
            elif part.kind is not Kind.TERM:
                self.forms |= _telling_forms(words)


def _runs(groups: Sequence[Alternatives]) -> Iterator[list[tuple[int, Token]]]:
    """Telling words that stand side by side, each with the number of its group."""
    run: list[tuple[int, Token]] = []
    for n, group in enumerate(groups):
        words = [list(_telling(part)) for part in group]
        if len(group) == 1 and _is_plain(group[0]):
            run += ((n, token) for token in words[0])
            continue
        yield run
        run = []
        yield from ([(n, token) for token in each] for each in words)
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
        if all(number in each for each in others):
            following = [set(each[number]) for each in others]
            count = sum(
                all(start + n in each for n, each in enumerate(following, start=1))
                for start in starts
            )
            if count:
                yield number, count


def _best(found: Iterable[Scores]) -> Scores:
    best: dict[int, float] = {}
    for scores in found:
        for number, score in scores.items():
            best[number] = max(score, best.get(number, 0.0))
    return best
