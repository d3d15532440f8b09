from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.domain.case import Case, Figure, Partner
from kb.domain.problems import Problem
from kb.formats import front_matter
from kb.formats.form_fields import ROWS, field_name, fields_of, form_text, text_of
from tests.builders import PROJECT, a_case, a_taxonomy

CASES = sorted(PROJECT.glob("cases/*.md"))

NAMES = st.sampled_from(
    [
        *fields_of(a_case()),
        "impacts",
        "stage",
        "started",
        "ended",
        "section-introduction",
        "section-moyens",
        *(
            f"{group}-{number}-{each}"
            for group in ROWS
            for each in ROWS[group]
            for number in (0, 3)
        ),
    ]
)


def problems_of(fields: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """What is wrong with the case that the fields make: codes by field."""
    written = form_text(fields)
    found = front_matter.read(written.text, a_taxonomy())
    codes: dict[str, list[str]] = {}
    for problem in () if isinstance(found, Case) else found:
        codes.setdefault(written.field_of(problem), []).append(problem.code)
    return codes


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_published_case_goes_into_the_form_and_comes_back_byte_for_byte(path: Path) -> None:
    text = path.read_text("utf-8")
    case = front_matter.read(text, a_taxonomy(), published=True)
    assert isinstance(case, Case)

    assert text_of(fields_of(case)) == text


@given(st.dictionaries(NAMES, st.lists(st.text(), max_size=2), max_size=12))
def test_whatever_is_typed_makes_a_text_whose_every_problem_leads_to_a_field(
    typed: dict[str, list[str]],
) -> None:
    fields = fields_of(a_case()) | typed
    written = form_text(fields)

    found = front_matter.read(written.text, a_taxonomy())

    rows = {name.rpartition("-")[0] for name in fields if name.startswith(tuple(ROWS))}
    shown = {*fields, *fields_of(a_case()), "section-introduction"}
    shown |= {f"{row}-{each}" for row in rows for each in ROWS[row.partition("-")[0]]}
    for problem in () if isinstance(found, Case) else found:
        assert written.field_of(problem) in shown, problem


@given(st.text(max_size=3000))
def test_what_is_typed_into_a_section_stays_in_this_section(typed: str) -> None:
    fields = fields_of(a_case()) | {"section-moyens": [typed]}

    assert set(problems_of(fields)) <= {"section-moyens"}


def test_a_problem_of_a_row_leads_to_the_row_it_was_typed_in() -> None:
    fields = fields_of(a_case()) | {"partners-1-name": [""], "partners-4-name": ["La mairie"]}

    assert problems_of(fields) == {"partners-4-actor": ["missing-key"]}


def test_an_empty_source_between_two_others_keeps_its_number() -> None:
    fields = fields_of(a_case(body=a_case().body.replace("[^1]", "[^3]"))) | {
        "sources-1-title": [""],
        "sources-2-title": ["Rapport annuel"],
        "sources-3-title": [""],
    }

    assert problems_of(fields) == {"sources-1-title": ["empty-value"]}


def test_an_empty_form_names_every_required_field_once() -> None:
    assert set(problems_of({})) == {
        "title",
        "summary",
        "partners-0-name",
        "regions",
        "scales",
        "domains",
        "categories",
        "sources-0-title",
        "section-besoin",
        "section-alliance",
        "section-demarche",
    }


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"title": ["Oui"]}, "title", "too-short"),
        ({"started": ["2020"], "ended": ["2019"]}, "ended", "ends-before-start"),
        ({"regions": ["bretagne", "atlantide"]}, "regions", "unknown-term"),
        ({"odd": ["odd-17"]}, "odd", "implicit-term"),
        ({"sources-0-url": ["exemple.fr"]}, "sources-0-url", "not-a-url"),
        ({"figures-0-label": ["Voitures"]}, "figures-0-value", "missing-key"),
        ({"figures-2-year": ["hier"]}, "figures-2-year", "not-a-year"),
        ({"section-besoin": ["[^1]"]}, "section-besoin", "section-empty"),
        ({"section-besoin": ["Oui[^9]."]}, "section-besoin", "citation-without-source"),
        ({"section-moyens": ["a\n## Le besoin\nb"]}, "section-moyens", "section-twice"),
        ({"section-moyens": ["a\n## Argent\nb"]}, "section-moyens", "section-unknown"),
        ({"section-alliance": ["![](a)"]}, "section-alliance", "image-in-body"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    changes: dict[str, list[str]], field: str, code: str
) -> None:
    assert code in problems_of(fields_of(a_case()) | changes)[field]


def test_what_cannot_be_seen_does_not_come_along_when_text_is_pasted() -> None:
    fields = fields_of(a_case()) | {
        "title": ["\ufeff Un garage\x00 solidaire \r\n"],
        "section-moyens": ["Un don.\r\n\r\nUn prêt.\x0bUne vente.\u2028"],
    }

    case = front_matter.read(text_of(fields), a_taxonomy())

    assert isinstance(case, Case)
    assert case.title == "Un garage solidaire"
    assert case.body.endswith("Un don.\n\nUn prêt.\nUne vente.\n")


def test_an_introduction_is_kept() -> None:
    case = a_case(body=f"\nUn mot avant tout.\n{a_case().body}")

    assert front_matter.read(text_of(fields_of(case)), a_taxonomy()) == case


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("title", "title"),
        ("partners", "partners-0-name"),
        ("partners[2]", "partners-1-name"),
        ("partners[2].actor", "partners-1-actor"),
        ("regions[2]", "regions"),
        ("sources[12].url", "sources-11-url"),
        ("La démarche", "section-demarche"),
    ],
)
def test_a_key_leads_to_its_field(key: str, name: str) -> None:
    assert field_name(key) == name


def test_a_whole_file_that_is_too_large_leads_to_a_field_too() -> None:
    written = form_text({})

    assert written.field_of(Problem(line=1, key="", code="front-matter-too-large")) == "title"


def test_fields_of_a_case_are_what_a_browser_sends() -> None:
    case = a_case(
        partners=(Partner(name="A", actor="association"),),
        figures=(Figure(label="Voitures", value="12", year=2020, source=1),),
    )

    fields = fields_of(case)

    assert fields["domains"] == ["mobilite", "emploi"]
    assert fields["figures-0-year"] == ["2020"]
    assert "partners-0-role" not in fields
