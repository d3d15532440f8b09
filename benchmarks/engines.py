"""Ours beside other engines, on the same generated cases: `python -m benchmarks.engines`.

    python -m benchmarks.engines [--sizes 600 10000] [--rounds 5] [--without-naive]

A request is: the 20 first cases, how many there are, and for every value of every facet how many
have it, the facet's own choice left out. The engines answer in turn, in one run. For ours, *cold*
means words that nobody asked for since the commit, *warm* words known but not this question, *hot*
the same question again; *page* adds passages, reasons and corrections, which no peer makes. The
time of ours includes reading the question as it is typed; the peers are given its terms.

Ends with an error if an answer differs: totals and counts from those of SQLite, and up to 10,000
cases all of a sample of answers from the plain search of the tests.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from benchmarks.engine_answers import Ours, check_peers, check_reference
from benchmarks.engine_corpus import AnalysedCase, AnalysedQuery, Lexicon
from benchmarks.engine_figures import Figures
from benchmarks.engine_fts5 import Fts5
from benchmarks.engine_peers import Peer
from benchmarks.engine_queries import Questions
from benchmarks.engine_tantivy import Tantivy, has_tantivy
from benchmarks.engine_whoosh import NaiveWhoosh
from benchmarks.search_page import PROJECT
from benchmarks.synthetic import write_home
from kb.bootstrap import assemble
from kb.domain.case import CaseFile
from kb.settings import settings_from
from kb.stores.case_files import CaseFiles

Made = TypeVar("Made")

#: Cases up to which the plain search of the tests has room in memory.
_REFERENCE_CASES = 10_000
#: Answers compared with it, and cases up to which all are.
_SAMPLE, _SMALL = 12, 1_000


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure each size; `arguments` instead of those of the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="*", default=[600, 10_000])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--without-naive", action="store_true")
    options = parser.parse_args(arguments)
    if not has_tantivy():
        print("tantivy is left out: uv sync --group peers installs it")
    for size in options.sizes:
        with tempfile.TemporaryDirectory() as folder:
            _measure(Path(folder), size, options.rounds, naive=not options.without_naive)


def _measure(folder: Path, size: int, rounds: int, *, naive: bool) -> None:
    home = folder / "base"
    taxonomy = assemble(settings_from({"KB_HOME": str(PROJECT)})).taxonomies.current()
    write_home(home, PROJECT / "taxonomy.yaml", taxonomy, size)
    knowledge_base = assemble(settings_from({"KB_HOME": str(home)}))
    print(f"\n{size} cases")
    _timed("ours", size, knowledge_base.indexing.catch_up)
    ours = Ours.of(knowledge_base)
    files = [
        file
        for file in CaseFiles(home / "cases", knowledge_base.taxonomies).every()
        if isinstance(file, CaseFile)
    ]
    lexicon = Lexicon()
    cases = [lexicon.analysed(file, taxonomy) for file in files]
    every = Questions(ours.snapshot, taxonomy).every()
    queries = [lexicon.asked(kind, query, ours.snapshot) for kind, query in every]
    peers = _peers(folder, cases, naive=naive)
    check_peers(ours, peers, queries)
    figures = Figures(list(peers))
    for query in queries:
        _ask(query, ours, peers, rounds, figures)
    figures.report()
    if size <= _REFERENCE_CASES:
        del cases, peers
        step = max(1, len(queries) // _SAMPLE) if size > _SMALL else 1
        check_reference(ours, files, queries[::step])


def _peers(folder: Path, cases: Sequence[AnalysedCase], *, naive: bool) -> Mapping[str, Peer]:
    makers: dict[str, Callable[[], Peer]] = {"fts5": lambda: Fts5(folder / "fts5.db", cases)}
    if has_tantivy():
        makers["tantivy"] = lambda: Tantivy(folder / "tantivy", cases)
    if naive:
        makers["whoosh"] = lambda: NaiveWhoosh(folder / "whoosh", cases)
    return {name: _timed(name, len(cases), make) for name, make in makers.items()}


def _timed(name: str, size: int, make: Callable[[], Made]) -> Made:
    started = time.perf_counter()
    made = make()
    print(f"  {name}: built at {size / (time.perf_counter() - started):.0f} cases/s", flush=True)
    return made


def _ask(
    query: AnalysedQuery, ours: Ours, peers: Mapping[str, Peer], rounds: int, figures: Figures
) -> None:
    """One question to everybody, in turn; Whoosh is slow enough to be asked once."""
    for number in range(rounds):
        for name, each in ours.ways(query.query).items():
            figures.note(query.kind, name, _milliseconds(each))
        for name, peer in peers.items():
            if name != "whoosh" or not number:
                figures.note(query.kind, name, _milliseconds(partial(peer.request, query)))
    figures.settle()


def _milliseconds(ask: Callable[[], object]) -> float:
    started = time.perf_counter()
    ask()
    return (time.perf_counter() - started) * 1_000


if __name__ == "__main__":
    main()
