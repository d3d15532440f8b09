"""Departments, former regions and towns lead to their region, behind those that name them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kb.indexes.analysis import tokens
from kb.indexes.places import areas, places
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


@pytest.mark.parametrize(
    ("text", "region", "larger"),
    [
        ("Metz", "grand-est", ("Moselle", "Lorraine")),
        ("Vittel (Vosges)", "grand-est", ("Lorraine",)),
        ("Le parc de Rungis", "ile-de-france", ()),
        ("Saint-Denis", "ile-de-france", ("Seine-Saint-Denis",)),
        ("Saint-Denis", "la-reunion", ()),
        (
            "Lille",
            "hauts-de-france",
            ("Nord-Pas-de-Calais", "Flandre"),
        ),  # « nord » says too many things
        ("Metz et Beauvais", "hauts-de-france", ("Oise", "Picardie")),
        ("", "bretagne", ()),
    ],
)
def test_a_place_lies_in_its_department_and_its_former_region(
    text: str, region: str, larger: tuple[str, ...]
) -> None:
    assert areas(text, [region]) == larger


def test_every_place_lies_in_regions_that_exist() -> None:
    from kb.indexes.places import _by_name, _larger  # noqa: PLC0415 - the whole table, for once

    known = set(a_taxonomy().facet("region").by_slug)

    lines = Path(places.__code__.co_filename).with_name("places.tsv").read_text("utf-8")
    names = [row.split("\t")[0] for row in lines.splitlines() if row and not row.startswith("#")]
    assert len(set(names)) == len(names)
    for place in _by_name().values():
        assert place.words, place.name
        assert place.name not in {each.name for each in _larger(place.within)}  # and it ends
        assert set(place.regions) <= known, place.name
        for larger in place.within:
            assert not set(place.regions).isdisjoint(_by_name()[larger].regions), place.name


def test_a_case_of_the_region_is_found_after_those_that_name_the_place(base_of: BaseOf) -> None:
    base = base_of(
        named={"title": "Une alliance du Morbihan", "regions": ("normandie",)},
        region={"title": "Une alliance", "regions": ("bretagne",)},
        other={"title": "Une alliance", "regions": ("normandie",)},
    )

    assert base.found("Morbihan") == ["named", "region"]
    reasons = {hit.case.slug: hit.reasons for hit in base.search("Morbihan").hits}
    assert reasons["region"][0].matched == "Bretagne"


@pytest.mark.parametrize("typed", ["Lorraine", "Moselle"])
def test_a_case_in_a_town_is_found_by_its_department_before_others_of_the_region(
    base_of: BaseOf, typed: str
) -> None:
    base = base_of(
        elsewhere={"place": "Strasbourg", "regions": ("grand-est",), "started": 2024},
        there={"place": "Metz", "regions": ("grand-est",), "started": 2012},
    )

    assert base.found(typed) == ["there", "elsewhere"]
    [reason] = base.search(typed).hits[0].reasons
    assert (reason.matched, reason.field) == (typed, "area")


def test_an_exact_place_is_asked_for_by_its_field(base_of: BaseOf) -> None:
    base = base_of(
        there={"place": "Vannes (Morbihan)"}, near={"place": "Rennes", "regions": ("bretagne",)}
    )

    assert base.found("lieu:morbihan") == ["there"]
