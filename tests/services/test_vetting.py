"""What the automatic checks say of a case."""

import time
from itertools import product

import pytest

from kb.domain.case import Figure, Partner, Source
from kb.domain.finding import FINDINGS, Severity
from kb.domain.taxonomy import Taxonomy
from kb.formats import front_matter
from kb.services.vetting import checks
from tests.builders import PROJECT, a_case, a_taxonomy

STORY = "Un garage répare des voitures pour qui cherche un emploi[^1]. " * 3

COMPLETE = {
    "figures": (Figure(label="Voitures", value="120"),),
    "sources": (Source(title="Rapport", url="https://example.org/rapport"),),
    "place": "Rennes",
    "started": 2019,
    "body": "".join(
        f"\n## {heading}\n\n{STORY}\n"
        for heading in (
            "Le besoin",
            "L'alliance",
            "La démarche",
            "Moyens et modèle économique",
            "Résultats",
            "Freins et leviers",
            "Transposer",
        )
    ),
}


def codes(**changes: object) -> list[tuple[str, str]]:
    case = a_case(**(COMPLETE | changes))
    return [(each.code, each.key) for each in checks(case, a_taxonomy())]


def test_there_is_nothing_to_say_of_a_complete_case() -> None:
    assert codes() == []


def test_what_is_missing_is_named() -> None:
    bare = {"figures": (), "started": None, "place": None, "sources": (Source(title="Rapport"),)}

    found = codes(**bare, body="\n## Le besoin\n\nUn besoin.\n")

    assert ("section-short", "besoin") in found
    assert ("section-absent", "resultats") in found
    for code in ("figures-absent", "started-absent", "place-absent", "url-absent"):
        assert code in dict(found)
    assert ("source-uncited", "") in found


def test_personal_data_are_found_wherever_they_stand_and_come_first() -> None:
    partner = Partner(name="Garage", actor="association", role="Mme Martin, 06 12 34 56 78")
    body = str(COMPLETE["body"]).replace("Un garage", "Écrire à jeanne@example.org. Un garage", 1)

    found = codes(partners=(partner,), body=body, place=None)

    assert found == [
        ("phone-number", "partners[1].role"),
        ("email-address", "besoin"),
        ("place-absent", "place"),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Le FJT accueille.", ["FJT"]),
        ("Le foyer de jeunes travailleurs (FJT) accueille. Le FJT aide.", []),
        ("Le FJT (foyer de jeunes travailleurs) accueille.", []),
        ("L'ESS et une PME, la SNCF, le XIXe et le XX, en CDI.", []),
        ("Le FJT et la MRJC, puis le FJT.", ["FJT", "MRJC"]),
    ],
)
def test_an_acronym_that_nobody_spells_out_is_found_once(text: str, found: list[str]) -> None:
    body = str(COMPLETE["body"]).replace("Un garage", f"{text} Un garage", 1)

    told = checks(a_case(**(COMPLETE | {"body": body})), a_taxonomy())

    assert [each.excerpt for each in told] == found


def test_a_text_of_acronyms_alone_keeps_nobody_waiting() -> None:
    letters = product("ABCDEFGHIJ", repeat=4)
    body = f"\n## Le besoin\n\n{' '.join(map(''.join, letters))} le font.\n"
    begun = time.process_time()

    found = codes(body=body)

    assert len([code for code, _ in found if code == "acronym-unknown"]) > 9000
    assert time.process_time() - begun < 5


def test_the_name_of_a_partner_is_no_acronym() -> None:
    partner = Partner(name="AG2R La Mondiale", actor="entreprise")
    body = str(COMPLETE["body"]).replace("Un garage", "AG2R finance un garage", 1)

    assert codes(partners=(partner,), body=body) == []


def test_published_cases_hold_nothing_that_must_be_looked_at() -> None:
    taxonomy: Taxonomy = a_taxonomy()

    for path in (PROJECT / "cases").glob("*.md"):
        case = front_matter.read(path.read_text("utf-8"), taxonomy, published=True)
        assert not isinstance(case, tuple)
        assert {each.severity for each in checks(case, taxonomy)} <= {Severity.NOTE}, path.name


def test_every_sentence_ends_with_a_stop() -> None:
    assert all(text.endswith(".") for _, text in FINDINGS.values())
