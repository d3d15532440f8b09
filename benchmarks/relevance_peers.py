"""The same cases and queries on other engines: SQLite FTS5, and tantivy where it is installed.

They get the fields and weights of ours. A query is read by our grammar: phrases have to be there,
unwanted words must not, any of the other words will do; stop words are left out.
"""

import re
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec

from benchmarks.relevance_measures import Found
from kb.domain.query_text import parse
from kb.domain.question import Kind, Part
from kb.domain.taxonomy import Taxonomy
from kb.indexes.analysis import composed, tokens
from kb.indexes.whoosh_schema import WEIGHTS

#: Slug to field to text.
Texts = Mapping[str, Mapping[str, str]]
Engine = Callable[[str], Found]

_FOUND = 20
_NO_LETTERS = re.compile(r"\W+")


def sqlite(texts: Texts, taxonomy: Taxonomy) -> Engine:
    """SQLite FTS5: words without accents, no stemming, BM25."""
    database = sqlite3.connect(":memory:")
    columns = ", ".join(WEIGHTS)
    database.execute(
        f"CREATE VIRTUAL TABLE cases USING fts5(slug UNINDEXED, {columns},"
        " tokenize='unicode61 remove_diacritics 2')"
    )
    rows = [(slug, *(fields[name] for name in WEIGHTS)) for slug, fields in texts.items()]
    marks = ", ".join("?" * (1 + len(WEIGHTS)))
    database.executemany(f"INSERT INTO cases VALUES ({marks})", rows)  # noqa: S608 - question marks
    order = f"bm25(cases, 0, {', '.join(map(str, WEIGHTS.values()))})"
    select = f"SELECT slug FROM cases WHERE cases MATCH ? ORDER BY {order} LIMIT {_FOUND}"  # noqa: S608 - constants

    def search(text: str) -> Found:
        match = _fts5(text, taxonomy)
        return Found(slugs=[slug for (slug,) in database.execute(select, (match,))])

    return search


def tantivy(texts: Texts, taxonomy: Taxonomy) -> Engine | None:
    """Tantivy with its French stemmer; `None` if it is not installed."""
    if not find_spec("tantivy"):
        return None
    import tantivy as library  # noqa: PLC0415 - an optional dependency

    schema = library.SchemaBuilder().add_text_field("slug", stored=True, tokenizer_name="raw")
    for name in WEIGHTS:
        schema.add_text_field(name, tokenizer_name="french")
    analyser = library.TextAnalyzerBuilder(library.Tokenizer.simple())
    steps = library.Filter
    for step in (steps.lowercase(), steps.stemmer("french"), steps.ascii_fold()):
        analyser = analyser.filter(step)
    index = library.Index(schema.build())
    index.register_tokenizer("french", analyser.build())
    writer = index.writer()
    for slug, fields in texts.items():
        writer.add_document(library.Document(slug=slug, **{n: fields[n] for n in WEIGHTS}))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def search(text: str) -> Found:
        query, _ = index.parse_query_lenient(
            _lucene(text, taxonomy), list(WEIGHTS), field_boosts=dict(WEIGHTS)
        )
        hits = searcher.search(query, _FOUND).hits
        return Found(slugs=[searcher.doc(address)["slug"][0] for _, address in hits])

    return search


def _fts5(text: str, taxonomy: Taxonomy) -> str:
    firm, words, unwanted = _read(text, taxonomy)
    match = " OR ".join(firm + words)
    if firm:
        match = f"{' AND '.join(firm)} AND ({match})"
    return f"({match}){''.join(f' NOT {each}' for each in unwanted)}"


def _lucene(text: str, taxonomy: Taxonomy) -> str:
    firm, words, unwanted = _read(text, taxonomy)
    return " ".join([*(f"+{each}" for each in firm), *words, *(f"-{each}" for each in unwanted)])


def _read(text: str, taxonomy: Taxonomy) -> tuple[list[str], list[str], list[str]]:
    """Quoted: phrases, words, unwanted words and phrases."""
    question = parse(text, taxonomy)
    wanted = [part for group in question.wanted for part in group]
    firm = [_quoted(part.text) for part in wanted if part.kind is Kind.PHRASE]
    words = [word for part in wanted if part.kind is not Kind.PHRASE for word in _words(part)]
    telling = [f'"{word}"' for word, tells in words if tells]
    every = [f'"{word}"' for word, _ in words]
    return firm, telling or every, [_quoted(part.text) for part in question.unwanted]


def _words(part: Part) -> Sequence[tuple[str, bool]]:
    text = composed(part.text)
    return [(text[each.start : each.end], not each.is_stop_word) for each in tokens(text)]


def _quoted(text: str) -> str:
    words = _NO_LETTERS.sub(" ", text).strip()
    return f'"{words}"'
