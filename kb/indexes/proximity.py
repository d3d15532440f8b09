"""What it is worth that words which stand side by side in a query stand close in a case."""

from collections.abc import Iterator
from itertools import islice, pairwise

import numpy as np

from kb.domain.question import Question
from kb.indexes.analysis import Token
from kb.indexes.arrays import Numbers
from kb.indexes.postings import Postings, runs_at
from kb.indexes.query_words import runs
from kb.indexes.scores import Scores

#: Words between two neighbours at most, both counted: « jeunes des quartiers » has three.
WINDOW = 5
#: What two neighbours are worth beside one word that is as rare as they are together.
PROXIMITY_SHARE = 0.5
#: Pairs of one query that are looked at.
_MAX_PAIRS = 16
#: One word is so many times rarer than the other: then its occurrences are looked up in those of
#: the other.
_MUCH_RARER = 8


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
    places, others = postings.occurrences(one.forms), postings.occurrences(other.forms)
    meetings = _meetings(places, others)
    return postings.worth(runs_at(meetings)).times(PROXIMITY_SHARE)


def _meetings(places: Numbers, others: Numbers) -> Numbers:
    """Where one word stands less than `WINDOW` from the other."""
    if not len(places) or not len(others):
        return places[:0]
    if len(others) * _MUCH_RARER < len(places):
        first = np.searchsorted(places, others - WINDOW + 1)
        near = np.zeros(len(places) + 2 * WINDOW, dtype=np.bool_)
        near[first[:, None] + np.arange(2 * WINDOW - 1)] = True
        places = places[near[: len(places)]]
    after = np.searchsorted(others, places - WINDOW + 1)
    nearest = others[np.minimum(after, len(others) - 1)]
    found: Numbers = places[np.abs(nearest - places) < WINDOW]
    return found
