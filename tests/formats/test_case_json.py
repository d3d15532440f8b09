from dataclasses import fields
from datetime import date

from kb.domain.case import Case, CaseFile, Figure, Partner, Sha256, Source
from kb.formats.case_json import CaseValues, case_values
from tests.builders import a_case, a_taxonomy


def values_of(case: Case) -> CaseValues:
    file = CaseFile(slug="garage", sha256=Sha256("0" * 64), text="", case=case)
    return case_values(file, a_taxonomy(), public_url="https://pratiques.example.org")


def test_every_front_matter_key_is_there_under_its_own_name() -> None:
    assert {field.name for field in fields(Case)} <= set(values_of(a_case()))


def test_what_a_case_does_not_say_is_null_or_an_empty_list() -> None:
    values = values_of(a_case())

    absent = ("place", "stage", "started", "ended", "contributor", "updated_on", "verified_on")
    assert {key for key, value in values.items() if value is None} == set(absent)
    assert {key for key, value in values.items() if value == []} == {
        "impacts",
        "figures",
        "redirects",
    }


def test_entries_have_all_their_keys() -> None:
    case = a_case(
        partners=(Partner(name="Mairie", actor="collectivite"),),
        figures=(Figure(label="Véhicules", value="750"),),
        sources=(Source(title="Rapport"),),
    )

    values = values_of(case)

    assert values["partners"] == [{"name": "Mairie", "actor": "collectivite", "role": None}]
    assert values["figures"] == [
        {"label": "Véhicules", "value": "750", "unit": None, "year": None, "source": None}
    ]
    assert values["sources"] == [{"title": "Rapport", "publisher": None, "url": None, "date": None}]


def test_the_implicit_goal_is_added_to_those_of_the_case() -> None:
    assert values_of(a_case(odd=("odd-08",)))["odd"] == ["odd-08", "odd-17"]
    assert values_of(a_case())["odd"] == ["odd-17"]


def test_days_are_written_as_iso_8601_says() -> None:
    assert values_of(a_case(verified_on=date(2026, 1, 2)))["verified_on"] == "2026-01-02"


def test_the_address_is_the_public_one() -> None:
    assert values_of(a_case())["url"] == "https://pratiques.example.org/cas/garage"


def test_actors_are_those_of_the_partners_each_once() -> None:
    partners = [
        Partner(name="A", actor="entreprise"),
        Partner(name="B", actor="association"),
        Partner(name="C", actor="entreprise"),
    ]

    assert values_of(a_case(partners=tuple(partners)))["actors"] == ["entreprise", "association"]
