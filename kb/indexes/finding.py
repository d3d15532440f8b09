"""What each part of a question finds in a snapshot, and what that is worth.

A part finds cases by its own words and, for less, by what they may also mean: synonyms of the
field, places that lead to their region.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, reduce
from operator import or_

from kb.domain.question import Alternatives, Kind, Part, Question
from kb.domain.search import MAX_EXPANSIONS, ReasonKind
from kb.indexes.analysis import Token, composed, tokens
from kb.indexes.places import places
from kb.indexes.postings import Positions
from kb.indexes.snapshot import Documents, Snapshot, members, union
from kb.indexes.synonyms import Expression
from kb.indexes.whoosh_schema import WEIGHTS

#: What a synonym is worth beside the word itself.
SYNONYM_SHARE = 0.5
#: What the region of a place is worth beside a word that is as rare.
PLACE_SHARE = 0.3

#: Document number to what a match there is worth; a document without number does not match.
Scores = Mapping[int, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One way in which a part of a query finds cases.

    Attributes:
        text: what was asked for, as typed.
        expression: the words that are looked for, or the beginning of one; empty for terms.
        term: for facet values and regions, the facet and the slugs that match.
    """

    text: str
    kind: ReasonKind = ReasonKind.WORD
    expression: Expression = ()
    is_beginning: bool = False
    fields: tuple[str, ...] = tuple(WEIGHTS)
    term: tuple[str, tuple[str, ...]] | None = None
    scores: Scores


@dataclass(frozen=True, kw_only=True)
class Unit:
    """One thing that is wanted: its alternatives and what they find."""

    text: str
    relaxes: bool
    findings: tuple[Finding, ...]

    @cached_property
    def scores(self) -> Scores:
        """What the best finding is worth in each case."""
        best: dict[int, float] = {}
        for finding in self.findings:
            for number, score in finding.scores.items():
                best[number] = max(score, best.get(number, 0.0))
        return best

    @cached_property
    def documents(self) -> Documents:
        """The cases that match."""
        return union(self.scores)


@dataclass(frozen=True, slots=True)
class QueryWord:
    """A telling word of a query: the group that it belongs to, and how it is typed."""

    group: Alternatives
    token: Token
    typed: str


@dataclass(slots=True)
class Finder:
    """Looks parts up in one snapshot; the prefixes of a query share one allowance of expansions."""

    snapshot: Snapshot
    expansions: int = MAX_EXPANSIONS
    _widened: dict[Alternatives, list[Finding]] = field(default_factory=lambda: defaultdict(list))

    def units(self, question: Question) -> list[Unit]:
        """What each group finds, each once. Stop words weigh nothing if there are others."""
        for run in runs(question.wanted):
            self._widen(run)
        groups = tuple(dict.fromkeys(question.wanted))
        telling = [group for group in groups if not _says_nothing(group)]
        return [self._unit(group) for group in telling or groups]

    def _unit(self, group: Alternatives) -> Unit:
        return Unit(
            text=" OU ".join(part.text for part in group),
            relaxes=all(part.relaxes for part in group),
            findings=(*map(self.finding, group), *self._widened[group]),
        )

    def finding(self, part: Part) -> Finding:
        """What one part finds by its own words."""
        if part.kind is Kind.TERM:
            return self._of_terms(part.text, part.field or "", part.terms)
        words = tuple(tokens(composed(part.text)))
        if part.kind is Kind.PREFIX:
            return self._beginning(part.text, words[-1:])
        fields = (part.field,) if part.field else tuple(WEIGHTS)
        scores = self.expression(words, fields)
        return Finding(text=part.text, expression=words, fields=fields, scores=scores)

    def expression(self, words: Expression, fields: Iterable[str] = tuple(WEIGHTS)) -> Scores:
        """These words in this order, in any inflection, next to each other."""
        postings = self.snapshot.postings
        places = {name: [postings.places(name, word) for word in words] for name in fields}
        found = {name: dict(_frequencies(each)) for name, each in places.items()}
        return postings.scores(found)

    def _beginning(self, text: str, words: Expression) -> Finding:
        postings = self.snapshot.postings
        found = postings.vocabulary.beginning(words[0].word, self.expansions)
        self.expansions -= len(found)
        frequencies = Counter(number for word in found for number in postings.documents(word))
        scores = postings.scores({"body": frequencies})
        return Finding(text=text, expression=words, is_beginning=True, scores=scores)

    def _of_terms(self, text: str, facet_id: str, slugs: tuple[str, ...]) -> Finding:
        having = self.snapshot.facets[facet_id]
        matching = reduce(or_, (having.get(slug, 0) for slug in slugs), 0)
        scores = dict.fromkeys(members(matching), 0.0)
        return Finding(text=text, term=(facet_id, slugs), scores=scores)

    def _widen(self, run: Sequence[QueryWord]) -> None:
        """Add what may also be meant; an expression of several words gives each of them a part."""
        for widening in self.snapshot.synonyms.widenings([word.token for word in run]):
            for other in widening.others:
                scores = {n: s * SYNONYM_SHARE for n, s in self.expression(other).items()}
                finding = Finding(text="", expression=other, scores=scores)
                self._share(run[widening.start : widening.end], finding)
        for place in places([word.typed for word in run]):
            region = self._of_terms("", "region", place.regions)
            rarity = self.snapshot.postings.rarity(len(region.scores))
            scores = dict.fromkeys(region.scores, rarity * PLACE_SHARE)
            self._share(run[place.start : place.end], replace(region, scores=scores))

    def _share(self, span: Sequence[QueryWord], finding: Finding) -> None:
        groups = dict.fromkeys(word.group for word in span)
        scores = {number: score / len(groups) for number, score in finding.scores.items()}
        shared = replace(
            finding,
            text=" ".join(part.text for group in groups for part in group),
            kind=ReasonKind.SYNONYM,
            scores=scores,
        )
        for group in groups:
            self._widened[group].append(shared)


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
    text = composed(part.text)
    for token in tokens(text):
        if not token.is_stop_word:
            yield QueryWord(group, token, text[token.start : token.end])


def _says_nothing(group: Alternatives) -> bool:
    return all(_is_plain(part) and not any(_words(group, part)) for part in group)


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
