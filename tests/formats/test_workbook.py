import io
import zipfile
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from kb.domain.case import CaseFile
from kb.formats.case_json import case_values
from kb.formats.exports import ExportFormat, written
from kb.formats.tables import COLUMNS
from kb.formats.workbook import MAX_CELL_UNITS
from tests.builders import a_case_file, a_taxonomy

URL = "https://pratiques.example.org"


def made(*files: CaseFile) -> bytes:
    return b"".join(written(ExportFormat.XLSX, files, a_taxonomy(), public_url=URL, beside={}))


def rows(*files: CaseFile) -> list[dict[str, object]]:
    sheet = openpyxl.load_workbook(io.BytesIO(made(*files)))["Fiches"]
    heading, *others = sheet.iter_rows()
    assert tuple(cell.value for cell in heading) == COLUMNS
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}
    return [dict(zip(COLUMNS, (cell.value for cell in row), strict=True)) for row in others]


def test_a_public_library_reads_every_value_of_a_case() -> None:
    file = a_case_file(started=2010, place="Brest\u00a0: « le port » & l'île <1>")
    values = case_values(file, a_taxonomy(), public_url=URL)

    (row,) = rows(file)

    assert row["place"] == file.case.place
    assert row["started"] == 2010
    assert row["domains"] == "mobilite|emploi"
    assert row["partners"] == "Garage pour tous | association | porteur"
    assert row["sha256"] == values["sha256"]
    assert row["ended"] is None


@pytest.mark.parametrize("text", ["=1+1 au départ", "+33 1 02 03", "-5 % de fuel", "@SOMME(A1)"])
def test_what_looks_like_a_formula_is_text_as_it_was_typed(text: str) -> None:
    assert rows(a_case_file(title=text))[0]["title"] == text
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(made(a_case_file(title=text)))).read(
        "xl/worksheets/sheet1.xml"
    )


def test_what_a_spreadsheet_would_take_for_an_escape_is_escaped() -> None:
    (row,) = rows(a_case_file(title="Un titre avec _x0041_ dedans"))

    assert unescape(str(row["title"])) == "Un titre avec _x0041_ dedans"


def test_a_text_that_no_cell_has_room_for_goes_on_in_rows_of_its_own() -> None:
    summary = "🚗" * MAX_CELL_UNITS

    first, *others = rows(a_case_file(summary=summary))

    cut = str(first["summary"])
    assert cut.endswith("🚗…")
    assert len(cut.encode("utf-16-le")) // 2 <= MAX_CELL_UNITS
    assert "".join(str(each["summary"]).removesuffix("…") for each in (first, *others)) == summary
    assert {each["slug"] for each in others} == {first["slug"]}
    assert {each["title"] for each in others} == {None}


def test_no_case_gives_a_heading_and_every_part_is_well_formed() -> None:
    with zipfile.ZipFile(io.BytesIO(made())) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            ET.fromstring(archive.read(name))  # noqa: S314 - our own
    assert rows() == []
