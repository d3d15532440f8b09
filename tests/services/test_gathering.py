from collections.abc import Callable

import pytest

from kb.domain.search import Sort
from tests.bases import Base, a_query

SLUGS = [f"fiche-{number}" for number in range(7)]


@pytest.fixture
def full(base_of: Callable[..., Base]) -> Base:
    return base_of(**{slug: {"title": f"La {slug} des voisins"} for slug in SLUGS})


@pytest.mark.parametrize("at_once", [1, 3, 7, 100])
def test_a_search_is_gathered_whole_however_many_cases_an_answer_names(
    full: Base, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr("kb.services.gathering._WITHOUT_WORDS", at_once)
    query = a_query(domain=["emploi"], sort=Sort.TITLE)

    files = list(full.knowledge_base.gathering.files(query))

    assert [file.slug for file in files] == SLUGS


def test_no_answer_names_more_cases_than_memory_should_hold(full: Base) -> None:
    asked = []
    gathering = full.knowledge_base.gathering
    read = type(gathering.searching).answer

    class Watching:
        def answer(self, query: object) -> object:
            asked.append(query.per_page)  # type: ignore[attr-defined]  # a SearchQuery
            return read(gathering.searching, query)  # type: ignore[arg-type]  # the same

    watched = type(gathering)(gathering.cases, Watching())  # type: ignore[arg-type]  # as it is used

    assert len(list(watched.files(a_query(domain=["emploi"])))) == len(SLUGS)
    assert max(asked) <= 2_000
