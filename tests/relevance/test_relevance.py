"""The relevance file is sound, and the order of results has not got worse: see `make relevance`."""

from collections import Counter, defaultdict
from pathlib import Path

import pytest

from benchmarks.relevance import ours, published
from benchmarks.relevance_measures import (
    Found,
    Half,
    JudgedQuery,
    Kind,
    judged_queries,
    mean,
    measures,
)
from tests.builders import PROJECT

QUERIES = judged_queries()

#: Well under what is measured: only a rule that breaks gets below. Raise them when rules improve.
LEAST_NDCG = 0.82
LEAST_SUCCESS = 0.8


def test_there_are_enough_queries_of_each_kind_each_asked_once() -> None:
    counts = Counter(query.kind for query in QUERIES)

    assert len(QUERIES) >= 120
    assert min(counts[kind] for kind in Kind) >= 10
    assert len({query.id for query in QUERIES}) == len(QUERIES)
    assert len({query.text for query in QUERIES}) == len(QUERIES)


def test_the_halves_alternate_within_each_kind() -> None:
    halves: dict[Kind, list[Half]] = defaultdict(list)
    for query in QUERIES:
        halves[query.kind].append(query.half)

    for each in halves.values():
        assert each == [(Half.TUNE, Half.TEST)[n % 2] for n in range(len(each))]


def test_each_query_is_judged_on_published_cases_but_those_that_nothing_answers() -> None:
    slugs = {path.stem for path in (PROJECT / "cases").glob("*.md")}

    for query in QUERIES:
        assert bool(query.grades) is (query.kind is not Kind.NOTHING), query.id
        assert query.grades.keys() <= slugs, query.id
        assert set(query.grades.values()) <= {1, 2, 3}, query.id


def test_the_order_of_results_is_not_worse_than_it_was(tmp_path: Path) -> None:
    engine = ours(published(tmp_path))

    for half in Half:
        asked = [q for q in QUERIES if q.half is half and q.kind is not Kind.NOTHING]
        result = mean(measures(query, engine(query.text)) for query in asked)
        assert result.ndcg >= LEAST_NDCG
        assert result.success >= LEAST_SUCCESS


A_QUERY = JudgedQuery(
    id="t01", kind=Kind.TOPIC, half=Half.TUNE, text="", grades={"a": 3, "b": 2, "c": 1}
)


@pytest.mark.parametrize(
    ("slugs", "ndcg", "mrr", "recall", "success"),
    [
        (["a", "b", "c"], 1.0, 1.0, 1.0, 1.0),
        (["x", "a"], 0.470, 0.5, 1 / 3, 0.0),
        (["c", "a"], 0.577, 0.5, 2 / 3, 0.0),
        ([], 0.0, 0.0, 0.0, 0.0),
    ],
)
def test_an_answer_is_worth_what_the_formulas_say(
    slugs: list[str], ndcg: float, mrr: float, recall: float, success: float
) -> None:
    result = measures(A_QUERY, Found(slugs=slugs))

    assert result.ndcg == pytest.approx(ndcg, abs=1e-3)
    assert (result.mrr, result.recall, result.success) == (mrr, recall, success)
    assert result.empty == (not slugs)


@pytest.mark.parametrize(
    ("found", "success"),
    [
        (Found(slugs=[]), 1),
        (Found(slugs=["a"], is_sure=False), 1),
        (Found(slugs=["a"]), 0),
    ],
)
def test_where_nothing_answers_one_must_say_so(found: Found, success: int) -> None:
    query = JudgedQuery(id="n01", kind=Kind.NOTHING, half=Half.TUNE, text="", grades={})

    assert measures(query, found).success == success
