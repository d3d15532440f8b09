"""The search that one writes first: Whoosh's own queries, scores and groups, nothing kept."""

from collections.abc import Iterable
from itertools import product
from pathlib import Path

from whoosh import fields, index, query, sorting
from whoosh.analysis import SpaceSeparatedTokenizer

from benchmarks.engine_corpus import Alternative, AnalysedCase, AnalysedQuery
from benchmarks.engine_peers import TOP, Answered
from kb.domain.taxonomy import FACET_IDS
from kb.indexes.finding import TERM_SHARE
from kb.indexes.whoosh_schema import WEIGHTS

_MEGABYTES = 256


class NaiveWhoosh:
    """Whoosh as its documentation shows it."""

    def __init__(self, path: Path, cases: Iterable[AnalysedCase]) -> None:
        texts = {
            name: fields.TEXT(analyzer=SpaceSeparatedTokenizer(), field_boost=weight)
            for name, weight in WEIGHTS.items()
        }
        facets = {facet: fields.KEYWORD(stored=False) for facet in FACET_IDS}
        schema = fields.Schema(
            slug=fields.ID(stored=True),
            words=fields.KEYWORD(scorable=True),
            tags=fields.KEYWORD(scorable=True, field_boost=TERM_SHARE),
            **texts,
            **facets,
        )
        path.mkdir()
        writer = index.create_in(path, schema).writer(limitmb=_MEGABYTES)
        for case in cases:
            writer.add_document(
                slug=case.slug,
                words=" ".join(case.words),
                tags=" ".join(case.tags),
                **{name: " ".join(terms) for name, terms in case.fields.items()},
                **{facet: " ".join(values) for facet, values in case.facets.items()},
            )
        writer.commit()
        self.searcher = index.open_dir(path).searcher()

    def request(self, asked: AnalysedQuery) -> Answered:
        """See `Peer.request`."""
        units = [query.Or([_part(part) for part in unit]) for unit in asked.units]
        wanted = query.And(units) if units else query.Every()
        free = [facet for facet in FACET_IDS if facet not in asked.filters]
        found = self._search(wanted, asked, free)
        groups = {facet: found.groups(facet) for facet in free}
        for facet in asked.filters:
            groups[facet] = self._search(wanted, asked, [facet], but=facet).groups(facet)
        return Answered(
            len(found),
            tuple(hit["slug"] for hit in found[:TOP]),
            {
                facet: {str(value): len(numbers) for value, numbers in each.items() if value}
                for facet, each in groups.items()
            },
        )

    def _search(
        self, wanted: query.Query, asked: AnalysedQuery, facets: list[str], *, but: str = ""
    ) -> "query.Results":
        grouped = sorting.Facets()
        for facet in facets:
            grouped.add_field(facet, allow_overlap=True)
        kept = [
            query.Or([query.Term(facet, value) for value in values])
            for facet, values in asked.filters.items()
            if facet != but
        ]
        return self.searcher.search(
            wanted, limit=TOP, groupedby=grouped, filter=query.And(kept) if kept else None
        )


def _part(part: Alternative) -> query.Query:
    if part.prefix:
        return query.Prefix("words", part.prefix)
    if part.tags:
        return query.Or([query.Term("tags", tag) for tag in part.tags])
    return query.Or(
        [
            query.Term(name, terms[0]) if len(terms) == 1 else query.Phrase(name, list(terms))
            for name in WEIGHTS
            for terms in product(*part.words)
        ]
    )
