"""A base in a temporary folder, with real files, a real index and the real vocabulary."""

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from kb.bootstrap import assemble
from kb.domain.account import Account, Role
from kb.domain.case import Partner
from kb.domain.query_text import parse
from kb.domain.search import FacetChoice, SearchQuery, SearchResults
from kb.formats import front_matter
from kb.ports import IndexNotReadyError
from kb.services.indexing import CatchUp
from kb.settings import Settings
from kb.stores.database import SqlWork
from kb.stores.schema import Schema
from kb.unit_of_work import Work
from tests.builders import PROJECT, a_case, a_taxonomy


def a_query(text: str = "", **fields: Any) -> SearchQuery:
    """A search; `category=["mecenat"]` keeps and `category_not=["mecenat"]` leaves out."""
    choices: dict[str, FacetChoice] = {}
    for facet_id in a_taxonomy().by_id.keys() | {"year"}:
        included = frozenset(fields.pop(facet_id, ()))
        excluded = frozenset(fields.pop(f"{facet_id}_not", ()))
        if included or excluded:
            choices[facet_id] = FacetChoice(included=included, excluded=excluded)
    return SearchQuery(text=text, question=parse(text, a_taxonomy()), choices=choices, **fields)


#: A case that no test asks for: what a test is about stands in its changes.
PLAIN: dict[str, Any] = {
    "title": "Une alliance sans rien de particulier",
    "summary": "Un texte assez long pour tenir lieu de résumé, et qui ne dit rien de précis.",
    "partners": (Partner(name="Les Voisins", actor="association"),),
    "domains": ("emploi",),
    "body": "\n## Le besoin\n\nVide.\n\n## L'alliance\n\nVide.\n\n## La démarche\n\nVide.\n",
}


class Base:
    """A home to write cases into by hand and to ask questions of."""

    def __init__(self, home: Path) -> None:
        self.home = home
        (home / "cases").mkdir(exist_ok=True)
        (home / "taxonomy.yaml").write_bytes((PROJECT / "taxonomy.yaml").read_bytes())
        Schema(Settings(home=home).database).upgrade()
        self.knowledge_base = assemble(Settings(home=home))
        self.indexing = self.knowledge_base.indexing
        self.index = self.knowledge_base.searching.index

    def write(self, slug: str, **changes: Any) -> None:
        """Write or replace the file of a case; it is not indexed yet."""
        path = self.home / "cases" / f"{slug}.md"
        path.write_text(front_matter.render(a_case(**(PLAIN | changes))), encoding="utf-8")

    def remove(self, slug: str) -> None:
        """Remove the file of a case; it is still indexed."""
        (self.home / "cases" / f"{slug}.md").unlink()

    def catch_up(self) -> CatchUp:
        """Index what changed."""
        return self.indexing.catch_up()

    def search(self, text: str = "", **fields: Any) -> SearchResults:
        """The answer to a question."""
        return self.index.search(a_query(text, **fields))

    def found(self, text: str = "", **fields: Any) -> Sequence[str]:
        """The slugs that a question finds, in order."""
        return [hit.case.slug for hit in self.search(text, per_page=100, **fields).hits]

    def wait_until_ready(self) -> None:
        """Return as soon as the index answers; fail if it does not come."""
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            with suppress(IndexNotReadyError):
                self.index.state()
                return
            time.sleep(0.02)
        raise TimeoutError

    def again(self) -> "Base":
        """The same home as another process sees it."""
        return Base(self.home)


@pytest.fixture
def base(tmp_path: Path) -> Base:
    return Base(tmp_path)


@pytest.fixture
def base_of(base: Base) -> Callable[..., Base]:
    """`base_of(a={...}, b={...})`: a base with these cases, indexed."""

    def build(**cases: dict[str, Any]) -> Base:
        for slug, changes in cases.items():
            base.write(slug, **changes)
        base.catch_up()
        return base

    return build


@pytest.fixture
def work(tmp_path: Path) -> Work:
    """A database of one's own, its tables empty but for the people 1 and 2."""
    path = tmp_path / "kb.sqlite3"
    Schema(path).upgrade()
    work = SqlWork(path)
    with work.writing() as unit:
        unit.accounts.add(Account(email="autrice@example.org", role=Role.CONTRIBUTOR))
        unit.accounts.add(Account(email="moderateur@example.org", role=Role.MODERATOR))
    return work
