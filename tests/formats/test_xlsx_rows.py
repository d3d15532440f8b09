import io
from datetime import date
from typing import Any

import openpyxl
import pytest

from kb.formats.exports import ExportFormat, written
from kb.formats.incoming import ImportFileError
from kb.formats.table_rows import MAX_COLUMNS, MAX_ROWS, Row
from kb.formats.tables import COLUMNS
from kb.formats.unpacking import MAX_UNPACKED_BYTES, Unpacking
from kb.formats.workbook import MAX_CELL_UNITS
from kb.formats.xlsx_rows import xlsx_rows
from tests.builders import a_case_file, a_taxonomy
from tests.workbooks import a_cell, a_sheet, a_workbook

DOCTYPE = '<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;">]>'


def rows(data: bytes) -> list[Row]:
    return list(xlsx_rows(Unpacking(data)))


def refusal(data: bytes) -> str:
    with pytest.raises(ImportFileError) as refused:
        rows(data)
    return refused.value.problem.code


def by_openpyxl(*values: tuple[Any, ...]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    assert book.active
    for each in values:
        book.active.append(each)
    book.save(out)
    return out.getvalue()


def test_a_workbook_of_a_public_library_is_read() -> None:
    data = by_openpyxl(
        ("title", "started", "published_on", "place"), ("Garage", 2019, date(2024, 5, 17), None)
    )

    heading, row = rows(data)

    assert heading.cells == ("title", "started", "published_on", "place")
    assert (row.number, row.cells) == (2, ("Garage", "2019", "2024-05-17"))


def test_a_formula_and_an_error_are_refused_where_they_stand() -> None:
    data = by_openpyxl(("title", "place"), ("a", "=1+1"), ("b", "#REF!"))

    found = [(place, each.code, each.line) for row in rows(data) for place, each in row.formulas]

    assert found == [(1, "formula", 2), (1, "cell-error", 3)]


def test_a_place_is_refused_once_however_often_it_is_told() -> None:
    (row,) = rows(a_workbook(a_sheet('<c r="A1"><f>1</f></c>' * 1_000)))

    assert [(place, problem.code) for place, problem in row.formulas] == [(0, "formula")]


def test_text_that_looks_like_a_formula_or_an_escape_comes_back() -> None:
    file = a_case_file(title="=1+1 _x0041_", place="_xD800_ @a")
    data = b"".join(
        written(ExportFormat.XLSX, [file], a_taxonomy(), public_url="https://x.fr", beside={})
    )

    _, row = rows(data)

    told = dict(zip(COLUMNS, row.cells, strict=True))
    assert (told["title"], told["place"]) == ("=1+1 _x0041_", "_xD800_ @a")
    assert row.formulas == ()


@pytest.mark.parametrize("length", [MAX_CELL_UNITS - 1, MAX_CELL_UNITS, MAX_CELL_UNITS + 1, 99_999])
def test_a_text_that_no_cell_has_room_for_comes_back_whole(length: int) -> None:
    body = "🚗" + "…" * (length - 2)
    files = [a_case_file("a", body=body), a_case_file("b", body="b")]
    data = b"".join(
        written(ExportFormat.XLSX, files, a_taxonomy(), public_url="https://x.fr", beside={})
    )

    _, one, other = rows(data)

    assert one.cells[COLUMNS.index("body")] == body
    assert other.cells[COLUMNS.index("body")] == "b"


def test_shared_texts_runs_and_pronunciations_are_told_apart() -> None:
    strings = "<sst><si><r><t>Ga</t></r><r><t>rage</t></r><rPh><t>x</t></rPh></si></sst>"

    (row,) = rows(a_workbook(a_sheet('<c t="s"><v>0</v></c>'), sharedStrings=strings))

    assert row.cells == ("Garage",)


def test_days_of_both_calendars_are_days() -> None:
    styles = '<styleSheet><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>'
    cell = a_sheet('<c s="0"><v>45429</v></c>')
    old = (
        '<workbook xmlns:r="urn:r"><workbookPr date1904="1"/>'
        '<sheets><sheet name="a" r:id="rId1"/></sheets></workbook>'
    )

    assert rows(a_workbook(cell, styles=styles))[0].cells == ("2024-05-17",)
    assert rows(a_workbook(cell, styles=styles, workbook=old))[0].cells == ("2028-05-18",)


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ("General", "2019"),  # what LibreOffice writes for every cell
        ("h:mm AM/PM", "2019"),
        ('0.00 "jours"', "2019"),
        ("d/m/yyyy", "1905-07-11"),
        ("[$-40C]mmmm yyyy", "1905-07-11"),
    ],
)
def test_a_described_format_makes_a_day_of_a_number_if_it_shows_one(form: str, told: str) -> None:
    styles = (
        f"<styleSheet><numFmts><numFmt numFmtId='164' formatCode='{form}'/></numFmts>"
        '<cellXfs><xf numFmtId="164"/></cellXfs></styleSheet>'
    )

    (row,) = rows(a_workbook(a_sheet('<c s="0"><v>2019</v></c>'), styles=styles))

    assert row.cells == (told,)


@pytest.mark.parametrize(
    ("sheet", "code"),
    [
        (DOCTYPE + a_sheet(a_cell("&b;")), "xml-doctype"),
        (
            ('<?xml version="1.0" encoding="UTF-16"?>' + DOCTYPE + "<a/>").encode("utf-16"),
            "xml-doctype",
        ),
        (a_sheet(a_cell("a" * 5_000_000)), "cell-too-long"),
        ("<worksheet>" + "<a>" * 200 + "</a>" * 200 + "</worksheet>", "xml-broken"),
        ("<worksheet><!--" + "x" * 2_000_000 + "--></worksheet>", "xml-broken"),
        ('<worksheet a="' + "x" * 2_000_000 + '"/>', "xml-broken"),
        ('<?xml version="1.0" encoding="utf-7"?><worksheet/>', "xml-broken"),
        ('<?xml version="1.0" encoding="aucun"?><worksheet/>', "xml-broken"),
        (f'<worksheet><row r="{MAX_ROWS + 1}"/></worksheet>', "too-many-rows"),
        (a_sheet('<c r="ZZZ1"><v>1</v></c>'), "too-many-columns"),
        (a_sheet(a_cell("a") * (MAX_COLUMNS + 1)), "too-many-columns"),
        ("", "xml-broken"),
    ],
)
def test_hostile_sheets_are_refused(sheet: str | bytes, code: str) -> None:
    assert refusal(a_workbook(sheet)) == code


def test_a_sheet_that_unpacks_without_end_is_read_no_further_than_the_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert MAX_UNPACKED_BYTES < 300_000_000
    monkeypatch.setattr("kb.formats.unpacking.MAX_UNPACKED_BYTES", 200_000)
    archive = Unpacking(a_workbook(a_sheet(*["<c/>"] * 50_000)))

    with pytest.raises(ImportFileError) as refused:
        list(xlsx_rows(archive))

    assert refused.value.problem.code == "archive-too-large"
    assert archive.unpacked_bytes < 300_000


def test_a_workbook_without_its_parts_is_refused() -> None:
    whole = a_workbook(a_sheet())

    assert refusal(a_workbook(a_sheet(), workbook="<workbook/>")) == "xlsx-without-sheet"
    assert refusal(whole[: len(whole) // 2]) == "archive-broken"
