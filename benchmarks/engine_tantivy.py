"""The same requests on tantivy with its aggregations, where it is installed."""

from collections.abc import Iterable
from importlib.util import find_spec
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.engine_corpus import Alternative, AnalysedCase, AnalysedQuery
from benchmarks.engine_peers import TOP, Answered
from kb.domain.taxonomy import FACET_IDS
from kb.indexes.finding import TERM_SHARE
from kb.indexes.whoosh_schema import WEIGHTS

if TYPE_CHECKING:
    from tantivy import Query


def has_tantivy() -> bool:
    """Whether the optional peer is installed."""
    return find_spec("tantivy") is not None


class Tantivy:
    """Tantivy: facets are fast fields, counted by terms aggregations."""

    def __init__(self, path: Path, cases: Iterable[AnalysedCase]) -> None:
        import tantivy as library  # noqa: PLC0415 - an optional dependency

        self.library = library
        builder = library.SchemaBuilder().add_text_field("slug", stored=True, tokenizer_name="raw")
        for name in (*WEIGHTS, "words", "tags"):
            builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
        for facet in FACET_IDS:
            builder.add_text_field(facet, tokenizer_name="raw", fast=True, index_option="basic")
        self.schema = builder.build()
        path.mkdir()
        self.index = library.Index(self.schema, path=str(path))
        writer = self.index.writer(256_000_000, 2)
        for case in cases:
            texts = {name: " ".join(terms) for name, terms in case.fields.items()}
            facets = {facet: list(values) for facet, values in case.facets.items()}
            texts |= {"words": " ".join(case.words), "tags": " ".join(case.tags)}
            writer.add_document(library.Document(slug=case.slug, **texts, **facets))
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()

    def request(self, query: AnalysedQuery) -> Answered:
        """See `Peer.request`."""
        searcher = self.index.searcher()
        whole = self._filtered(query)
        found = searcher.search(whole, limit=TOP, count=True)
        free = [facet for facet in FACET_IDS if facet not in query.filters]
        buckets = searcher.aggregate(whole, _terms(free))
        for facet in query.filters:
            buckets |= searcher.aggregate(self._filtered(query, but=facet), _terms([facet]))
        return Answered(
            found.count,  # type: ignore[attr-defined, unused-ignore]  # left out of its stub, if it is there
            tuple(searcher.doc(address)["slug"][0] for _, address in found.hits),
            {
                facet: {each["key"]: each["doc_count"] for each in buckets[facet]["buckets"]}
                for facet in FACET_IDS
            },
        )

    def _filtered(self, query: AnalysedQuery, *, but: str = "") -> "Query":
        make, must = self.library.Query, self.library.Occur.Must
        filters = [
            make.const_score_query(make.term_set_query(self.schema, facet, sorted(values)), 0.0)
            for facet, values in query.filters.items()
            if facet != but
        ]
        units = [self._any(map(self._part, unit)) for unit in query.units] or [make.all_query()]
        return make.boolean_query([(must, each) for each in (*units, *filters)])

    def _part(self, part: Alternative) -> "Query":
        make = self.library.Query
        if part.prefix:
            return make.regex_query(self.schema, "words", f"{part.prefix}.*")
        if part.tags:
            tagged = make.term_set_query(self.schema, "tags", [*part.tags])
            return make.const_score_query(tagged, TERM_SHARE)
        return self._any(
            make.boost_query(self._phrase(name, terms), weight)
            for name, weight in WEIGHTS.items()
            for terms in product(*part.words)
        )

    def _phrase(self, name: str, terms: tuple[str, ...]) -> "Query":
        make = self.library.Query
        if len(terms) == 1:
            return make.term_query(self.schema, name, terms[0])
        return make.phrase_query(self.schema, name, [*terms])

    def _any(self, several: Iterable["Query"]) -> "Query":
        should = self.library.Occur.Should
        return self.library.Query.boolean_query([(should, each) for each in several])


def _terms(facets: Iterable[str]) -> dict[str, object]:
    return {facet: {"terms": {"field": facet, "size": 200}} for facet in facets}
