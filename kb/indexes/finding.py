"""What each part of a question finds in a snapshot, and what that is worth.

A part finds cases by its own words and, for less, by what they may also mean: synonyms of the
field, terms that cases are tagged with, places that lead to their region.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import inf

import numpy as np

from kb.domain.question import Alternatives, Kind, Part, Question
from kb.domain.search import MAX_EXPANSIONS, ReasonKind
from kb.indexes.analysis import beginnings
from kb.indexes.arrays import Numbers
from kb.indexes.bits import members
from kb.indexes.places import places
from kb.indexes.postings import Postings, in_fields, runs_at
from kb.indexes.query_words import QueryWord, runs, says_nothing, words_of
from kb.indexes.scores import Scores, best
from kb.indexes.snapshot import Snapshot
from kb.indexes.synonyms import Expression
from kb.indexes.whoosh_schema import WEIGHTS

#: What a synonym is worth beside the word itself.
SYNONYM_SHARE = 0.7
#: What a term that a word names, or the region of a place, is worth beside a word that is as rare.
TERM_SHARE = 0.4


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

    def starts(self, number: int, name: str, text: str, postings: Postings) -> Iterator[int]:
        """Where its words follow each other in a field of a case, or one begins so; ascending.

        Args:
            text: what the field holds.
        """
        if self.is_beginning:
            return beginnings(text, self.expression[0].word)
        forms = [word.forms for word in self.expression]
        return iter(sorted(postings.starts(number, name, forms)))


@dataclass(frozen=True, kw_only=True)
class Unit:
    """One thing that is wanted: its alternatives and what they find.

    Attributes:
        relaxes: a case may lack it, if too few have everything.
        is_phrase: « … », in any field.
    """

    text: str
    relaxes: bool
    is_phrase: bool
    findings: tuple[Finding, ...]

    @cached_property
    def scores(self) -> Scores:
        """What the best finding is worth in each case."""
        return best(finding.scores for finding in self.findings)


@dataclass(slots=True)
class Finder:
    """Looks parts up in one snapshot; the prefixes of a query share one allowance of expansions."""

    snapshot: Snapshot
    expansions: int = MAX_EXPANSIONS
    _widened: dict[Alternatives, list[Finding]] = field(default_factory=lambda: defaultdict(list))
    _done: set[tuple[object, ...]] = field(default_factory=set)
    """What the words of a group may also mean, once: a query may repeat them."""
    _known: dict[Expression, Scores] = field(default_factory=dict)

    def units(self, question: Question) -> list[Unit]:
        """What each group finds, each once. Stop words weigh nothing if there are others."""
        for run in runs(question.wanted):
            self._widen(run)
        groups = tuple(dict.fromkeys(question.wanted))
        telling = [group for group in groups if not says_nothing(group)]
        return [self._unit(group) for group in telling or groups]

    def _unit(self, group: Alternatives) -> Unit:
        return Unit(
            text=" OU ".join(part.text for part in group),
            relaxes=all(part.relaxes for part in group),
            is_phrase=all(map(_is_phrase, group)),
            findings=(*map(self.finding, group), *self._widened[group]),
        )

    def finding(self, part: Part) -> Finding:
        """What one part finds by its own words."""
        if part.kind is Kind.TERM:
            return self._of_terms(part.text, part.field or "", part.terms)
        _, words = words_of(part.text)
        if part.kind is Kind.PREFIX:
            return self._beginning(part.text, words[-1:])
        fields = (part.field,) if part.field else ()
        return Finding(
            text=part.text,
            expression=words,
            fields=fields or tuple(WEIGHTS),
            scores=self.expression(words, fields),
        )

    def expression(self, words: Expression, fields: Sequence[str] = ()) -> Scores:
        """These words in this order, in any inflection, side by side; in any of these fields."""
        postings = self.snapshot.postings
        if len(words) == 1 and not fields:
            return postings.scores(words[0].forms)
        if len(words) == 1:
            slots, frequencies = postings.runs(words[0].forms)
        else:
            slots, frequencies = runs_at(self._following(words))
        if fields:
            there = in_fields(slots, fields)
            slots, frequencies = slots[there], frequencies[there]
        return postings.worth((slots, frequencies))

    def _following(self, words: Expression) -> Numbers:
        """Where these words follow each other. The rarest is looked up in the others."""
        places = [
            self.snapshot.postings.occurrences(word.forms) - n for n, word in enumerate(words)
        ]
        found, *others = sorted(places, key=len)
        for other in others:
            place = np.searchsorted(other, found)
            place[place == len(other)] = 0
            found = found[other[place] == found] if len(other) else other
        return found

    def _beginning(self, text: str, words: Expression) -> Finding:
        vocabulary, postings = self.snapshot.vocabulary, self.snapshot.postings
        prefix = words[0].word
        found = vocabulary.beginning(prefix, self.expansions)
        self.expansions -= len(found)
        scores = postings.worth(vocabulary.runs(prefix, found[-1] if found else ""))
        return Finding(text=text, expression=words, is_beginning=True, scores=scores)

    def _of_terms(self, text: str, facet_id: str, slugs: tuple[str, ...]) -> Finding:
        numbers = members(self.snapshot.facets.having(facet_id, slugs))
        scores = Scores(numbers, np.zeros(len(numbers)))
        return Finding(text=text, term=(facet_id, slugs), scores=scores)

    def _widen(self, run: Sequence[QueryWord]) -> None:
        """Add what may also be meant; an expression of several words gives each of them a part."""
        for widening in self.snapshot.synonyms.widenings([word.token for word in run]):
            groups = _groups(run[widening.start : widening.end])
            most = self.snapshot.postings.rarity(len(self._scores(widening.expression)))
            for other in widening.others:
                if self._is_new(groups, other):
                    self._share(groups, self._meant(other, most=most))
            if widening.terms and self._is_new(groups, widening.terms):
                self._share(groups, self._tagged(*widening.terms, most=most))
        for place in places([word.typed for word in run]):
            groups = _groups(run[place.start : place.end])
            if self._is_new(groups, place.regions):
                self._share(groups, self._tagged("region", place.regions))

    def _is_new(self, groups: Sequence[Alternatives], meaning: object) -> bool:
        before = len(self._done)
        self._done.add((*groups, meaning))
        return len(self._done) > before

    def _scores(self, words: Expression) -> Scores:
        if words not in self._known:
            self._known[words] = self.expression(words)
        return self._known[words]

    def _meant(self, other: Expression, *, most: float) -> Finding:
        """The cases that say it in these words, no rarer than what is typed: a job is an emploi."""
        scores = self._scores(other)
        rarity = self.snapshot.postings.rarity(len(scores))
        return Finding(
            text="",
            expression=other,
            scores=scores.times(SYNONYM_SHARE * min(1.0, most / rarity)),
        )

    def _tagged(self, facet_id: str, slugs: tuple[str, ...], *, most: float = inf) -> Finding:
        """The cases with any of these terms, worth something for it."""
        found = self._of_terms("", facet_id, slugs)
        numbers = found.scores.numbers
        worth = min(most, self.snapshot.postings.rarity(len(numbers))) * TERM_SHARE
        return replace(found, scores=Scores(numbers, np.full(len(numbers), worth)))

    def _share(self, groups: Sequence[Alternatives], finding: Finding) -> None:
        if not len(finding.scores):
            return
        shared = replace(
            finding,
            text=" ".join(part.text for group in groups for part in group),
            kind=ReasonKind.SYNONYM,
            scores=finding.scores.times(1 / len(groups)),
        )
        for group in groups:
            self._widened[group].append(shared)


def _is_phrase(part: Part) -> bool:
    """Whether it asks for telling words side by side, in any field."""
    _, words = words_of(part.text)
    tells = not all(word.is_stop_word for word in words)
    return part.kind is Kind.PHRASE and part.field is None and tells


def _groups(span: Sequence[QueryWord]) -> tuple[Alternatives, ...]:
    """The groups of some words, each once."""
    return tuple(dict.fromkeys(word.group for word in span))
