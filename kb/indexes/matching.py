"""What a question finds in a snapshot: the text set, the score of each case, how far relaxed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.domain.french import letters_and_digits
from kb.domain.search import MAX_WORDS, Relaxed, SearchQuery
from kb.indexes.bits import Documents, having, mask, packed
from kb.indexes.finding import Finder, Unit
from kb.indexes.proximity import closeness
from kb.indexes.scores import Scores
from kb.indexes.snapshot import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What the words of a query find.

    Attributes:
        units: what is wanted, part by part, those left out not included.
        documents: the text set.
        exact: the cases whose title is the query; they come first.
        scores: by number; of a case outside the text set it means nothing.
        dropped: the words that were not searched, because there were too many.
    """

    units: tuple[Unit, ...]
    documents: Documents
    exact: tuple[int, ...]
    scores: NDArray[np.float64]
    relaxed: Relaxed | None
    dropped: tuple[str, ...]

    @property
    def nbytes(self) -> int:
        """Bytes that the arrays take."""
        findings = (finding.scores for unit in self.units for finding in unit.findings)
        own = self.documents.nbytes + self.scores.nbytes
        return own + sum(2 * each.nbytes for each in findings)


def match(query: SearchQuery, snapshot: Snapshot) -> Match:
    """The text set of a query. No input makes it raise; the work is bounded by the limits."""
    key = (query.text, query.question, query.all_words)
    return snapshot.matches.get(key, lambda: _match(query, snapshot))


def _match(query: SearchQuery, snapshot: Snapshot) -> Match:
    finder = Finder(snapshot)
    exact = snapshot.cases.titled(letters_and_digits(query.text)) if query.has_words else ()
    units = finder.units(query.question)
    words = sorted((unit for unit in units if unit.relaxes), key=lambda unit: len(unit.scores))
    dropped = {id(unit): unit.text for unit in words[MAX_WORDS:]}
    units = [unit for unit in units if id(unit) not in dropped]
    within = snapshot.everything
    for part in dict.fromkeys(query.question.unwanted):  # in order: prefixes share an allowance
        within = within & ~having(finder.finding(part).scores.numbers, snapshot.size)
    documents, relaxed = _text_set(units, within, stop=query.all_words or bool(exact))
    if exact:
        documents = documents | having(exact, snapshot.size)
    worths = [*(unit.scores for unit in units), *closeness(query.question, snapshot.postings)]
    return Match(
        units=tuple(units),
        documents=documents,
        exact=tuple(exact),
        scores=_added(worths, snapshot.size if query.has_words else 0),
        relaxed=relaxed,
        dropped=tuple(dropped.values()),
    )


def _text_set(
    units: Sequence[Unit], within: Documents, *, stop: bool
) -> tuple[Documents, Relaxed | None]:
    """All words; if no case has them, most; if none, any. What does not relax always holds."""
    firm = mask(within)
    words = np.zeros(len(firm), dtype=np.int32)
    for unit in units:
        if unit.relaxes:
            words[unit.scores.numbers] += 1
        else:
            firm &= _mask(unit.scores, len(firm))
    wanted = sum(unit.relaxes for unit in units)
    everything = firm & (words == wanted)
    if stop or not wanted or everything.any():
        return packed(everything), None
    most = firm & (words >= -(-2 * wanted // 3))
    if most.any():
        return packed(most), Relaxed.MOST
    some = firm & (words > 0)
    return packed(some), Relaxed.ANY if some.any() else None


def _mask(scores: Scores, size: int) -> NDArray[np.bool_]:
    there = np.zeros(size, dtype=np.bool_)
    there[scores.numbers] = True
    return there


def _added(worths: Sequence[Scores], size: int) -> NDArray[np.float64]:
    scores = np.zeros(size)
    for worth in worths if size else ():
        scores[worth.numbers] += worth.values
    return scores
