"""How good the order of results is, beside other engines: `make relevance`.

    python -m benchmarks.relevance [--queries]

Asks the queries of `tests/relevance/` of ours, of SQLite FTS5 and of tantivy, all on the published
cases. `--queries` also prints each query of the half `tune` that ours answers badly.
"""

import argparse
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

from benchmarks.relevance_measures import (
    Found,
    Half,
    JudgedQuery,
    Kind,
    Measures,
    judged_queries,
    mean,
    measures,
)
from benchmarks.relevance_peers import Engine, Texts, sqlite, tantivy
from kb.bootstrap import assemble
from kb.domain.case import CaseFile
from kb.domain.query_text import parse
from kb.domain.search import SearchQuery
from kb.indexes.whoosh_schema import document
from kb.services.knowledge_base import KnowledgeBase
from kb.settings import Settings
from kb.stores.case_files import CaseFiles

PROJECT = Path(__file__).parents[1]

#: Below this nDCG a query is worth a look.
_BAD = 0.7

Answers = Mapping[str, Found]


def main() -> None:
    """Print the table of measures, kind by kind and half by half."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--queries", action="store_true", help="print the queries answered badly")
    options = parser.parse_args()
    queries = judged_queries()
    with tempfile.TemporaryDirectory() as folder:
        knowledge_base = published(Path(folder))
        answers = _answers(knowledge_base, queries)
    for half in Half:
        _report(half, [query for query in queries if query.half is half], answers)
    if options.queries:
        _show_bad(queries, answers["ours"])


def published(home: Path) -> KnowledgeBase:
    """A base with the published cases in an empty folder, indexed."""
    (home / "cases").symlink_to(PROJECT / "cases")
    (home / "taxonomy.yaml").symlink_to(PROJECT / "taxonomy.yaml")
    knowledge_base = assemble(Settings(home=home))
    knowledge_base.indexing.catch_up()
    return knowledge_base


def ours(knowledge_base: KnowledgeBase) -> Engine:
    """Our own search, as the page and the API ask it."""
    taxonomy = knowledge_base.taxonomies.current()

    def search(text: str) -> Found:
        query = SearchQuery(text=text, question=parse(text, taxonomy))
        results = knowledge_base.searching.search(query)
        return Found(
            slugs=[hit.case.slug for hit in results.hits],
            is_sure=results.relaxed is None and not results.is_corrected,
        )

    return search


def _answers(
    knowledge_base: KnowledgeBase, queries: Sequence[JudgedQuery]
) -> Mapping[str, Answers]:
    """Engine to query id to answer."""
    taxonomy = knowledge_base.taxonomies.current()
    texts = _texts(knowledge_base)
    engines = {
        "ours": ours(knowledge_base),
        "fts5": sqlite(texts, taxonomy),
        "tantivy": tantivy(texts, taxonomy),
    }
    for name in [name for name, engine in engines.items() if engine is None]:
        print(f"{name} is missing: pip install --group peers")
    return {
        name: {query.id: engine(query.text) for query in queries}
        for name, engine in engines.items()
        if engine
    }


def _texts(knowledge_base: KnowledgeBase) -> Texts:
    taxonomy = knowledge_base.taxonomies.current()
    files = CaseFiles(PROJECT / "cases", knowledge_base.taxonomies).every()
    return {
        file.slug: cast("Mapping[str, str]", document(file, taxonomy)["texts"])
        for file in files
        if isinstance(file, CaseFile)
    }


def _report(half: Half, queries: Sequence[JudgedQuery], answers: Mapping[str, Answers]) -> None:
    print(f"\n{half:<10} {'n':>3} {'engine':<8}  nDCG@10    MRR  recall@20  success@1   empty")
    for kind in [*Kind, None]:
        asked = [query for query in queries if kind is query.kind or kind is None]
        if kind is None:
            asked = [query for query in asked if query.kind is not Kind.NOTHING]
        for name, found in answers.items():
            result = mean(measures(query, found[query.id]) for query in asked)
            print(f"{kind or 'all':<10} {len(asked):>3} {name:<8}  {_columns(kind, result)}")


def _columns(kind: Kind | None, result: Measures) -> str:
    if kind is Kind.NOTHING:
        return f"{'':27} {result.success:10.3f} {result.empty:7.3f}"
    order = f"{result.ndcg:7.3f} {result.mrr:6.3f} {result.recall:10.3f}"
    return f"{order}   {result.success:10.3f} {result.empty:7.3f}"


def _show_bad(queries: Sequence[JudgedQuery], answers: Answers) -> None:
    for query in queries:
        result = measures(query, answers[query.id])
        is_bad = not result.success if query.kind is Kind.NOTHING else result.ndcg < _BAD
        if query.half is Half.TUNE and is_bad:
            print(f"\n{query.id} {query.text} (nDCG {result.ndcg:.2f}, recall {result.recall:.2f})")
            for slug in answers[query.id].slugs[:10]:
                print(f"    {query.grades.get(slug, 0)} {slug}")


if __name__ == "__main__":
    main()
