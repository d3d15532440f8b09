"""A plain, slow search that shows what every answer must be: dictionaries and loops.

It shares with the real one how texts and queries are read, constants, vocabulary and the rules of
correction; it looks nothing up in any index.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from rapidfuzz.distance import OSA

from kb.domain.case import CaseFile
from kb.domain.french import folded, french_order, letters_and_digits
from kb.domain.query_text import parse
from kb.domain.search import Relaxed, SearchQuery, Sort
from kb.domain.taxonomy import KEY_OF_FACET, YEAR, Taxonomy
from kb.indexes.analysis import tokens
from kb.indexes.spelling import correction
from kb.indexes.synonyms import known_words
from kb.indexes.whoosh_schema import document
from tests.indexes.reference_matching import Corpus, Matching, Scores


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What an answer must say: all slugs in order, scores, counts by facet and term."""

    slugs: Sequence[str]
    scores: Scores
    text_total: int
    counts: Mapping[str, Mapping[str, int]]
    relaxed: Relaxed | None
    dropped: tuple[str, ...]
    has_complete: bool
    did_you_mean: str | None = None
    is_corrected: bool = False


@dataclass(frozen=True)
class Reference:
    """The search over some cases."""

    files: Mapping[str, CaseFile]
    corpus: Corpus

    @classmethod
    def of(cls, files: Iterable[CaseFile], taxonomy: Taxonomy) -> "Reference":
        """The reference for some cases."""
        cases = {file.slug: file for file in files}
        texts = {
            slug: cast("Mapping[str, str]", document(file, taxonomy)["texts"])
            for slug, file in cases.items()
        }
        corpus = Corpus(
            taxonomy=taxonomy,
            texts={
                slug: {name: tuple(tokens(text)) for name, text in each.items()}
                for slug, each in texts.items()
            },
            spellings={slug: frozenset(_spellings(each)) for slug, each in texts.items()},
            tags={slug: _tags(file, taxonomy) for slug, file in cases.items()},
            titles={slug: letters_and_digits(file.case.title) for slug, file in cases.items()},
        )
        return cls(cases, corpus)

    @property
    def taxonomy(self) -> Taxonomy:
        return self.corpus.taxonomy

    def answer(self, query: SearchQuery) -> Expected:
        """What this query is answered with, a better spelling included."""
        found = self._answer(query)
        has_title = any(self._is_title(slug, query) for slug in self.files)
        better = None if has_title else correction(query.text, cast("Any", self))
        if better is None:
            return found
        found = replace(found, did_you_mean=better.text)
        if found.has_complete or query.all_words:
            return found
        question = parse(better.text, self.taxonomy)
        instead = self._answer(replace(query, text=better.text, question=question))
        if not instead.text_total:
            return found
        return replace(instead, did_you_mean=better.text, is_corrected=True)

    def _is_title(self, slug: str, query: SearchQuery) -> bool:
        return bool(query.text) and self.corpus.titles[slug] == letters_and_digits(query.text)

    def _answer(self, query: SearchQuery) -> Expected:
        matching = Matching(self.corpus, query)
        within, relaxed, scores = matching.result()
        kept = {slug for slug in within if all(self._passes(slug, query).values())}
        return Expected(
            slugs=self._ordered(kept, query, scores, matching.complete if relaxed else kept),
            scores={slug: scores[slug] for slug in kept} if query.has_words else {},
            text_total=len(within),
            counts=self._counts(within, query),
            relaxed=relaxed,
            dropped=tuple(matching.dropped),
            has_complete=bool(matching.complete),
        )

    def _passes(self, slug: str, query: SearchQuery) -> Mapping[str, bool]:
        """Whether a case gets through the choice of each facet."""
        passes = {}
        for facet_id in (*KEY_OF_FACET, YEAR):
            tags, choice = self.corpus.tags[slug][facet_id], query.choice(facet_id)
            passes[facet_id] = not tags & choice.excluded
            if choice.included:
                passes[facet_id] &= bool(tags & choice.included)
        if query.has_years:
            year = self.files[slug].case.started
            first, last = query.year_from or year, query.year_to or year
            passes[YEAR] &= year is not None and (first or 0) <= year <= (last or 0)
        return passes

    def _counts(self, within: set[str], query: SearchQuery) -> Mapping[str, Mapping[str, int]]:
        counts: dict[str, dict[str, int]] = {
            facet.id: {term.slug: 0 for term in facet.offered} for facet in self.taxonomy.facets
        }
        years = {year for slug in self.files for year in self.corpus.tags[slug][YEAR]}
        counts[YEAR] = dict.fromkeys(sorted(years), 0)
        for slug in within:
            passes = self._passes(slug, query)
            for facet_id, terms in counts.items():
                if all(passing for each, passing in passes.items() if each != facet_id):
                    for term in self.corpus.tags[slug][facet_id]:
                        if term in terms:
                            terms[term] += 1
        return counts

    def _ordered(
        self, slugs: set[str], query: SearchQuery, scores: Scores, complete: Collection[str]
    ) -> Sequence[str]:
        case = {slug: self.files[slug].case for slug in slugs}
        found = sorted(slugs, key=lambda slug: (french_order(case[slug].title), slug))
        found.sort(key=lambda slug: -(case[slug].started or 0))
        if query.order is Sort.RELEVANCE:
            found.sort(
                key=lambda s: (
                    not self._is_title(s, query),
                    s not in complete,
                    -round(scores[s], 9),
                )
            )
        elif query.order is Sort.TITLE:
            found.sort(key=lambda slug: french_order(case[slug].title))
        elif query.order is Sort.NEWEST:
            found.sort(key=lambda s: case[s].published_on or date.min, reverse=True)
        else:
            days = {s: case[s].updated_on or case[s].published_on or date.min for s in slugs}
            found.sort(key=days.__getitem__, reverse=True)
        return found

    # What the rules of correction ask of a snapshot.

    @property
    def vocabulary(self) -> "Reference":
        return self

    @property
    def postings(self) -> "Reference":
        return self

    @property
    def known_words(self) -> frozenset[str]:
        return known_words(self.taxonomy)

    def knows(self, forms: Sequence[str]) -> bool:
        fields = (there for each in self.corpus.forms.values() for there in each.values())
        return any(not there.isdisjoint(forms) for there in fields)

    def __contains__(self, word: str) -> bool:
        return self.frequency(word) > 0

    def frequency(self, word: str) -> int:
        return sum(word in each for each in self.corpus.folded_words.values())

    def spelled(self, word: str) -> str:
        spellings = (each for some in self.corpus.spellings.values() for each in some)
        found = Counter(each for each in spellings if folded(each) == word)
        return max(found, key=lambda each: (found[each], each))

    def near(self, word: str, *, mistakes: int, limit: int) -> Sequence[tuple[str, int]]:
        words = {each for some in self.corpus.folded_words.values() for each in some}
        distances = [(OSA.distance(word, each, score_cutoff=mistakes), each) for each in words]
        near = sorted((n, each) for n, each in distances if n <= mistakes)
        return [(each, n) for n, each in near[:limit]]


def _spellings(texts: Mapping[str, str]) -> Iterator[str]:
    """The words of a case, in lower case."""
    for text in texts.values():
        yield from (text[token.start : token.end].lower() for token in tokens(text))


def _tags(file: CaseFile, taxonomy: Taxonomy) -> Mapping[str, frozenset[str]]:
    year = [] if file.case.started is None else [str(file.case.started)]
    tags = taxonomy.tags(file.case)
    every = {each: frozenset(taxonomy.with_implicit(each, slugs)) for each, slugs in tags.items()}
    return {**every, YEAR: frozenset(year)}
