"""Cases as an XLSX workbook, written while they are read; no cell can be a formula.

Source: ECMA-376, part 1, 18 (SpreadsheetML). Texts are inline strings, the one kind of cell that
a spreadsheet never evaluates, whatever they begin with.
"""

import re
from collections.abc import Iterable, Iterator
from html import escape

from kb.formats.archive import Member, archived
from kb.formats.case_json import CaseValues
from kb.formats.tables import COLUMNS, row

#: UTF-16 units that a cell holds. Source: Microsoft, "Excel specifications and limits".
MAX_CELL_UNITS = 32_767

#: What ends a cell whose text goes on below.
_CUT = "…"

#: What XML 1.0 cannot say (2.2).
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

#: What a spreadsheet would read as one character. Source: ECMA-376, part 1, 22.9.2.19 (ST_Xstring).
_ESCAPE_LIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_PART = "application/vnd.openxmlformats-officedocument.spreadsheetml"

#: Style 1 is the heading, style 2 text on several lines.
_FRAME = {
    "[Content_Types].xml": f'<Types xmlns="{_TYPES}">'
    '<Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_PART}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_PART}.styles+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_PART}.worksheet+xml"/>'
    "</Types>",
    "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}">'
    f'<Relationship Id="rId1" Type="{_KIND}/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>",
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_KIND}">'
    '<sheets><sheet name="Fiches" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATIONS}">'
    f'<Relationship Id="rId1" Type="{_KIND}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_KIND}/styles" Target="styles.xml"/>'
    "</Relationships>",
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}">'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf xfId="0"/>'
    '<xf xfId="0" fontId="1" applyFont="1"/>'
    '<xf xfId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>",
}

#: Rows stay low, whatever they hold: a body would fill the screen. Points, some four lines.
_LOW = ' ht="60" customHeight="1"'

_SHEET_START = (
    f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    f'</sheetView></sheetViews><cols><col min="1" max="{len(COLUMNS)}" width="28"'
    ' customWidth="1"/></cols><sheetData>'
)


def workbook(cases: Iterable[CaseValues]) -> Iterator[bytes]:
    """A workbook with one sheet: a heading, then one row per case, in the columns of `tables`.

    A text that no cell has room for goes on in a row of its own: see `continued`.
    """
    frame: list[Member] = [(name, [(_XML + xml).encode()]) for name, xml in _FRAME.items()]
    return archived([*frame, ("xl/worksheets/sheet1.xml", _sheet(cases))])


def continued(cell: str) -> bool:
    """Whether a text was cut here, and goes on in the next row of the same case."""
    return cell.endswith(_CUT) and _units(cell) >= MAX_CELL_UNITS - 1


def _sheet(cases: Iterable[CaseValues]) -> Iterator[bytes]:
    yield (_XML + _SHEET_START + _line(COLUMNS, style=1, attributes="")).encode()
    for case in cases:
        for cells in _rows(row(case)):
            yield _line(cells, style=2, attributes=_LOW).encode()
    yield b"</sheetData></worksheet>"


def _rows(cells: list[str | int]) -> Iterator[list[str | int]]:
    """The cells of a case; and, where one is too long, rows with its slug and what is left."""
    slug = cells[0]
    while any(cells):
        fitting = [_fitting(cell) if isinstance(cell, str) else cell for cell in cells]
        yield [slug, *fitting[1:]]
        cells = [_left(*pair) for pair in zip(cells, fitting, strict=True)]


def _left(cell: str | int, fitting: str | int) -> str | int:
    if isinstance(cell, str) and isinstance(fitting, str) and cell != fitting:
        return cell[len(fitting) - len(_CUT) :]
    return ""


def _line(cells: Iterable[str | int], *, style: int, attributes: str) -> str:
    return f"<row{attributes}>{''.join(_cell(cell, style) for cell in cells)}</row>"


def _cell(value: str | int, style: int) -> str:
    if isinstance(value, int):
        return f'<c s="{style}"><v>{value}</v></c>'
    if not value:
        return "<c/>"
    text = escape(_ESCAPE_LIKE.sub("_x005F_", _NOT_XML.sub("", value)), quote=False)
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _fitting(text: str) -> str:
    """The text; only its beginning, and …, if no cell has room for it."""
    if _units(text) <= MAX_CELL_UNITS:
        return text
    beginning = text.encode("utf-16-le")[: 2 * (MAX_CELL_UNITS - 1)]
    return beginning.decode("utf-16-le", errors="ignore") + _CUT


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
