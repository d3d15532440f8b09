"""French text as data."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.domain.french import folded, french_order, letters_and_digits, quoted, typographic


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Œuvre d'Été", "oeuvre d'ete"),
        ("Île-de-France", "ile-de-france"),
        ("e\u0301te\u0301", "ete"),
        ("L’Haÿ", "l’hay"),
        ("ﬁnance m²", "finance m2"),
    ],
)
def test_folding_takes_accents_case_and_ligatures_away(text: str, plain: str) -> None:
    assert folded(text) == plain


def test_two_spellings_of_a_title_have_the_same_letters_and_digits() -> None:
    typed = "les bureaux du coeur   heberger la nuit, dans des locaux d entreprise !"
    printed = "Les Bureaux du Cœur : héberger la nuit dans des locaux d'entreprise"

    assert letters_and_digits(typed) == letters_and_digits(printed)


def test_accents_and_capitals_do_not_change_the_order_of_a_list() -> None:
    titles = ["Santé", "Zèbre", "École", "ecole", "Île", "Eau"]

    assert sorted(titles, key=french_order) == ["Eau", "ecole", "École", "Île", "Santé", "Zèbre"]


@pytest.mark.parametrize(
    ("plain", "printed"),
    [
        ("l'emploi d'ici", "l’emploi d’ici"),
        ("Pourquoi ? Parce que !", "Pourquoi\u00a0? Parce que\u00a0!"),
        ("les cafés : un lieu", "les cafés\u00a0: un lieu"),
        ("un « mot » dit", "un «\u00a0mot\u00a0» dit"),
        ("un «mot» dit", "un «\u00a0mot\u00a0» dit"),
        ("120 000 nuitées", "120\u00a0000 nuitées"),
        ("100 %", "100\u00a0%"),
        ("en 2019 300 entreprises", "en 2019 300 entreprises"),
        ("http://exemple.fr/?a=b", "http://exemple.fr/?a=b"),
        ("12:30", "12:30"),
    ],
)
def test_typography_is_that_of_french_printing(plain: str, printed: str) -> None:
    assert typographic(plain) == printed


@given(st.text())
def test_typography_applied_twice_is_typography_applied_once(text: str) -> None:
    assert typographic(typographic(text)) == typographic(text)


@given(st.text())
def test_typography_changes_no_letter_and_no_digit(text: str) -> None:
    assert letters_and_digits(typographic(text)) == letters_and_digits(text)


def test_a_long_text_is_quoted_by_its_beginning() -> None:
    assert quoted("garage") == "«\u00a0garage\u00a0»"
    assert quoted("a" * 60) == f"«\u00a0{'a' * 60}\u00a0»"
    assert quoted("a" * 59 + " b") == f"«\u00a0{'a' * 59}…\u00a0»"
