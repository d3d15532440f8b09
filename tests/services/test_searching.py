"""The desk where one asks the base a question."""

from collections.abc import Callable

import pytest

from kb.domain.case import Partner
from kb.domain.search import SearchQuery
from kb.domain.suggestion import SuggestionKind
from kb.ports import IndexNotReadyError
from kb.services.searching import SUGGESTIONS, Searching
from tests.bases import Base, a_query


@pytest.mark.parametrize(
    "ask",
    [
        lambda searching: searching.search(SearchQuery()),
        lambda searching: searching.answer(SearchQuery()),
        lambda searching: searching.suggest("gar"),
        lambda searching: searching.explain("garage", SearchQuery()),
    ],
    ids=["search", "answer", "suggest", "explain"],
)
def test_a_question_before_the_index_is_ready_sets_it_going(
    base: Base, ask: Callable[[Searching], object]
) -> None:
    base.write("garage")

    with pytest.raises(IndexNotReadyError):
        ask(base.knowledge_base.searching)

    base.wait_until_ready()
    assert base.knowledge_base.searching.search(SearchQuery()).total == 1


def test_a_list_has_room_for_a_few_suggestions_of_each_kind(base: Base) -> None:
    for number in range(SUGGESTIONS + 2):
        partner = Partner(name=f"Garage {number}", actor="association")
        base.write(f"garage-{number}", title=f"Le garage numéro {number}", partners=(partner,))
    base.catch_up()

    found = base.knowledge_base.searching.suggest("gara")

    kinds = [each.kind for each in found]
    assert kinds.count(SuggestionKind.CASE) == kinds.count(SuggestionKind.PARTNER) == SUGGESTIONS
    assert {each.value for each in found if each.kind is SuggestionKind.CASE} <= {
        f"garage-{number}" for number in range(SUGGESTIONS + 2)
    }


def test_a_case_that_search_does_not_know_has_no_explanation(base: Base) -> None:
    base.write("garage")
    base.catch_up()
    base.write("trop-neuve")

    searching = base.knowledge_base.searching
    known = searching.explain("garage", SearchQuery())

    assert known is not None
    assert (known.place, known.total) == (1, 1)
    assert searching.explain("trop-neuve", SearchQuery()) is None


def test_an_answer_that_nobody_asked_for_is_not_counted(base: Base) -> None:
    base.write("garage")
    base.catch_up()
    searching = base.knowledge_base.searching

    searching.answer(a_query("zzzzz"))
    assert searching.shortfalls() == ()

    searching.search(a_query("zzzzz"))
    assert [each.words for each in searching.shortfalls()] == ["zzzzz"]
