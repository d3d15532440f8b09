import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.formats.text_diff import Kind, Piece, word_diff

#: Few different words, so that they meet again.
PROSE = st.lists(st.sampled_from(["le", "garage", " ", "\n", "’", "é", "<b>", "12"])).map("".join)


def side(pieces: tuple[Piece, ...], without: Kind) -> str:
    return "".join(piece.text for piece in pieces if piece.kind is not without)


@given(PROSE | st.text(), PROSE | st.text())
def test_the_pieces_give_both_texts(before: str, after: str) -> None:
    pieces = word_diff(before, after)

    assert side(pieces, Kind.ADDED) == before
    assert side(pieces, Kind.REMOVED) == after


@given(PROSE, PROSE)
def test_no_piece_is_empty_or_of_the_kind_of_the_one_before(before: str, after: str) -> None:
    pieces = word_diff(before, after)

    assert all(piece.text for piece in pieces)
    assert all(a.kind is not b.kind for a, b in pairwise(pieces))


@given(PROSE)
def test_equal_texts_are_one_kept_piece(text: str) -> None:
    assert word_diff(text, text) == ((Piece(Kind.KEPT, text),) if text else ())


def test_what_changed_is_shown_by_whole_words() -> None:
    pieces = word_diff("Il répare des voitures au bourg.", "Il répare les vélos au bourg.")

    assert pieces == (
        Piece(Kind.KEPT, "Il répare "),
        Piece(Kind.REMOVED, "des voitures"),
        Piece(Kind.ADDED, "les vélos"),
        Piece(Kind.KEPT, " au bourg."),
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a," * 32_000, "b,a" * 21_000),
        ("\n" * 65_000, "a\n" * 32_000),
        (".-" * 11_000, "-;" * 11_000),
        ("".join(f"{i} " for i in range(11_000)), "".join(f"{i} " for i in range(11_000, 0, -1))),
    ],
    ids=["alike", "lines", "marks", "all other"],
)
def test_no_text_within_the_limits_takes_long(before: str, after: str) -> None:
    started = time.process_time()

    pieces = word_diff(before, after)

    assert time.process_time() - started < 5
    assert side(pieces, Kind.REMOVED) == after
