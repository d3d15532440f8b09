from kb.domain.search import Relaxed, SearchResults
from kb.domain.search_count import Outcome, shortfall
from tests.bases import a_query


def _results(*, relaxed: Relaxed | None, complete: int) -> SearchResults:
    return SearchResults(
        total=9, text_total=9, hits=(), counts={}, relaxed=relaxed, complete=complete
    )


def test_words_that_no_case_has_all_fell_short() -> None:
    results = _results(relaxed=Relaxed.ANY, complete=0)

    assert shortfall(a_query("garage girafe"), results) is Outcome.RELAXED


def test_words_that_few_cases_have_all_did_not() -> None:
    assert shortfall(a_query("garage"), _results(relaxed=Relaxed.MOST, complete=1)) is None
    assert shortfall(a_query("garage"), _results(relaxed=None, complete=0)) is None
