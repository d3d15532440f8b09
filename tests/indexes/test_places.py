"""Departments, former regions and towns lead to their region, behind those that name them."""

from collections.abc import Callable

import pytest

from kb.indexes.analysis import tokens
from kb.indexes.places import places
from tests.bases import Base
from tests.builders import a_taxonomy

BaseOf = Callable[..., Base]


def regions(text: str) -> set[str]:
    words = [text[token.start : token.end] for token in tokens(text) if not token.is_stop_word]
    return {region for place in places(words) for region in place.regions}


@pytest.mark.parametrize(
    ("typed", "region"),
    [
        ("Morbihan", "bretagne"),
        ("morbihan", "bretagne"),
        ("en Seine-Saint-Denis", "ile-de-france"),
        ("garage Quimper", "bretagne"),
        ("Poitou Charentes", "nouvelle-aquitaine"),
        ("lille", "hauts-de-france"),
        ("à Fort-de-France", "martinique"),
    ],
)
def test_a_place_lies_in_its_region(typed: str, region: str) -> None:
    assert region in regions(typed)


def test_a_common_word_is_a_place_only_with_its_capital_letter() -> None:
    assert regions("Tours") == {"centre-val-de-loire"}
    assert regions("tours") == set()


def test_of_names_inside_each_other_the_longest_is_meant() -> None:
    assert regions("Indre-et-Loire") == {"centre-val-de-loire"}
    assert regions("Loire") == {"auvergne-rhone-alpes"}


def test_every_place_lies_in_regions_that_exist() -> None:
    from kb.indexes.places import _names  # noqa: PLC0415 - the whole table, for once

    known = set(a_taxonomy().facet("region").by_slug)

    assert all(set(name.regions) <= known for names in _names().values() for name in names)


def test_a_case_of_the_region_is_found_after_those_that_name_the_place(base_of: BaseOf) -> None:
    base = base_of(
        named={"title": "Une alliance du Morbihan", "regions": ("normandie",)},
        region={"title": "Une alliance", "regions": ("bretagne",)},
        other={"title": "Une alliance", "regions": ("normandie",)},
    )

    assert base.found("Morbihan") == ["named", "region"]
    reasons = {hit.case.slug: hit.reasons for hit in base.search("Morbihan").hits}
    assert reasons["region"][0].matched == "Bretagne"


def test_an_exact_place_is_asked_for_by_its_field(base_of: BaseOf) -> None:
    base = base_of(
        there={"place": "Vannes (Morbihan)"}, near={"place": "Rennes", "regions": ("bretagne",)}
    )

    assert base.found("lieu:morbihan") == ["there"]
