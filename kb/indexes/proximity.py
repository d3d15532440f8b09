"""What it is worth that words which stand side by side in a query stand close in a case."""

from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice, pairwise

from kb.domain.question import Question
from kb.indexes.analysis import Token
from kb.indexes.finding import Scores, runs
from kb.indexes.postings import Positions, Postings
from kb.indexes.whoosh_schema import WEIGHTS

#: Words between two neighbours at most, both counted: « jeunes des quartiers » has three.
WINDOW = 5
#: What two neighbours are worth beside one word that is as rare as they are together.
PROXIMITY_SHARE = 0.5
#: Pairs of one query that are looked at.
_MAX_PAIRS = 16


def closeness(question: Question, postings: Postings) -> Iterator[Scores]:
    """For each pair of neighbours in the query, what their closeness is worth by case."""
    pairs = {
        (one.token, other.token): None
        for run in runs(question.wanted)
        for one, other in pairwise(run)
        if one.token.word != other.token.word
    }
    for one, other in islice(pairs, _MAX_PAIRS):
        yield _closeness(one, other, postings)


def _closeness(one: Token, other: Token, postings: Postings) -> Scores:
    found = {
        name: dict(_meetings(postings.places(name, one), postings.places(name, other)))
        for name in WEIGHTS
    }
    scores = postings.scores(found)
    return {number: score * PROXIMITY_SHARE for number, score in scores.items()}


def _meetings(one: Positions, other: Positions) -> Iterator[tuple[int, float]]:
    """In which documents, and how often, one word stands less than `WINDOW` from the other."""
    for number, places in one.items():
        others = other.get(number, ())
        if others:
            count = sum(_is_close(place, others) for place in places)
            if count:
                yield number, count


def _is_close(place: int, others: tuple[int, ...]) -> bool:
    after = bisect_left(others, place - WINDOW + 1)
    return after < len(others) and others[after] < place + WINDOW
