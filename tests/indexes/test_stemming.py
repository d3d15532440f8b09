"""What a word is compared by; the pairs that readers expect are in `golden_pairs.tsv`."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.domain.french import folded
from kb.indexes.analysis import tokens
from kb.indexes.stemming import forms, rows

FAMILIES = [tuple(word.removesuffix("*") for word in row) for row in rows()]


def test_a_word_stands_in_one_family_only() -> None:
    counts = Counter(word for family in FAMILIES for word in family)

    assert [word for word, count in counts.items() if count > 1] == []


def test_every_row_is_made_of_single_words_in_lower_case() -> None:
    written = [word for family in FAMILIES for word in family]

    assert [word for word in written if [t.word for t in tokens(word)] != [folded(word)]] == []
    assert [word for word in written if word != word.lower()] == []


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family[0])
def test_the_words_of_a_family_find_each_other_typed_with_accents_or_without(
    family: tuple[str, ...],
) -> None:
    shared = set.intersection(*(set(forms(word)) for word in family))
    unaccented = set.intersection(*(set(forms(folded(word))) for word in family))

    assert shared
    assert shared <= unaccented


def test_a_star_takes_the_words_that_the_stemmer_makes_equal() -> None:
    assert forms("financeraient") == forms("financement")
    assert forms("donnerez") == forms("don")


def test_only_a_last_accent_tells_two_words_of_the_table_apart() -> None:
    assert set(forms("marché")).isdisjoint(forms("marcher"))
    assert set(forms("marche")) >= {*forms("marché"), *forms("marcher")}
    assert forms("mobilite") == forms("mobilité")


@given(st.text(min_size=1))
def test_whatever_is_typed_has_forms_each_once(text: str) -> None:
    found = forms(text)

    assert found
    assert len(set(found)) == len(found)
