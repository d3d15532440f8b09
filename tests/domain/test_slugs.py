"""The address of a new case."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.domain.case import SLUG
from kb.domain.slugs import SlugInvalidError, SlugTakenError, require_free, slug_of


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("L'Adie et BNP Paribas : trente ans", "l-adie-et-bnp-paribas-trente-ans"),
        ("Œuvrer à Évry – « 1 000 » cafés", "oeuvrer-a-evry-1-000-cafes"),
        ("  --- ", "fiche"),
        ("Москва", "fiche"),
        ("mot " * 40, "-".join(["mot"] * 20)),
        ("a" * 200, "a" * 80),
    ],
)
def test_an_address_is_made_of_the_words_of_the_title(title: str, slug: str) -> None:
    assert slug_of(title) == slug


def test_an_address_that_is_taken_gets_a_number_that_fits() -> None:
    long = "a" * 80

    assert slug_of("Le garage", taken={"le-garage", "le-garage-2"}) == "le-garage-3"
    assert slug_of(long, taken={long}) == "a" * 78 + "-2"


@given(st.text(max_size=300), st.integers(min_value=0, max_value=3))
def test_whatever_the_title_the_address_is_good_and_free(title: str, others: int) -> None:
    taken: set[str] = set()
    for _ in range(others):
        taken.add(slug_of(title, taken=taken))

    slug = slug_of(title, taken=taken)

    assert SLUG.fullmatch(slug)
    assert slug not in taken
    assert len(taken) == others


@pytest.mark.parametrize("slug", ["", "Garage", "a--b", "-a", "../a", "a" * 81, "é", "a\n"])
def test_what_is_no_address_is_refused(slug: str) -> None:
    with pytest.raises(SlugInvalidError):
        require_free(slug, taken=())


def test_what_was_another_address_is_refused() -> None:
    require_free("garage", taken={"atelier"})
    with pytest.raises(SlugTakenError):
        require_free("garage", taken={"garage"})
