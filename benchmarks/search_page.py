"""Server time of a faceted search page, beside an empty Flask page of the same size.

    python -m benchmarks.search_page [--sizes 10000] [--rounds 7]

Both pages are asked in turn, in one run, through the whole application (headers, compression): on a
noisy machine the ratio means more than the milliseconds.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from flask_compress import Compress

from benchmarks.synthetic import write_home
from kb.bootstrap import assemble
from kb.settings import settings_from
from kb.web.app import create_app

PROJECT = Path(__file__).parents[1]
GOAL_MILLISECONDS = 8

#: Words that exist in the published cases; the synthetic ones take theirs from their own titles.
ADDRESSES = (
    "/",
    "/?q=garage+solidaire",
    "/?q=emploi&domain=emploi&region=bretagne",
    "/?q=pr%C3%A9carit%C3%A9+energetique+bretagne",
    "/?q=%22garage+solidaire%22",
    "/?q=chomeur+-num%C3%A9rique&category_not=mecenat",
    "/?q=mobil*&actor=entreprise&actor=association",
    "/?domain=sante&domain=education&year_from=2015&sort=title",
    "/?q=insertion&page=2&per_page=20",
)
_ENCODING = {"Accept-Encoding": "br, gzip"}


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure the published cases, then generated ones; see `engines.main`."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000])
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "published"
        home.mkdir()
        (home / "cases").symlink_to(PROJECT / "cases")
        (home / "taxonomy.yaml").symlink_to(PROJECT / "taxonomy.yaml")
        _measure(home, "published", ADDRESSES, options.rounds)
        for size in options.sizes:
            home = Path(folder) / str(size)
            taxonomy = assemble(settings_from({"KB_HOME": str(PROJECT)})).taxonomies.current()
            write_home(home, PROJECT / "taxonomy.yaml", taxonomy, size)
            _measure(home, "synthetic", _addresses(home), options.rounds)


def _addresses(home: Path) -> Sequence[str]:
    """The published questions, with words of the generated titles instead."""
    titles = [path.read_text(encoding="utf-8") for path in sorted(home.glob("cases/*.md"))[:4]]
    words = [title.split("title:")[1].split("\n")[0].split()[4].strip("'") for title in titles]
    one, two, three, four = words
    return (
        "/",
        f"/?q={one}+{two}",
        f"/?q={one}&domain=emploi&region=bretagne",
        f"/?q={one}+{two}+{three}",
        f"/?q=%22{two}+{three}%22",
        f"/?q={three}+-{four}&category_not=mecenat",
        f"/?q={four[:3]}*&actor=entreprise&actor=association",
        "/?domain=sante&domain=education&year_from=2015&sort=title",
        f"/?q={two}&page=2&per_page=20",
    )


def _measure(home: Path, kind: str, addresses: Sequence[str], rounds: int) -> None:
    settings = settings_from({**os.environ, "KB_HOME": str(home)})
    knowledge_base = assemble(settings)
    started = time.perf_counter()
    knowledge_base.indexing.catch_up()
    building = time.perf_counter() - started
    client = create_app(knowledge_base, settings).test_client()
    total = len(knowledge_base.reading.every())
    print(f"\n{total} {kind} cases, index built in {building:.1f} s")
    print(f"{'page ms':>9} {'empty ms':>9} {'ratio':>7}  address")
    medians = [_compare(client, address, rounds) for address in addresses]
    note = f" (goal: {GOAL_MILLISECONDS})" if kind == "published" else ""
    print(f"median over the addresses: {statistics.median(medians):.1f} ms{note}")


def _compare(client: FlaskClient, address: str, rounds: int) -> float:
    """The median milliseconds of a page, printed beside those of an empty page of its size."""
    empty = _empty_page(client.get(address).data)
    pages, empties = [], []
    for _ in range(rounds):
        pages.append(_milliseconds(client, address))
        empties.append(_milliseconds(empty, "/"))
    page, nothing = statistics.median(pages), statistics.median(empties)
    print(f"{page:9.2f} {nothing:9.2f} {page / nothing:7.1f}  {address}")
    return page


def _empty_page(content: bytes) -> FlaskClient:
    app = Flask("empty")
    Compress(app)

    @app.get("/")
    def page() -> bytes:
        return b" " * len(content)

    return app.test_client()


def _milliseconds(client: FlaskClient, address: str) -> float:
    started = time.perf_counter()
    response = client.get(address, headers=_ENCODING)
    elapsed = (time.perf_counter() - started) * 1_000
    if response.status_code != 200:  # noqa: PLR2004 - anything else would be measured for nothing
        message = f"{address}: {response.status}"
        raise SystemExit(message)
    return elapsed


if __name__ == "__main__":
    main()
