"""The desk where one asks the base a question."""

import pytest

from kb.domain.search import SearchQuery
from kb.ports import IndexNotReadyError
from tests.bases import Base


def test_a_question_before_the_index_is_ready_sets_it_going(base: Base) -> None:
    base.write("garage")

    with pytest.raises(IndexNotReadyError):
        base.knowledge_base.searching.search(SearchQuery())

    base.wait_until_ready()
    assert base.knowledge_base.searching.search(SearchQuery()).total == 1
