"""One case, its neighbours, the list of all."""

from collections.abc import Callable

import pytest

from kb.ports import CaseNotFoundError, CaseUnreadableError
from kb.services.reading import CaseMovedError
from tests.bases import Base

BaseOf = Callable[..., Base]


def test_a_case_is_read_from_its_file_even_without_an_index(base: Base) -> None:
    base.write("garage", title="Garage solidaire")

    assert base.knowledge_base.reading.case("garage").case.title == "Garage solidaire"
    assert base.knowledge_base.reading.near("garage") == ()


def test_a_change_by_hand_is_read_at_once(base_of: BaseOf) -> None:
    base = base_of(garage={"title": "Garage solidaire"})
    base.write("garage", title="Garage associatif")

    assert base.knowledge_base.reading.case("garage").case.title == "Garage associatif"


def test_an_earlier_slug_leads_to_the_present_one(base_of: BaseOf) -> None:
    base = base_of(garage={"redirects": ("atelier",)})

    with pytest.raises(CaseMovedError) as moved:
        base.knowledge_base.reading.case("atelier")

    assert moved.value.now == "garage"


def test_there_is_no_case_without_a_file(base_of: BaseOf) -> None:
    base = base_of(garage={})

    for slug in ("inconnu", "../garage", "Garage", "", "a" * 200):
        with pytest.raises(CaseNotFoundError):
            base.knowledge_base.reading.case(slug)


def test_a_case_that_breaks_rules_is_being_mended(base_of: BaseOf) -> None:
    base = base_of(garage={})
    (base.home / "cases" / "garage.md").write_text("---\ntitle: x\n---\n")

    with pytest.raises(CaseUnreadableError) as unreadable:
        base.knowledge_base.reading.case("garage")

    assert unreadable.value.problems


def test_all_cases_are_listed_by_slug(base_of: BaseOf) -> None:
    base = base_of(**{"b-b": {}, "a-a": {}, "c-c": {}})

    assert [case.slug for case in base.knowledge_base.reading.every()] == ["a-a", "b-b", "c-c"]
