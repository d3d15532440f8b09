"""The answer of a snapshot to a query: filters, counts, order, page. Counts come from bit sets."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from operator import and_, or_

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
from kb.indexes.highlighting import Highlighter
from kb.indexes.matching import Match, match
from kb.indexes.reasons import reasons
from kb.indexes.snapshot import Documents, Snapshot, members
from kb.indexes.spelling import Correction, correction

#: Decimals of a score: beyond them lies the order in which numbers were added.
_SCORE_DECIMALS = 9


def answer(query: SearchQuery, snapshot: Snapshot) -> SearchResults:
    """What this state of the base answers.

    A query that matches nothing is answered as if it had been spelled better, if it can be.
    """
    found = match(query, snapshot)
    better = None if found.exact else correction(query.text, snapshot)
    results = Answer(query, snapshot, found).results()
    if better is None:
        return results
    results = replace(results, did_you_mean=better.text)
    if found.documents or query.all_words:
        return results
    question = parse(better.text, snapshot.taxonomy)
    corrected = replace(query, text=better.text, question=question)
    instead = Answer(corrected, snapshot, match(corrected, snapshot)).results()
    if not instead.text_total:
        return results
    hits = tuple(_corrected(hit, better) for hit in instead.hits)
    return replace(instead, hits=hits, did_you_mean=better.text, is_corrected=True)


def _corrected(hit: Hit, better: Correction) -> Hit:
    """The hit, its reasons naming what was typed."""
    reasons = tuple(
        replace(each, word=better.typed[each.word], kind=ReasonKind.CORRECTION)
        if each.word in better.typed
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
        text_total = self.match.documents.bit_count()
        total = self.found.bit_count()
        lost = text_total and not total
        return SearchResults(
            total=total,
            text_total=text_total,
            hits=tuple(self._hits()),
            counts={facet_id: tuple(self._counts(facet_id)) for facet_id in FACET_IDS},
            relaxed=self.match.relaxed,
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
        return reduce(and_, self.kept.values(), self.match.documents)

    def _without(self, facet_id: str) -> Documents:
        """The text set within all filters but those of one facet."""
        others = (kept for each, kept in self.kept.items() if each != facet_id)
        return reduce(and_, others, self.match.documents)

    def _counts(self, facet_id: str) -> Iterator[TermCount]:
        within = self._without(facet_id) if facet_id in self.kept else self.found
        implicit = _implicit(facet_id, self.snapshot)
        for slug, having in self.snapshot.facets[facet_id].items():
            if slug not in implicit:
                yield TermCount(slug=slug, count=(within & having).bit_count())

    def _nationwide(self) -> int:
        choice = self.query.choice("region")
        if not choice.included:
            return 0
        wider = self.query.choosing(
            "region", replace(choice, included=choice.included | {NATIONWIDE})
        )
        within = self._without("region") & passing("region", wider, self.snapshot)
        return (within & ~self.found).bit_count()

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
        return (self._without(facet_id) & passing(facet_id, query, self.snapshot)).bit_count()

    def _hits(self) -> Iterator[Hit]:
        first = (self.query.page - 1) * self.query.per_page
        order = self.order()[first : first + self.query.per_page]
        highlighter = Highlighter.of(self.match.units)
        for number in order:
            case = self.snapshot.cases[number]
            if not self.query.has_words:
                yield Hit(case=case)
                continue
            texts = self.snapshot.postings.texts(number)
            yield Hit(
                case=case,
                score=round(self.match.scores[number], _SCORE_DECIMALS),
                highlights=highlighter.highlights(case.title, (texts["summary"], texts["body"])),
                reasons=tuple(reasons(self.match.units, number, self.snapshot, texts=texts)),
            )

    def order(self) -> list[int]:
        """The cases found, in the order asked for."""
        rank = self.snapshot.ranks[self.query.order]
        found = sorted(members(self.found), key=rank.__getitem__)
        if self.query.order is Sort.RELEVANCE:
            scores, exact = self.match.scores, self.match.exact
            found.sort(key=lambda n: (not exact >> n & 1, -round(scores[n], _SCORE_DECIMALS)))
        return found


def _implicit(facet_id: str, snapshot: Snapshot) -> frozenset[str]:
    return frozenset() if facet_id == YEAR else snapshot.taxonomy.facet(facet_id).implicit


def passing(facet_id: str, query: SearchQuery, snapshot: Snapshot) -> Documents:
    """The cases that the choice in one facet keeps: any of the included, none of the excluded."""
    choice, having = query.choice(facet_id), snapshot.facets[facet_id]
    kept = snapshot.everything
    if choice.included:
        kept = _any(having.get(slug, 0) for slug in choice.included)
    kept &= ~_any(having.get(slug, 0) for slug in choice.excluded)
    if facet_id == YEAR and query.has_years:
        kept &= _any(each for year, each in having.items() if _in_years(int(year), query))
    return kept


def _any(sets: Iterator[Documents]) -> Documents:
    return reduce(or_, sets, 0)


def _in_years(year: int, query: SearchQuery) -> bool:
    return (query.year_from or year) <= year <= (query.year_to or year)
