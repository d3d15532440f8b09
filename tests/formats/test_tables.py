import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.domain.case import CaseFile, Figure, Partner, Sha256, Source
from kb.formats.case_json import CaseValues, case_values
from kb.formats.tables import COLUMNS, csv_lines, guarded, unguarded
from tests.builders import a_case, a_taxonomy

DANGEROUS = [
    "=1+1",
    "+33 1",
    "-5",
    "@import",
    "\t=1",
    "\r=1",
    " =1",
    "\u00a0=1",
    "\n=1",
    "＝1",
    "＠a",
]


def a_row(**changes: object) -> CaseValues:
    file = CaseFile(
        slug="garage",
        sha256=Sha256("0" * 64),
        text="",
        case=a_case(**changes),
    )
    return case_values(file, a_taxonomy(), public_url="https://pratiques.example.org")


def read(*rows: CaseValues) -> list[dict[str, str]]:
    text = "".join(csv_lines(rows))
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


@pytest.mark.parametrize("cell", DANGEROUS)
def test_what_a_spreadsheet_could_run_gets_an_apostrophe(cell: str) -> None:
    assert guarded(cell) == "'" + cell


@pytest.mark.parametrize(
    "cell", ["", "garage", "l'été", "'ouvert'", "1+1", "a=b", "'", "\n## Le besoin"]
)
def test_a_harmless_cell_stays_as_it_is(cell: str) -> None:
    assert guarded(cell) == cell


@given(st.text() | st.text(alphabet="'=+-@ \t\r\nab", max_size=8))
def test_a_guarded_cell_comes_back_exactly(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell
    assert guarded(cell)[:1] not in set("=+-@\t\r＝＋－＠")


def test_a_table_begins_with_a_byte_order_mark_and_its_columns() -> None:
    first = next(iter(csv_lines([])))

    assert first.startswith('\ufeff"slug","url","title"')
    assert first.endswith('"sha256","body"\r\n')


def test_every_row_has_every_column() -> None:
    assert tuple(read(a_row())[0]) == COLUMNS
    assert COLUMNS[-1] == "body"


def test_the_cells_of_a_case_come_back_whatever_they_hold() -> None:
    title = '=HYPERLINK("http://x";"é, \U0001f697")'

    row = read(a_row(title=title, place="Brest, « le port »"))[0]

    assert unguarded(row["title"]) == title
    assert row["place"] == "Brest, « le port »"


def test_terms_are_joined_and_entries_have_a_line_each() -> None:
    row = read(
        a_row(
            domains=("mobilite", "emploi"),
            partners=(
                Partner(name="Garage", actor="association", role="porteur"),
                Partner(name="Mairie", actor="collectivite"),
            ),
            figures=(Figure(label="Véhicules", value="750", year=2020, source=1),),
            sources=(Source(title="Rapport", url="https://x.fr/a"),),
        )
    )[0]

    assert row["domains"] == "mobilite|emploi"
    assert row["partners"] == "Garage | association | porteur\nMairie | collectivite | "
    assert row["figures"] == "Véhicules | 750 |  | 2020 | 1"
    assert row["sources"] == "Rapport |  | https://x.fr/a | "


def test_what_a_case_does_not_say_is_an_empty_cell() -> None:
    row = read(a_row())[0]

    assert row["place"] == row["started"] == row["impacts"] == row["updated_on"] == ""
