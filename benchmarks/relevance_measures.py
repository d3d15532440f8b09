"""The relevance file, and what an order of cases is worth against it.

Source: Järvelin, Kekäläinen, "Cumulated gain-based evaluation of IR techniques", 2002 (nDCG, with
the gain 2^grade - 1); Voorhees, TREC-8 question answering track, 1999 (MRR).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from math import log2
from pathlib import Path
from statistics import fmean

FOLDER = Path(__file__).parents[1] / "tests" / "relevance"

#: A case of this grade answers the query; where no case does, any that touches it.
_ANSWERS = 2


class Kind(StrEnum):
    """What somebody who types such a query wants."""

    KNOWN = "known"
    TOPIC = "topic"
    SENTENCE = "sentence"
    TYPO = "typo"
    ACRONYM = "acronym"
    PLACE = "place"
    PHRASE = "phrase"
    EXCLUSION = "exclusion"
    NOTHING = "nothing"


class Half(StrEnum):
    """Rules are tuned on one half of the queries; the other tells whether they hold."""

    TUNE = "tune"
    TEST = "test"


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedQuery:
    """One query and the cases that answer it: slug to grade, 1 to 3."""

    id: str
    kind: Kind
    half: Half
    text: str
    grades: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What an engine answers.

    Attributes:
        slugs: the first 20 cases at most, in order.
        is_sure: the engine says that this is what was asked for, neither relaxed nor corrected.
    """

    slugs: Sequence[str]
    is_sure: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """What answers are worth, each 0 to 1; for `Kind.NOTHING` only `success` means something.

    Attributes:
        ndcg: nDCG of the first ten.
        mrr: one over the rank of the first case that answers.
        recall: share of the cases with any grade among the first twenty.
        success: the first case answers; if nothing does: there is none, or the engine is not sure.
        empty: nothing was found.
    """

    ndcg: float
    mrr: float
    recall: float
    success: float
    empty: float


def judged_queries() -> tuple[JudgedQuery, ...]:
    """The queries of the relevance file, in its order."""
    grades: dict[str, dict[str, int]] = defaultdict(dict)
    for query_id, slug, grade in _rows(FOLDER / "judgments.tsv"):
        grades[query_id][slug] = int(grade)
    return tuple(
        JudgedQuery(id=id_, kind=Kind(kind), half=Half(half), text=text, grades=grades[id_])
        for id_, kind, half, text in _rows(FOLDER / "queries.tsv")
    )


def _rows(path: Path) -> Iterable[list[str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return (line.split("\t") for line in lines if line and not line.startswith("#"))


def measures(query: JudgedQuery, found: Found) -> Measures:
    """What one answer is worth."""
    slugs, empty = found.slugs, float(not found.slugs)
    if query.kind is Kind.NOTHING:
        is_right = float(not slugs or not found.is_sure)
        return Measures(ndcg=0, mrr=0, recall=0, success=is_right, empty=empty)
    least = min(_ANSWERS, max(query.grades.values()))
    ranks = [n for n, slug in enumerate(slugs, start=1) if query.grades.get(slug, 0) >= least]
    best = sorted(query.grades.values(), reverse=True)
    gained = _gain([query.grades.get(slug, 0) for slug in slugs])
    return Measures(
        ndcg=gained / _gain(best),
        mrr=1 / ranks[0] if ranks else 0,
        recall=len(query.grades.keys() & set(slugs)) / len(query.grades),
        success=float(ranks[:1] == [1]),
        empty=empty,
    )


def mean(each: Iterable[Measures]) -> Measures:
    """The mean of some measures."""
    values = tuple(each)
    names = [field.name for field in fields(Measures)]
    return Measures(**{name: fmean(getattr(one, name) for one in values) for name in names})


def _gain(grades: Sequence[int]) -> float:
    gains = (float(2**grade - 1) for grade in grades[:10])
    return sum(gain / log2(rank + 1) for rank, gain in enumerate(gains, start=1))
