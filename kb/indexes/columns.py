"""Columns: what one segment of the index holds, as arrays. They never change.

The forms of a word that stand at one position are a *lexeme*: every position has exactly one, so
the occurrences of a word, however many forms it has, are those of some lexemes, each once.
A *slot* is a field of a case: `case number << FIELD_BITS | field number`.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import numpy as np

from kb.domain.case import Sha256, Slug
from kb.indexes.analysis import Reading
from kb.indexes.arrays import Arrays, Numbers, Strings
from kb.indexes.lookup import Lookup
from kb.indexes.whoosh_schema import WEIGHTS

#: Numbers of fields within a slot.
FIELDS: Mapping[str, int] = MappingProxyType({name: n for n, name in enumerate(WEIGHTS)})
FIELD_BITS = 3
#: Bits of a word's position in a field; a body of `MAX_BODY_BYTES` has far fewer words.
POSITION_BITS = 20


@dataclass(frozen=True, eq=False)
class Columns:
    """The arrays of a segment, by name.

    cards, texts        what lists say of a case, as JSON; what each field of each case holds
    facets              bits of the cases that have each term, one row to a term
    started, published, updated   a year and two days, 0 for none
    lengths             words, one row to a case, one column to a field
    names, name_kinds, name_cases   partners and places; label_words, word_labels: see `labels`
    forms, form_lexemes the forms, and the lexemes that have each
    slots, frequencies, positions   runs: where each lexeme stands, how often, and at which words
    words, word_cases   the folded words and the cases that have each
    spellings, spelling_forms, spelling_cases   their spellings, in the order of the words, what
        each is compared by, and its cases; `word_spellings_starts`: where those of a word begin

    redirects, redirect_cases   earlier slugs and the case of each

    `<column>_starts` says where in a column the entries of each thing begin.
    """

    arrays: Arrays

    @cached_property
    def size(self) -> int:
        """Cases, those deleted since included."""
        return len(self.slugs)

    @cached_property
    def slugs(self) -> Strings:
        """The slug of each case."""
        return Strings.named("slugs", self.arrays)

    @cached_property
    def hash_of(self) -> Mapping[Slug, Sha256]:
        """Each slug to the hash of the file."""
        hashes = map(Sha256, Strings.named("hashes", self.arrays))
        return dict(zip(self.slugs, hashes, strict=True))

    @cached_property
    def cards(self) -> Strings:
        """What lists say of each case: JSON."""
        return Strings.named("cards", self.arrays)

    @cached_property
    def redirects(self) -> Mapping[str, int]:
        """Each earlier slug to its case."""
        olds = Strings.named("redirects", self.arrays)
        return dict(zip(olds, self.arrays["redirect_cases"].tolist(), strict=True))

    @cached_property
    def texts(self) -> Strings:
        """What each field of each case holds, field after field."""
        return Strings.named("texts", self.arrays)

    @cached_property
    def numbers(self) -> Lookup:
        """Each slug to its cases; the last of them is the latest."""
        return Lookup.named("slugs", self.arrays)

    @cached_property
    def titles(self) -> Strings:
        """The title of each case."""
        return Strings.named("titles", self.arrays)

    @cached_property
    def title_keys(self) -> Strings:
        """`letters_and_digits` of each title."""
        return Strings.named("title_keys", self.arrays)

    @cached_property
    def titled(self) -> Lookup:
        """`letters_and_digits` of a title to its cases."""
        return Lookup.named("title_keys", self.arrays)

    @cached_property
    def names(self) -> Strings:
        """The names of partners and places."""
        return Strings.named("names", self.arrays)

    @cached_property
    def name_keys(self) -> Strings:
        """`letters_and_digits` of each name."""
        return Strings.named("name_keys", self.arrays)

    @cached_property
    def name_rows(self) -> Lookup:
        """`letters_and_digits` of a name to its rows."""
        return Lookup.named("name_keys", self.arrays)

    @cached_property
    def label_words(self) -> Sequence[str]:
        """The words of titles and names, in order."""
        return tuple(Strings.named("label_words", self.arrays))

    @cached_property
    def title_order(self) -> tuple[Sequence[tuple[str, str, str]], Numbers]:
        """What sorts the cases by title in French order, then slug; and their numbers, in order."""
        keys = list(zip(self.title_keys, self.titles, self.slugs, strict=True))
        order = sorted(range(self.size), key=keys.__getitem__)
        return tuple(keys[n] for n in order), np.array(order, dtype=np.int64)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Every word of the cases, folded, in order."""
        return tuple(Strings.named("words", self.arrays))

    def word_row(self, word: str) -> int | None:
        """The row of a folded word; `None` if it is not there."""
        row = bisect_left(self.words, word)
        return row if row < len(self.words) and self.words[row] == word else None

    @cached_property
    def spellings(self) -> Strings:
        """How the words are spelled, in the order of the words."""
        return Strings.named("spellings", self.arrays)

    def readings(self) -> Mapping[str, Reading]:
        """Each spelling, and how it is read: what takes the time when columns are made."""
        forms = Strings.named("spelling_forms", self.arrays)
        sizes = np.diff(self.arrays["word_spellings_starts"])
        words = (self.words[row] for row in np.repeat(np.arange(len(sizes)), sizes).tolist())
        return {
            spelling: (word, tuple(each.split(" ")))
            for spelling, word, each in zip(self.spellings, words, forms, strict=True)
        }

    @cached_property
    def _forms(self) -> Lookup:
        return Lookup.named("forms", self.arrays)

    def lexemes(self, forms: Iterable[str]) -> tuple[int, ...]:
        """The lexemes that have one of these forms."""
        rows = (row for form in forms for row in self._forms[form])
        found = [self.entries("form_lexemes", row).tolist() for row in rows]
        return tuple(found[0]) if len(found) == 1 else tuple({n for each in found for n in each})

    def entries(self, column: str, first: int, last: int | None = None) -> Numbers:
        """What a column holds for one thing, or for all from the first to the last."""
        starts = self.arrays[f"{column}_starts"]
        return self.arrays[column][starts[first] : starts[(first if last is None else last) + 1]]

    def runs(self, lexeme: int) -> tuple[Numbers, Numbers]:
        """The slots where a lexeme stands, ascending, and how often in each."""
        starts = self.arrays["slots_starts"]
        span = slice(starts[lexeme], starts[lexeme + 1])
        return self.arrays["slots"][span], self.arrays["frequencies"][span]

    def positions(self, lexeme: int, slot: int) -> Numbers:
        """At which words of a slot a lexeme stands, ascending."""
        slots, frequencies = self.runs(lexeme)
        run = int(slots.searchsorted(slot))
        if run == len(slots) or slots[run] != slot:
            return slots[:0]
        first = self.arrays["positions_starts"][lexeme] + frequencies[:run].sum()
        return self.arrays["positions"][first : first + frequencies[run]]

    def occurrences(self, lexeme: int) -> Numbers:
        """Where a lexeme stands: slot and position in one number, ascending."""
        slots, frequencies = self.runs(lexeme)
        places = self.entries("positions", lexeme)
        return (np.repeat(slots.astype(np.int64), frequencies) << POSITION_BITS) + places
