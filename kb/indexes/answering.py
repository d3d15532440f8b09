"""The answer of a snapshot to a query: filters, counts, order, page. Counts come from bit sets."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from operator import and_

import numpy as np

from kb.domain.case import Slug
from kb.domain.query_text import parse
from kb.domain.search import (
    Hit,
    ReasonKind,
    Removal,
    SearchQuery,
    SearchResults,
    Sort,
    TermCount,
)
from kb.domain.taxonomy import FACET_IDS, NATIONWIDE, YEAR
from kb.indexes.arrays import Numbers
from kb.indexes.bits import Documents, count, mask, members
from kb.indexes.filtering import passing
from kb.indexes.highlighting import Highlighter
from kb.indexes.matching import Match, match
from kb.indexes.reasons import reasons
from kb.indexes.snapshot import Snapshot
from kb.indexes.spelling import Correction, correction

#: Decimals of a score: beyond them lies the order in which numbers were added.
_SCORE_DECIMALS = 9
#: What puts some cases before all others, whose scores stay far below.
_BEFORE = 1e15


def answer(query: SearchQuery, snapshot: Snapshot) -> SearchResults:
    """What this state of the base answers.

    A query whose words no case has together is answered as if it had been spelled better, if it
    can be: only words that no case has are spelled otherwise, or joined to their neighbour.
    """
    found = match(query, snapshot)
    better = None if found.exact else correction(query.text, snapshot)
    results = Answer(query, snapshot, found).results()
    if better is None:
        return results
    results = replace(results, did_you_mean=better.text)
    if found.found.complete.any() or query.all_words:
        return results
    question = parse(better.text, snapshot.taxonomy)
    corrected = replace(query, text=better.text, question=question)
    instead = Answer(corrected, snapshot, match(corrected, snapshot)).results()
    if not instead.text_total:
        return results
    hits = tuple(_corrected(hit, better) for hit in instead.hits)
    return replace(instead, hits=hits, did_you_mean=better.text, is_corrected=True)


def matching(query: SearchQuery, snapshot: Snapshot) -> tuple[Slug, ...]:
    """Every case that a query finds, in its order, without correcting any word."""
    order = Answer(query, snapshot, match(query, snapshot)).order()
    return tuple(map(snapshot.cases.slug, order.tolist()))


def _corrected(hit: Hit, better: Correction) -> Hit:
    """The hit, its reasons naming what was typed."""
    reasons = tuple(
        replace(each, word=typed, kind=ReasonKind.CORRECTION)
        if (typed := better.as_typed(each.word)) != each.word
        else each
        for each in hit.reasons
    )
    return replace(hit, reasons=reasons)


@dataclass(frozen=True)
class Answer:
    """A query, what its words find, and what follows from it."""

    query: SearchQuery
    snapshot: Snapshot
    match: Match

    def results(self) -> SearchResults:
        """All that is told about the answer, the page asked for included."""
        text_total = count(self.match.found.documents)
        total = count(self.found)
        lost = text_total and not total
        return SearchResults(
            total=total,
            text_total=text_total,
            hits=tuple(self._hits()),
            counts={each: tuple(self._shown(each)) for each in FACET_IDS},
            relaxed=self.match.found.relaxed,
            complete=self.complete,
            nationwide=self._nationwide(),
            removals=tuple(self._removals()) if lost else (),
            dropped_words=self.match.dropped,
        )

    @cached_property
    def kept(self) -> Mapping[str, Documents]:
        """For each facet that narrows the search, the cases that its choice keeps."""
        narrowing = {*self.query.choices, *([YEAR] if self.query.has_years else [])}
        return {facet_id: passing(facet_id, self.query, self.snapshot) for facet_id in narrowing}

    @cached_property
    def found(self) -> Documents:
        """The text set within all filters."""
        return reduce(and_, self.kept.values(), self.match.found.documents)

    @property
    def complete(self) -> int:
        """How many of them have all the words, where the words were relaxed."""
        return count(self.found & self.match.found.complete) if self.match.found.relaxed else 0

    def _without(self, facet_id: str) -> Documents:
        """The text set within all filters but those of one facet."""
        others = (kept for each, kept in self.kept.items() if each != facet_id)
        return reduce(and_, others, self.match.found.documents)

    @cached_property
    def counts(self) -> Mapping[str, Sequence[int]]:
        """For each facet how many cases each of its terms would leave, its own choice ignored."""
        facets = self.snapshot.facets
        own = {each: facets.counts(each, self._without(each)) for each in self.kept}
        return {**facets.every_count(self.found), **own}

    def _shown(self, facet_id: str) -> Iterator[TermCount]:
        implicit = _implicit(facet_id, self.snapshot)
        terms = self.snapshot.facets.terms[facet_id]
        for slug, number in zip(terms, self.counts[facet_id], strict=True):
            if slug not in implicit:
                yield TermCount(slug=slug, count=number)

    def _nationwide(self) -> int:
        choice = self.query.choice("region")
        if not choice.included:
            return 0
        wider = self.query.choosing(
            "region", replace(choice, included=choice.included | {NATIONWIDE})
        )
        within = self._without("region") & passing("region", wider, self.snapshot)
        return count(within & ~self.found)

    def _removals(self) -> Iterator[Removal]:
        removals = [
            Removal(facet=facet_id, slug=slug, excluded=excluded, total=total)
            for facet_id, slug, excluded, total in self._each_removed()
        ]
        yield from sorted(removals, key=lambda removal: -removal.total)

    def _each_removed(self) -> Iterator[tuple[str, str | None, bool, int]]:
        for facet_id in FACET_IDS:
            choice = self.query.choice(facet_id)
            for excluded, slugs in ((False, choice.included), (True, choice.excluded)):
                for slug in sorted(slugs):
                    without = self.query.toggled(facet_id, slug, excluded=excluded)
                    yield facet_id, slug, excluded, self._total(facet_id, without)
        if self.query.has_years:
            without = replace(self.query, year_from=None, year_to=None)
            yield YEAR, None, False, self._total(YEAR, without)

    def _total(self, facet_id: str, query: SearchQuery) -> int:
        """How many cases a query finds that differs from ours in one facet only."""
        return count(self._without(facet_id) & passing(facet_id, query, self.snapshot))

    def _hits(self) -> Iterator[Hit]:
        last = self.query.page * self.query.per_page
        order = self.order(last)[last - self.query.per_page : last].tolist()
        highlighter = Highlighter(self.match.units, self.snapshot.postings)
        for number in order:
            case = self.snapshot.cases[number]
            if not self.query.has_words:
                yield Hit(case=case)
                continue
            texts = self.snapshot.cases.texts(number)
            yield Hit(
                case=case,
                score=round(float(self.match.scores[number]), _SCORE_DECIMALS),
                highlights=highlighter.highlights(number, texts),
                reasons=tuple(reasons(self.match.units, number, self.snapshot, texts=texts)),
                missing=tuple(self._missing(number)),
            )

    def _missing(self, number: int) -> Iterator[str]:
        for unit in self.match.units if self.match.found.relaxed else ():
            if unit.relaxes and number not in unit.scores:
                yield unit.text

    def order(self, most: int | None = None) -> Numbers:
        """The cases found, in the order asked for; of many, at least the first `most`."""
        found = members(self.found)
        ranks = self.snapshot.cases.ranks
        if self.query.order is not Sort.RELEVANCE:
            return found[_first(ranks.of(self.query.order)[found], most)]
        worth = np.rint(self.match.scores[found] * 10**_SCORE_DECIMALS)
        if self.match.exact:
            worth[np.isin(found, self.match.exact)] += _BEFORE
        if self.match.found.relaxed:
            worth[mask(self.match.found.complete)[found]] += _BEFORE
        best = _first(-worth, most)
        return found[best][np.lexsort((ranks.among(found[best]), -worth[best]))]


def _first(keys: Numbers, most: int | None) -> Numbers:
    """Where the `most` lowest keys stand, in order, and those equal to the last of them."""
    if most is None or most * 4 >= len(keys):
        return np.argsort(keys, kind="stable")
    limit = np.partition(keys, most - 1)[most - 1]
    places = np.flatnonzero(keys <= limit)
    return places[np.argsort(keys[places], kind="stable")]


def _implicit(facet_id: str, snapshot: Snapshot) -> frozenset[str]:
    return frozenset() if facet_id == YEAR else snapshot.taxonomy.facet(facet_id).implicit
