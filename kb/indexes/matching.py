"""What a question finds in a snapshot: the text set, the score of each case, how far relaxed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kb.domain.french import letters_and_digits
from kb.domain.search import MAX_WORDS, Relaxed, SearchQuery
from kb.indexes.bits import Documents, having, mask, packed
from kb.indexes.finding import Finder, Unit
from kb.indexes.proximity import closeness
from kb.indexes.scores import Scores
from kb.indexes.snapshot import Snapshot

#: With fewer cases than these, the words ask for too much: five, and less in a base of less than
#: a hundred cases, where a few cases are many.
_ENOUGH, _ENOUGH_SHARE = 5, 20

#: How far the words are relaxed, step by step.
_STEPS = (None, Relaxed.MOST, Relaxed.ANY)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSet:
    """The cases that the words of a query find.

    Attributes:
        documents: all of them.
        complete: those that have all the words; they come first.
    """

    documents: Documents
    complete: Documents
    relaxed: Relaxed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What the words of a query find.

    Attributes:
        units: what is wanted, part by part, those left out not included.
        found: the text set.
        exact: the cases whose title is the query; they come first.
        scores: by number; of a case outside the text set it means nothing.
        dropped: the words that were not searched, because there were too many.
    """

    units: tuple[Unit, ...]
    found: TextSet
    exact: tuple[int, ...]
    scores: NDArray[np.float64]
    dropped: tuple[str, ...]

    @property
    def nbytes(self) -> int:
        """Bytes that the arrays take."""
        findings = (finding.scores for unit in self.units for finding in unit.findings)
        sets = (self.found.documents, self.found.complete)
        own = sum(each.nbytes for each in sets) + self.scores.nbytes
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
    insists = query.all_words or bool(exact)
    found = _text_set(units, within, enough=0 if insists else enough_of(snapshot.state.cases))
    if exact:
        titled = having(exact, snapshot.size)
        found = replace(found, documents=found.documents | titled, complete=found.complete | titled)
    worths = [*(unit.scores for unit in units), *closeness(query.question, snapshot.postings)]
    return Match(
        units=tuple(units),
        found=found,
        exact=tuple(exact),
        scores=_added(worths, snapshot.size if query.has_words else 0),
        dropped=tuple(dropped.values()),
    )


def enough_of(cases: int) -> int:
    """How many cases with all words leave nothing to relax, in a base of so many cases."""
    return max(1, min(_ENOUGH, cases // _ENOUGH_SHARE))


def _text_set(units: Sequence[Unit], within: Documents, *, enough: int) -> TextSet:
    """All words; if too few cases have them, most; if still too few, any.

    What does not relax always holds; beside a phrase, all words may be missing. Rare words decide
    what comes first among cases that lack some, not how many words each has: of « quelle solution
    pour aller au travail », one says it all.
    """
    firm = mask(within)
    words = np.zeros(len(firm), dtype=np.int32)
    for unit in units:
        if unit.relaxes:
            words[unit.scores.numbers] += 1
        else:
            firm &= _mask(unit.scores, len(firm))
    wanted = sum(unit.relaxes for unit in units)
    has_phrase = any(unit.is_phrase for unit in units)
    steps, sizes = [], []
    for least in (wanted, -(-2 * wanted // 3), 0 if has_phrase else min(1, wanted)):
        steps.append(firm & (words >= least))
        sizes.append(int(np.count_nonzero(steps[-1])))
        if sizes[-1] >= enough:
            break
    reached = sizes.index(sizes[-1])  # a step that adds no case is not taken
    return TextSet(
        documents=packed(steps[reached]), complete=packed(steps[0]), relaxed=_STEPS[reached]
    )


def _mask(scores: Scores, size: int) -> NDArray[np.bool_]:
    there = np.zeros(size, dtype=np.bool_)
    there[scores.numbers] = True
    return there


def _added(worths: Sequence[Scores], size: int) -> NDArray[np.float64]:
    scores = np.zeros(size)
    for worth in worths if size else ():
        scores[worth.numbers] += worth.values
    return scores
