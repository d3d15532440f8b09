"""How soon a case that is added is found in another process: `python -m benchmarks.commits`.

    python -m benchmarks.commits [--size 600] [--commits 100]

Adds generated cases one by one to a base of a size. Prints how long each commit takes, and how long
another reader of the same index then takes until it finds the case. Merges happen as in a request.
"""

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from benchmarks.search_page import PROJECT
from benchmarks.synthetic import Generator, write_home
from kb.bootstrap import assemble
from kb.domain.query_text import parse
from kb.domain.search import SearchQuery
from kb.formats import front_matter
from kb.settings import settings_from
from kb.stores.case_files import CaseFiles

_HUNDRED = 100


def main() -> None:
    """Build a base, then time single commits to it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=600)
    parser.add_argument("--commits", type=int, default=100)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "base"
        settings = settings_from({"KB_HOME": str(home)})
        taxonomy = assemble(settings_from({"KB_HOME": str(PROJECT)})).taxonomies.current()
        write_home(home, PROJECT / "taxonomy.yaml", taxonomy, options.size)
        started = time.perf_counter()
        assemble(settings).indexing.catch_up()
        rate = options.size / (time.perf_counter() - started)
        print(f"{options.size} cases, built at {rate:.0f} cases/s")
        _time(home, options.commits)


def _time(home: Path, commits: int) -> None:
    knowledge_base = assemble(settings_from({"KB_HOME": str(home)}))
    other = assemble(settings_from({"KB_HOME": str(home)})).searching.index
    index, taxonomy = knowledge_base.searching.index, knowledge_base.taxonomies.current()
    files = CaseFiles(home / "cases", knowledge_base.taxonomies)
    writing, finding = [], []
    for slug, case in Generator(taxonomy, seed=1).cases(commits):
        name = f"ajout-{slug}"
        text = front_matter.render(case)
        (home / "cases" / f"{name}.md").write_text(text, encoding="utf-8")
        file = files.read(name)
        other.state()
        begun = time.perf_counter()
        with index.writing() as change:
            change.put(file)
        committed = time.perf_counter()
        query = SearchQuery(text=case.title, question=parse(case.title, taxonomy), per_page=1)
        found = other.search(query).hits[0].case.slug
        finding.append(time.perf_counter() - committed)
        writing.append(committed - begun)
        if found != name:
            message = f"{name} is not found by its title"
            raise SystemExit(message)
    for label, seconds in (("commit", writing), ("then found elsewhere", finding)):
        ordered = [f"{1_000 * each:.1f}" for each in _spread(seconds)]
        print(f"{label}: p50 {ordered[0]}, p95 {ordered[1]}, max {ordered[2]} ms{_drift(seconds)}")


def _drift(seconds: list[float]) -> str:
    """The medians of the first and of the last hundred, if there are as many of each."""
    if len(seconds) < 2 * _HUNDRED:
        return ""
    ends = (seconds[:_HUNDRED], seconds[-_HUNDRED:])
    first, last = (f"{1_000 * statistics.median(each):.1f}" for each in ends)
    return f"; of the first hundred {first}, of the last {last}"


def _spread(seconds: list[float]) -> tuple[float, float, float]:
    ordered = sorted(seconds)
    return statistics.median(ordered), ordered[int(0.95 * len(ordered))], ordered[-1]


if __name__ == "__main__":
    main()
