"""What a reader may be typing."""

from collections.abc import Callable, Sequence

import pytest

from kb.domain.case import Partner
from kb.domain.suggestion import SuggestionKind
from tests.bases import Base

BaseOf = Callable[..., Base]


@pytest.fixture
def shop(base_of: BaseOf) -> Base:
    emmaus = (Partner(name="Emmaüs Défi", actor="association"),)
    return base_of(
        a={"title": "Le garage de Lorient", "partners": emmaus, "place": "Lorient"},
        b={"title": "Garage solidaire", "partners": emmaus, "domains": ("mobilite",)},
        c={"title": "Un atelier", "place": "lorient"},
    )


def labels(shop: Base, typed: str, kind: SuggestionKind, limit: int = 5) -> Sequence[str]:
    return [each.label for each in shop.index.suggest(typed, limit=limit) if each.kind is kind]


def test_titles_that_begin_with_it_come_before_those_that_have_it(shop: Base) -> None:
    assert labels(shop, "gar", SuggestionKind.CASE) == ["Garage solidaire", "Le garage de Lorient"]


def test_each_word_typed_is_the_beginning_of_a_word(shop: Base) -> None:
    assert labels(shop, "lor gar", SuggestionKind.CASE) == ["Le garage de Lorient"]
    assert labels(shop, "arage", SuggestionKind.CASE) == []


def test_accents_and_capitals_do_not_matter(shop: Base) -> None:
    assert labels(shop, "EMMAUS D", SuggestionKind.PARTNER) == ["Emmaüs Défi"]
    assert labels(shop, "mobilité", SuggestionKind.TERM) == ["Mobilité / transports"]


def test_a_term_is_found_by_its_synonyms_if_cases_have_it(shop: Base) -> None:
    assert labels(shop, "covoit", SuggestionKind.TERM) == ["Mobilité / transports"]
    assert labels(shop, "santé", SuggestionKind.TERM) == []


def test_two_spellings_of_a_place_are_one(shop: Base) -> None:
    assert len(labels(shop, "lorient", SuggestionKind.PLACE)) == 1


def test_kinds_come_in_their_order_and_none_has_more_than_its_share(shop: Base) -> None:
    found = shop.index.suggest("lo", limit=1)

    assert [each.kind for each in found] == sorted(
        (each.kind for each in found), key=list(SuggestionKind).index
    )
    assert len(found) == len({each.kind for each in found})


@pytest.mark.parametrize("typed", ["", "   ", "…", "\ud800", "a" * 500, "a " * 200])
def test_anything_typed_has_an_answer(shop: Base, typed: str) -> None:
    assert len(shop.index.suggest(typed, limit=5)) <= 20
