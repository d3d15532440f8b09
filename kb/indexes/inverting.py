"""From the texts of a segment to the columns of its words."""

from array import array
from collections.abc import Mapping, Sequence

import numpy as np

from kb.indexes.analysis import Reading, read_word, surfaces
from kb.indexes.arrays import Arrays, Numbers, Strings, lists
from kb.indexes.columns import FIELD_BITS, FIELDS
from kb.indexes.lookup import Lookup


class _Rows(dict[str, int]):
    """Numbers what it is asked for as it comes."""

    def __missing__(self, key: str) -> int:
        self[key] = row = len(self)
        return row


def word_columns(texts: Sequence[str], known: Mapping[str, Reading]) -> Arrays:
    """The words of texts, which are those of all fields of a case, then of the next: see `Columns`.

    Each different word is analysed once, however often it is written.

    Args:
        known: what is known of some spellings already, from other columns.
    """
    rows, written, sizes = _Rows(), array("i"), array("i")
    for text in texts:
        before = len(written)
        written.extend(map(rows.__getitem__, surfaces(text)))
        sizes.append(len(written) - before)
    words = np.frombuffer(written, dtype=np.int32)
    lengths = np.frombuffer(sizes, dtype=np.int32)
    cases, fields = np.divmod(np.arange(len(texts)), len(FIELDS))
    slots = np.repeat(cases << FIELD_BITS | fields, lengths).astype(np.int32)
    positions = np.arange(len(words)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    read = [known.get(surface.lower()) or read_word(surface) for surface in rows]
    return {
        "lengths": lengths.reshape(-1, len(FIELDS)),
        **_occurrences(words, slots, positions.astype(np.int32), [forms for _, forms in read]),
        **_spelled(words, slots >> FIELD_BITS, list(rows), read),
    }


def _occurrences(
    words: Numbers, slots: Numbers, positions: Numbers, forms: Sequence[tuple[str, ...]]
) -> Arrays:
    """Lexemes and where each stands, from the words of all texts in order."""
    lexemes = {each: n for n, each in enumerate(dict.fromkeys(forms))}
    of_word = np.array([lexemes[each] for each in forms], dtype=np.int32)
    order = np.argsort(of_word[words], kind="stable")
    there, slots = of_word[words][order], slots[order]
    runs = np.flatnonzero((np.diff(there, prepend=-1) != 0) | (np.diff(slots, prepend=-1) != 0))
    every = np.arange(len(lexemes) + 1)
    return {
        "slots": slots[runs],
        "slots_starts": np.searchsorted(there[runs], every),
        "frequencies": np.diff(runs, append=len(there)).astype(np.int32),
        "positions": positions[order],
        "positions_starts": np.searchsorted(there, every),
        **_forms(lexemes),
    }


def _forms(lexemes: Mapping[tuple[str, ...], int]) -> Arrays:
    """Each form, and the lexemes that have it."""
    having: dict[str, list[int]] = {}
    for forms, lexeme in lexemes.items():
        for form in forms:
            having.setdefault(form, []).append(lexeme)
    ordered = sorted(having)
    return {
        **Lookup.arrays("forms", ordered),
        **lists("form_lexemes", [having[form] for form in ordered]),
    }


def _spelled(
    words: Numbers, cases: Numbers, surfaces: Sequence[str], read: Sequence[Reading]
) -> Arrays:
    """The folded words and the spellings of each, with the cases that have them."""
    told = np.unique(words).tolist()
    spelled = {surfaces[n].lower(): read[n][0] for n in told}
    forms = {surfaces[n].lower(): " ".join(read[n][1]) for n in told}
    spellings = sorted(spelled, key=lambda each: (spelled[each], each))
    rows = {spelling: row for row, spelling in enumerate(spellings)}
    of_surface = np.array([rows.get(each.lower(), -1) for each in surfaces], dtype=np.int64)
    folds = dict.fromkeys(spelled[each] for each in spellings)
    distinct = {word: row for row, word in enumerate(folds)}
    of_spelling = np.array([distinct[spelled[each]] for each in spellings], dtype=np.int64)
    there = of_surface[words]
    return {
        **Strings.arrays("words", list(distinct)),
        **Strings.arrays("spellings", spellings),
        **Strings.arrays("spelling_forms", [forms[each] for each in spellings]),
        "word_spellings_starts": np.searchsorted(of_spelling, np.arange(len(distinct) + 1)),
        **_cases("word_cases", of_spelling[there], cases, len(distinct)),
        **_cases("spelling_cases", there, cases, len(spellings)),
    }


def _cases(name: str, things: Numbers, cases: Numbers, count: int) -> Arrays:
    """The cases in which each of so many things is, each case once, ascending."""
    pairs = np.sort(things << 32 | cases)
    pairs = pairs[np.flatnonzero(np.diff(pairs, prepend=-1))]  # np.unique takes five times as long
    return {
        name: (pairs & 0xFFFFFFFF).astype(np.int32),
        f"{name}_starts": np.searchsorted(pairs >> 32, np.arange(count + 1)),
    }
