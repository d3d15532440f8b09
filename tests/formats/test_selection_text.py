"""What a browser keeps of a selection; whoever has the browser may write there what they like."""

import base64
import json
import zlib
from hashlib import shake_256
from string import ascii_lowercase, digits

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.domain.selection import (
    MOST_CASES,
    MOST_NOTE_CHARACTERS,
    SelectedCase,
    Selection,
    clean_note,
    clean_title,
)
from kb.formats.selection_text import (
    MOST_CHARACTERS,
    SelectionDamagedError,
    SelectionTooLargeError,
    read,
    written,
)
from tests.builders import a_selection

_SLUGS = st.text(ascii_lowercase + digits, min_size=1, max_size=12)
_SELECTIONS = st.builds(
    Selection,
    title=st.text(max_size=60).map(clean_title),
    cases=st.lists(
        st.builds(SelectedCase, slug=_SLUGS, note=st.text(max_size=60).map(clean_note)),
        max_size=8,
        unique_by=lambda case: case.slug,
    ).map(tuple),
)
#: Values that JSON can say, of the right shape more often than chance would have it.
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inside: (
        st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=3), inside, max_size=2)
    ),
    max_leaves=12,
)


def packed(content: bytes) -> str:
    return base64.urlsafe_b64encode(zlib.compress(content, 9)).decode().rstrip("=")


def word_of(values: object) -> str:
    return packed(json.dumps(values).encode())


@given(_SELECTIONS)
def test_what_was_written_is_read_back(selection: Selection) -> None:
    assert read(written(selection)) == selection


@given(st.text() | st.binary().map(packed) | _VALUES.map(word_of))
def test_whatever_else_there_is_it_is_read_as_a_selection_or_refused(word: str) -> None:
    try:
        selection = read(word)
    except SelectionDamagedError:
        return
    assert read(written(selection)) == selection


@given(_SELECTIONS, st.integers(min_value=0), st.sampled_from("aZ0-_é= "))
def test_a_character_that_changed_is_noticed_or_changes_nothing(
    selection: Selection, place: int, character: str
) -> None:
    word = written(selection)
    place %= len(word)

    try:
        found = read(word[:place] + character + word[place + 1 :])
    except SelectionDamagedError:
        return
    assert found == selection


@pytest.mark.parametrize(
    "values",
    [
        {},
        [],
        ["titre"],
        ["titre", [], []],
        [3, []],
        ["titre", {}],
        ["titre", ["ab"]],
        ["titre", [["a"]]],
        ["titre", [["a", None]]],
        ["titre", [[["a"], ""]]],
        ["titre", [["../a", ""]]],
        ["titre", [["a", ""], ["a", ""]]],
        [" titre", []],
        ["titre", [["a", "\x00"]]],
        ["titre", [["a", "\ud800"]]],
        ["titre", [["a", "x" * (MOST_NOTE_CHARACTERS + 1)]]],
        ["titre", [[f"a-{n}", ""] for n in range(MOST_CASES + 1)]],
    ],
)
def test_what_breaks_a_rule_is_damaged(values: object) -> None:
    with pytest.raises(SelectionDamagedError):
        read(word_of(values))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"nonsense",
        b"\xff",
        b"[" * 100_000,
        b"9" * 100_000,
        b'["", [["a", "' + b"x" * 5_000_000 + b'"]]]',
    ],
)
def test_what_unfolds_without_end_or_is_no_json_is_damaged(content: bytes) -> None:
    word = packed(content)[:MOST_CHARACTERS]

    with pytest.raises(SelectionDamagedError):
        read(word)


def test_what_comes_after_the_end_is_damage() -> None:
    content = zlib.compress(b'["",[]]') + b"more"

    with pytest.raises(SelectionDamagedError):
        read(base64.urlsafe_b64encode(content).decode().rstrip("="))


def test_fifty_cases_with_long_addresses_fit_without_notes() -> None:
    slugs = [f"{n}-une-alliance-dont-le-nom-est-{n * 7919}-plutot-long" for n in range(MOST_CASES)]

    assert len(written(a_selection(*slugs, title="Atelier"))) < MOST_CHARACTERS


def test_what_a_browser_cannot_keep_is_refused() -> None:
    notes = {f"a-{n}": shake_256(bytes([n])).hexdigest(200) for n in range(MOST_CASES)}

    with pytest.raises(SelectionTooLargeError):
        written(a_selection(*notes, notes=notes))
