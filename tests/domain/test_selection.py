import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.domain.selection import (
    MOST_CASES,
    MOST_NOTE_CHARACTERS,
    MOST_TITLE_CHARACTERS,
    SelectedCase,
    Selection,
    SelectionFullError,
    SelectionTextTooLongError,
    clean_note,
    clean_title,
)
from tests.builders import a_selection


def test_a_case_is_in_a_selection_once_and_keeps_its_note() -> None:
    selection = a_selection("a", "b", notes={"a": "Gardée"})

    grown = selection.adding(SelectedCase(slug="a"), SelectedCase(slug="c"), SelectedCase(slug="c"))

    assert grown.slugs == ("a", "b", "c")
    assert grown.cases[0].note == "Gardée"
    assert grown.without("b").slugs == ("a", "c")
    assert grown.without("z") == grown


@pytest.mark.parametrize(
    ("slug", "by", "order"),
    [
        ("b", -1, "bac"),
        ("b", 1, "acb"),
        ("a", -1, "abc"),
        ("c", 1, "abc"),
        ("a", 9, "bca"),
        ("z", 1, "abc"),
    ],
)
def test_a_case_moves_up_and_down_and_never_past_an_end(slug: str, by: int, order: str) -> None:
    assert "".join(a_selection("a", "b", "c").moving(slug, by).slugs) == order


@given(st.permutations("abcde"), st.sampled_from("abcde"), st.integers(-9, 9))
def test_moving_loses_no_case(order: list[str], slug: str, by: int) -> None:
    assert sorted(a_selection(*order).moving(slug, by).slugs) == sorted(order)


def test_two_cases_that_became_one_are_one_where_the_first_stood() -> None:
    selection = a_selection("a", "b", "c", notes={"a": "De a", "c": "De c"})

    merged = selection.renaming(lambda slug: "n" if slug in {"a", "c"} else slug)

    assert merged.slugs == ("n", "b")
    assert merged.cases[0].note == "De a\nDe c"


@pytest.mark.parametrize(
    ("selection", "error"),
    [
        (a_selection(*(f"a-{n}" for n in range(MOST_CASES + 1))), SelectionFullError),
        (Selection(title="x" * (MOST_TITLE_CHARACTERS + 1)), SelectionTextTooLongError),
        (
            a_selection("a", notes={"a": "x" * (MOST_NOTE_CHARACTERS + 1)}),
            SelectionTextTooLongError,
        ),
    ],
)
def test_a_selection_has_limits(selection: Selection, error: type[Exception]) -> None:
    with pytest.raises(error):
        selection.require_valid()


def test_at_its_limits_it_is_valid() -> None:
    slugs = [f"a-{n}" for n in range(MOST_CASES)]
    selection = a_selection(*slugs, notes=dict.fromkeys(slugs, "x" * MOST_NOTE_CHARACTERS))

    selection.require_valid()


@given(st.text())
def test_what_was_cleaned_is_clean(text: str) -> None:
    for clean in (clean_title, clean_note):
        assert clean(clean(text)) == clean(text)
        clean(text).encode()


def test_a_title_is_one_line_and_a_note_keeps_its_lines() -> None:
    assert clean_title(" Atelier\r\nmobilité\x00 ") == "Atelier mobilité"
    assert clean_note("\r\nUn\r\n\r\ndeux\x07 \n") == "Un\n\ndeux"
