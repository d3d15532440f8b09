import pytest

from kb.domain.organisation import (
    Directory,
    KnownOrganisation,
    OrganisationBook,
    organisation_key,
)
from kb.domain.search import CaseSummary


def a_summary(slug: str, *partners: str) -> CaseSummary:
    return CaseSummary(
        slug=slug,
        title=slug.upper(),
        summary="",
        place=None,
        partners=partners,
        tags={},
        started=None,
        ended=None,
        published_on=None,
        updated_on=None,
    )


def directory(*cases: CaseSummary, **book: tuple[object, ...]) -> Directory:
    return Directory.of(cases, OrganisationBook(**book))  # type: ignore[arg-type]  # fields of the book


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Secours catholique", "Secours Catholique"),
        ("L'Oréal", "L’OREAL"),
        ("SCIC Kwala Faya", "Kwala Faya"),
        ("Agrivair SAS", "agrivair"),
        ("Association Biovallée", "Biovallée"),
        ("AGIRC-ARRCO", "Agirc Arrco"),
    ],
)
def test_case_accents_and_legal_form_make_no_other_organisation(one: str, other: str) -> None:
    assert organisation_key(one) == organisation_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Fondation SNCF", "SNCF"),
        ("Groupe La Poste", "La Poste"),
        ("Association française de pédiatrie", "Société française de pédiatrie"),
        ("Association française de pédiatrie", "française de pédiatrie"),
        ("Emmaüs Défi", "Emmaüs"),
        ("SA", "SAS"),
    ],
)
def test_any_other_difference_does(one: str, other: str) -> None:
    assert organisation_key(one) != organisation_key(other)


def test_spellings_meet_under_the_most_frequent_one() -> None:
    found = directory(
        a_summary("a", "Secours catholique"),
        a_summary("b", "Secours Catholique"),
        a_summary("c", "Secours Catholique", "secours catholique"),
    )

    [organisation] = found.by_slug.values()
    assert (organisation.slug, organisation.name) == ("secours-catholique", "Secours Catholique")
    assert [case.slug for case in organisation.cases] == ["a", "b", "c"]


def test_names_are_merged_by_hand() -> None:
    known = (KnownOrganisation(slug="la-poste", name="La Poste", names=("Groupe La Poste",)),)

    found = directory(a_summary("a", "La Poste"), a_summary("b", "GROUPE LA POSTE"), known=known)

    assert {slug: len(each.cases) for slug, each in found.by_slug.items()} == {"la-poste": 2}
    assert found.named("groupe la poste") is found.by_slug["la-poste"]


def test_one_name_is_two_organisations_by_hand() -> None:
    known = (
        KnownOrganisation(
            slug="regie-de-lille", name="La Régie (Lille)", names=("La Régie",), cases=("a",)
        ),
    )

    found = directory(a_summary("a", "La Régie"), a_summary("b", "La Régie"), known=known)

    assert {slug: [case.slug for case in each.cases] for slug, each in found.by_slug.items()} == {
        "regie-de-lille": ["a"],
        "la-regie": ["b"],
    }
    assert found.named("La Régie") is None
    assert found.partner("a", "la régie") == "regie-de-lille"


def test_what_is_no_organisation_is_left_out() -> None:
    found = directory(a_summary("a", "Locataires", "EDF", "!"), ignored=("locataires",))

    assert set(found.by_slug) == {"edf"}
    assert found.partner("a", "Locataires") is None


def test_allies_are_those_of_the_same_cases_the_most_frequent_first() -> None:
    found = directory(
        a_summary("a", "EDF", "Zoé", "Enedis"),
        a_summary("b", "EDF", "Enedis"),
        a_summary("c", "Zoé"),
    )

    allies = [
        (ally.organisation.name, [c.slug for c in ally.cases]) for ally in found.allies("edf")
    ]

    assert allies == [("Enedis", ["a", "b"]), ("Zoé", ["a"])]
    assert [each.name for each in found.recurring] == ["EDF", "Enedis", "Zoé"]


def test_two_names_never_share_an_address_even_one_taken_by_hand() -> None:
    known = (KnownOrganisation(slug="a-b", name="Autre"),)

    found = directory(a_summary("a", "A+B", "Ａ-Ç", "日本", "中国"), known=known)

    assert set(found.by_slug) == {"a-b-2", "a-c", "organisation", "organisation-2"}
