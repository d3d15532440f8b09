"""Workbooks that no spreadsheet would write, put together by hand."""

import io
import zipfile
from collections.abc import Iterable

_WORKBOOK = (
    '<workbook xmlns="urn:m" xmlns:r="urn:r"><sheets>'
    '<sheet name="Feuille 1" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_RELATIONS = (
    '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>'
)


def zipped(members: Iterable[tuple[str, str | bytes]]) -> bytes:
    """An archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def a_workbook(sheet: str | bytes, **parts: str) -> bytes:
    """A workbook with this sheet; `parts` are others in `xl/`, `sharedStrings` for one."""
    return zipped(
        [
            ("xl/workbook.xml", parts.pop("workbook", _WORKBOOK)),
            ("xl/_rels/workbook.xml.rels", _RELATIONS),
            ("xl/worksheets/sheet1.xml", sheet),
            *((f"xl/{name}.xml", content) for name, content in parts.items()),
        ]
    )


def a_sheet(*rows: str) -> str:
    """A sheet whose rows are given as the XML of their cells."""
    told = "".join(f"<row>{row}</row>" for row in rows)
    return f'<worksheet xmlns="urn:m"><sheetData>{told}</sheetData></worksheet>'


def a_cell(text: str) -> str:
    """A cell with a text."""
    return f'<c t="inlineStr"><is><t>{text}</t></is></c>'
