"""Our answers as the peers give theirs; and whether all agree."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from benchmarks.engine_corpus import AnalysedQuery
from benchmarks.engine_peers import TOP, Answered, Peer
from kb.domain.case import CaseFile
from kb.domain.query_text import parse
from kb.domain.search import SearchQuery
from kb.domain.taxonomy import Taxonomy
from kb.indexes.answering import Answer
from kb.indexes.bits import count
from kb.indexes.matching import match
from kb.indexes.snapshot import Snapshot, snapshot
from kb.indexes.whoosh_index import WhooshIndex
from kb.services.knowledge_base import KnowledgeBase
from tests.indexes.reference import Reference

_EXACTLY = 1e-9


@dataclass(frozen=True, slots=True)
class Ours:
    """Our engine, which can be made to forget what it was asked."""

    index: WhooshIndex
    snapshot: Snapshot
    taxonomy: Taxonomy

    @classmethod
    def of(cls, knowledge_base: KnowledgeBase) -> "Ours":
        """The engine of a base."""
        index = knowledge_base.searching.index
        if not isinstance(index, WhooshIndex):
            raise TypeError(index)
        current = index._current()  # noqa: SLF001 - measured by itself
        return cls(index, current, current.taxonomy)

    def forgetful(self) -> Snapshot:
        """The same state, as it is after a commit: nothing has been asked yet."""
        state = self.snapshot.state
        return snapshot(
            self.snapshot.parts, self.taxonomy, edition=state.edition, commit=state.commit
        )

    def ways(self, query: SearchQuery) -> Mapping[str, Callable[[], object]]:
        """The same question, to be asked in this order: cold, warm, hot; then as a whole page."""
        current, known = self.forgetful(), self.forgetful()
        self.answer(replace(query, text=f"{query.text} "), known)
        return {
            "cold": lambda: self.answer(query, current),
            "warm": lambda: self.answer(query, known),
            "hot": lambda: self.answer(query, known),
            "page": lambda: self.index.search(query),
        }

    def answer(self, query: SearchQuery, current: Snapshot) -> Answered:
        """What the peers are asked for, too; the question is read as it is typed."""
        asked = replace(query, question=parse(query.text, self.taxonomy))
        answer = Answer(asked, current, match(asked, current))
        first = answer.order(TOP)[:TOP].tolist()
        terms = current.facets.terms
        counts = {
            facet: dict(zip(terms[facet], numbers, strict=True))
            for facet, numbers in answer.counts.items()
        }
        slugs = tuple(current.cases.slug(number) for number in first)
        return Answered(count(answer.found), slugs, counts)


def check_peers(ours: Ours, peers: Mapping[str, Peer], queries: Sequence[AnalysedQuery]) -> None:
    """Stop if a total or a count is not that of the peers."""
    for query in queries:
        answered = ours.answer(query.query, ours.snapshot)
        for name, peer in peers.items():
            other = peer.request(query)
            _require(answered.total == other.total, query, name)
            for facet, counts in answered.counts.items():
                there = other.counts[facet]
                same = all(there.get(slug, 0) == number for slug, number in counts.items())
                _require(same, query, f"{name}, {facet}")
    print(f"  {len(queries)} questions: totals and counts are those of {', '.join(peers)}")


def check_reference(
    ours: Ours, files: Iterable[CaseFile], queries: Sequence[AnalysedQuery]
) -> None:
    """Stop if an answer is not that of the plain search: cases, order, scores, all counts."""
    reference = Reference.of(files, ours.taxonomy)
    for asked in queries:
        expected, results = reference.answer(asked.query), ours.index.search(asked.query)
        first = expected.slugs[: asked.query.per_page]
        _require([hit.case.slug for hit in results.hits] == list(first), asked, "order")
        _require(results.total == len(expected.slugs), asked, "total")
        if asked.query.has_words:
            differences = (
                abs((hit.score or 0.0) - expected.scores[hit.case.slug]) for hit in results.hits
            )
            _require(max(differences, default=0.0) <= _EXACTLY, asked, "scores")
        for facet, terms in results.counts.items():
            counts = {term.slug: term.count for term in terms}
            _require(counts == expected.counts[facet], asked, facet)
    print(f"  {len(queries)} answers are those of the plain search", flush=True)


def _require(holds: bool, query: AnalysedQuery, what: str) -> None:  # noqa: FBT001 - a condition
    if not holds:
        message = f"{query.query.text!r} {dict(query.filters)}: not the same ({what})"
        raise SystemExit(message)
