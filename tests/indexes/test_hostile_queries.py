"""Whatever is typed, there is an answer."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.domain.search import MAX_QUERY_CHARACTERS
from tests.bases import Base

HOSTILE = (
    "?*",
    "*",
    "[a TO z]",
    "maison~9",
    " OU ".join(f"{letter}*" for letter in "abcdefghijklmnopqrstuvwxyz"),
    "NOT NOT a",
    "(" * 250 + "a AND " * 40,
    "a" * 500,
    "de " * 160,
    '"' + "de " * 160 + '"',
    '"de le" ' * 50,
    "-de " * 120,
    "com* con* pro* par* int* app* acc* ent* ref* dev* ass*",
    "sans-abri " * 50,
    "-" * 500,
    "\u0301" * 500,
    "l'" * 250,
    "domaine:emploi " * 33,
    "SAUF " * 100,
    "OU " * 150,
    "x:y:z:w " * 60,
    "'; DROP TABLE cases; --",
    "<script>alert(1)</script>",
    "\ud800 \x00",
    "insertion par l'activité économique " * 13,
)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    base = Base(tmp_path_factory.mktemp("hostile"))
    for n in range(5):
        base.write(f"case-{n}", title=f"Le garage {n} des sans-abri")
    base.catch_up()
    return base


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_query_has_an_answer(base: Base, text: str) -> None:
    results = base.search(text[:MAX_QUERY_CHARACTERS])

    assert 0 <= results.total <= 5
    assert len(results.hits) == results.total


@settings(deadline=None, max_examples=200)
@given(text=st.text(max_size=100))
def test_any_query_has_an_answer_whose_pages_add_up(base: Base, text: str) -> None:
    results = base.search(text)

    assert len(results.hits) == results.total == results.text_total


def test_a_word_typed_twice_is_one_word(base: Base) -> None:
    assert base.found("garage garage garage") == base.found("garage")
    assert not base.search("garage " * 40).dropped_words
