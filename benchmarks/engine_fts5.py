"""The same requests on SQLite FTS5 with bit masks."""

import sqlite3
from collections.abc import Iterable, Mapping
from itertools import product
from pathlib import Path

from benchmarks.engine_corpus import Alternative, AnalysedCase, AnalysedQuery
from benchmarks.engine_peers import TOP, Answered
from kb.domain.taxonomy import FACET_IDS
from kb.indexes.finding import TERM_SHARE
from kb.indexes.whoosh_schema import WEIGHTS

_FIELDS = " ".join(WEIGHTS)
_COLUMNS = ", ".join(FACET_IDS)


class Fts5:
    """SQLite FTS5, tuned: a facet of a case is one integer, matches are found once."""

    def __init__(self, path: Path, cases: Iterable[AnalysedCase]) -> None:
        self.values: dict[str, dict[str, int]] = {facet: {} for facet in FACET_IDS}
        self.database = sqlite3.connect(path, isolation_level=None)
        self.database.executescript(
            f"""PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA cache_size=-262144;
            PRAGMA mmap_size=2000000000; PRAGMA temp_store=MEMORY;
            CREATE TABLE cases(id INTEGER PRIMARY KEY, slug TEXT, {_COLUMNS});
            CREATE VIRTUAL TABLE texts USING fts5({", ".join(WEIGHTS)}, words, tags,
                content='', prefix='3 4');
            CREATE TEMP TABLE found(id INT, score REAL, {_COLUMNS});"""
        )
        self.database.execute("BEGIN")
        for number, case in enumerate(cases, start=1):
            self._insert(number, case)
        self.database.execute("COMMIT")
        self.database.executescript("INSERT INTO texts(texts) VALUES ('optimize'); ANALYZE;")

    def _insert(self, number: int, case: AnalysedCase) -> None:
        masks = [self._mask(facet, case.facets[facet]) for facet in FACET_IDS]
        texts = [" ".join(case.fields[name]) for name in WEIGHTS]
        marks = ", ".join("?" * (2 + len(masks)))
        self.database.execute(f"INSERT INTO cases VALUES ({marks})", (number, case.slug, *masks))  # noqa: S608 - question marks
        texts += [" ".join(case.words), " ".join(case.tags)]
        marks = ", ".join("?" * (1 + len(texts)))
        self.database.execute(
            f"INSERT INTO texts(rowid, {', '.join(WEIGHTS)}, words, tags) VALUES ({marks})",  # noqa: S608 - constants
            (number, *texts),
        )

    def _mask(self, facet: str, values: Iterable[str]) -> int:
        known = self.values[facet]
        return sum(1 << known.setdefault(value, len(known)) for value in values)

    def request(self, query: AnalysedQuery) -> Answered:
        """See `Peer.request`."""
        ask = self.database.execute
        source, order = "cases", "id"
        if query.units:
            source, order = "found", "score, id"
            ask("DELETE FROM found")
            weights = ", ".join(map(str, (*WEIGHTS.values(), 1.0, TERM_SHARE)))
            ask(
                f"INSERT INTO found SELECT texts.rowid, bm25(texts, {weights}), {_COLUMNS}"  # noqa: S608 - constants
                " FROM texts CROSS JOIN cases ON cases.id = texts.rowid WHERE texts MATCH ?",
                (_fts5_match(query),),
            )
        where = self._where(query)
        [(total,)] = ask(f"SELECT count(*) FROM {source} WHERE {where}")  # noqa: S608 - constants
        top = f"SELECT id FROM {source} WHERE {where} ORDER BY {order} LIMIT {TOP}"  # noqa: S608 - constants
        slugs = f"SELECT slug FROM cases WHERE id IN ({top})"  # noqa: S608 - constants
        return Answered(
            total,
            tuple(slug for (slug,) in ask(slugs)),
            {facet: self._counts(facet, source, query) for facet in FACET_IDS},
        )

    def _where(self, query: AnalysedQuery, *, but: str = "") -> str:
        """All filters, but that of one facet."""
        return (
            " AND ".join(
                f"{facet} & {self._mask(facet, values)} <> 0"
                for facet, values in query.filters.items()
                if facet != but
            )
            or "1"
        )

    def _counts(self, facet: str, source: str, query: AnalysedQuery) -> Mapping[str, int]:
        counts = dict.fromkeys(self.values[facet], 0)
        rows = self.database.execute(
            f"SELECT {facet}, count(*) FROM {source} WHERE {self._where(query, but=facet)}"  # noqa: S608 - constants
            " GROUP BY 1"
        ).fetchall()
        for value, bit in self.values[facet].items():
            counts[value] = sum(number for mask, number in rows if mask >> bit & 1)
        return counts


def _fts5_match(query: AnalysedQuery) -> str:
    return " AND ".join(f"({' OR '.join(map(_fts5_part, unit))})" for unit in query.units)


def _fts5_part(part: Alternative) -> str:
    if part.prefix:
        return f"words : {part.prefix}*"
    if part.tags:
        return f"tags : ({' OR '.join(part.tags)})"
    phrases = (f'"{" ".join(terms)}"' for terms in product(*part.words))
    return f"{{{_FIELDS}}} : ({' OR '.join(phrases)})"
