from hypothesis import given
from hypothesis import strategies as st

from kb.domain.case import Case
from kb.formats.form_fields import fields_of
from kb.formats.form_preview import preview
from tests.builders import a_case, a_taxonomy
from tests.formats.test_form_fields import NAMES


def shown(**changes: list[str]) -> Case:
    fields = {name.replace("_", "-"): values for name, values in changes.items()}
    case = preview(fields_of(a_case()) | fields, a_taxonomy())
    assert case is not None
    return case


def test_a_case_that_is_right_is_shown_as_it_is() -> None:
    assert shown() == a_case()


def test_an_empty_form_is_shown_with_what_remains_to_be_written() -> None:
    case = preview({}, a_taxonomy())

    assert case is not None
    assert case.title == "Titre à compléter"
    assert (case.partners, case.regions, case.domains) == ((), (), ())
    assert case.body.count("*À compléter.*") == 3


def test_what_breaks_a_rule_is_left_out_and_the_rest_shown() -> None:
    case = shown(
        started=["hier"],
        sources_0_url=["nulle part"],
        partners_1_name=["La mairie"],
        section_alliance=["![](image.png)"],
    )

    assert case.started is None
    assert case.sources[0].url is None
    assert len(case.partners) == 1
    assert "image.png" not in case.body
    assert "demandeurs d'emploi[^1]" in case.body


def test_a_source_that_is_cited_before_it_is_written_is_stood_in_for() -> None:
    case = shown(section_besoin=["Un constat[^3]."])

    assert [source.title for source in case.sources] == [
        "Rapport annuel",
        "Source à compléter",
        "Source à compléter",
    ]


@given(st.dictionaries(NAMES, st.lists(st.text(), max_size=2), max_size=12))
def test_whatever_is_typed_can_be_shown(typed: dict[str, list[str]]) -> None:
    assert preview(typed, a_taxonomy()) is not None
