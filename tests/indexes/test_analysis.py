"""From French text to what is compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.indexes.analysis import composed, tokens


def forms(text: str) -> set[str]:
    return {form for token in tokens(composed(text)) for form in token.forms}


def words(text: str) -> list[str]:
    return [token.word for token in tokens(composed(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L'insertion par l’activité", ["insertion", "par", "activite"]),
        ("qu'on d'emploi jusqu'ici aujourd'hui", ["on", "emploi", "ici", "hui"]),
        ("R&D C3D 3Zéro ODD 17 100 %", ["r&d", "c3d", "3zero", "odd", "17", "100"]),
        ("sans-abri demandeur-d'emploi", ["sans", "abri", "demandeur", "emploi"]),
        ("e\u0301nergie Œuvre", ["energie", "oeuvre"]),
        ("", []),
    ],
)
def test_a_text_has_these_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("précarité", "precarite"),
        ("mobilités", "mobilites"),
        ("collectivités", "COLLECTIVITES"),
        ("fermée", "fermee"),
        ("végétalisées", "vegetalisees"),
        ("rénovation", "rénovées"),
        ("rénover", "renovation"),
        ("demandeur", "demandeuses"),
        ("cœur", "coeur"),
    ],
)
def test_two_spellings_or_inflections_of_a_word_match(one: str, other: str) -> None:
    assert forms(one) & forms(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mobile", "mobilité"),
        ("mobilier", "mobilité"),
        ("collecte", "collectif"),
        ("collectif", "collectivité"),
        ("commune", "communication"),
        ("don", "données"),
        ("café", "CAF"),
    ],
)
def test_two_words_that_only_look_alike_do_not_match(one: str, other: str) -> None:
    assert not forms(one) & forms(other)


@given(st.text())
def test_a_word_stands_where_it_says(text: str) -> None:
    text = composed(text)

    for token in tokens(text):
        assert token.forms
        assert len(set(token.forms)) == len(token.forms)
        assert words(text[token.start : token.end])[-1:] == [token.word]
