"""Labels: the titles, partners and places of a segment, found by the beginnings of their words.

Label n of a segment of N cases is the title of case n if n < N, else the name n - N.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np

from kb.domain.french import letters_and_digits
from kb.domain.suggestion import SuggestionKind
from kb.indexes.arrays import Arrays, Strings, lists
from kb.indexes.lookup import Lookup
from kb.indexes.parts import Part

#: What a name can be, by number.
_KINDS = (SuggestionKind.PARTNER, SuggestionKind.PLACE)


@dataclass(frozen=True, slots=True)
class Label:
    """One thing that can be suggested.

    Attributes:
        key: `letters_and_digits` of the text.
        value: the slug of a case, the name itself.
        cases: how many have it.
    """

    kind: SuggestionKind
    key: str
    text: str
    value: str
    cases: int


def label_arrays(cards: Sequence[Mapping[str, object]], title_keys: Sequence[str]) -> Arrays:
    """The labels of a segment as columns."""
    names: dict[tuple[int, str], list[int]] = {}
    for number, card in enumerate(cards):
        for name in cast("Sequence[str]", card["partners"]):
            names.setdefault((0, name), []).append(number)
        if card["place"]:
            names.setdefault((1, cast("str", card["place"])), []).append(number)
    keys = [letters_and_digits(name) for _, name in names]
    words: dict[str, list[int]] = {}
    for label, key in enumerate((*title_keys, *keys)):
        for word in dict.fromkeys(key.split()):
            words.setdefault(word, []).append(label)
    ordered = sorted(words)
    return {
        **Strings.arrays("names", [name for _, name in names]),
        **Lookup.arrays("name_keys", keys),
        "name_kinds": np.fromiter((kind for kind, _ in names), np.int32),
        **lists("name_cases", list(names.values())),
        **Strings.arrays("label_words", ordered),
        **lists("word_labels", [words[word] for word in ordered]),
    }


def beginning(part: Part, prefix: str) -> Iterator[tuple[str, Label]]:
    """Each word of a part that begins so, and each label that has it; words in order."""
    words = part.columns.label_words
    for row in range(bisect_left(words, prefix), len(words)):
        if not words[row].startswith(prefix):
            return
        for number in part.columns.entries("word_labels", row).tolist():
            label = _label(part, number)
            if label.cases:
                yield words[row], label


def _label(part: Part, number: int) -> Label:
    columns = part.columns
    if number < columns.size:
        key, text = columns.title_keys[number], columns.titles[number]
        cases = int(part.alive[number])
        return Label(SuggestionKind.CASE, key, text, columns.slugs[number], cases)
    name = number - columns.size
    kind = _KINDS[int(columns.arrays["name_kinds"][name])]
    cases = int(np.count_nonzero(part.alive[columns.entries("name_cases", name)]))
    text = columns.names[name]
    return Label(kind, columns.name_keys[name], text, text, cases)


def partner_cases(part: Part, key: str) -> Sequence[int]:
    """The cases that have a partner with these letters and digits in its name."""
    columns = part.columns
    found = {
        number
        for name in columns.name_rows[key]
        if _KINDS[int(columns.arrays["name_kinds"][name])] is SuggestionKind.PARTNER
        for number in columns.entries("name_cases", name).tolist()
    }
    return [part.base + number for number in found if part.alive[number]]
