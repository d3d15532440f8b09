"""What a question finds in a snapshot: the text set, the score of each case, how far relaxed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from kb.domain.french import letters_and_digits
from kb.domain.search import MAX_WORDS, Relaxed, SearchQuery
from kb.indexes.finding import Finder, Scores, Unit
from kb.indexes.proximity import closeness
from kb.indexes.snapshot import Documents, Snapshot, members, union


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What the words of a query find.

    Attributes:
        units: what is wanted, part by part, those left out not included.
        documents: the text set.
        exact: the cases whose title is the query; they come first.
        scores: of each document of the text set that has one.
        dropped: the words that were not searched, because there were too many.
    """

    units: tuple[Unit, ...]
    documents: Documents
    exact: Documents
    scores: Scores
    relaxed: Relaxed | None
    dropped: tuple[str, ...]


def match(query: SearchQuery, snapshot: Snapshot) -> Match:
    """The text set of a query. No input makes it raise; the work is bounded by the limits."""
    finder = Finder(snapshot)
    exact = snapshot.titles.get(letters_and_digits(query.text), 0) if query.has_words else 0
    units = finder.units(query.question)
    words = sorted((unit for unit in units if unit.relaxes), key=lambda unit: len(unit.scores))
    dropped = {id(unit): unit.text for unit in words[MAX_WORDS:]}
    units = [unit for unit in units if id(unit) not in dropped]
    unwanted = dict.fromkeys(query.question.unwanted)  # in order: prefixes share an allowance
    without = reduce(or_, (union(finder.finding(part).scores) for part in unwanted), 0)
    within = snapshot.everything & ~without
    documents, relaxed = _text_set(units, within, stop=query.all_words or bool(exact))
    documents |= exact
    worths = [*(unit.scores for unit in units), *closeness(query.question, snapshot.postings)]
    return Match(
        units=tuple(units),
        documents=documents,
        exact=exact,
        scores=_added(worths, documents) if query.has_words else {},
        relaxed=relaxed,
        dropped=tuple(dropped.values()),
    )


def _text_set(
    units: Sequence[Unit], within: Documents, *, stop: bool
) -> tuple[Documents, Relaxed | None]:
    """All words; if no case has them, most; if none, any. What does not relax always holds."""
    firm = reduce(and_, (unit.documents for unit in units if not unit.relaxes), within)
    words = [unit.documents for unit in units if unit.relaxes]
    everything = reduce(and_, words, firm)
    if everything or stop or not words:
        return everything, None
    having = Counter(number for each in words for number in members(each & firm))
    least = -(-2 * len(words) // 3)
    if most := union(number for number, count in having.items() if count >= least):
        return most, Relaxed.MOST
    return union(having), Relaxed.ANY if having else None


def _added(worths: Iterable[Scores], documents: Documents) -> Scores:
    scores = dict.fromkeys(members(documents), 0.0)
    for worth in worths:
        for number, score in worth.items():
            if number in scores:
                scores[number] += score
    return scores
