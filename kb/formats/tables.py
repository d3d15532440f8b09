"""Cases as the rows of a table, and cells that no spreadsheet takes for a formula."""

import csv
import io
import re
from collections.abc import Iterable, Mapping

from kb.formats.case_json import CaseValues
from kb.formats.cells import entries_cell, terms_cell

#: One row per case; lists in one cell, see `cells`. The body comes last: it is long.
COLUMNS = (*(key for key in CaseValues.__annotations__ if key != "body"), "body")

#: What spreadsheets run, also behind blanks and in the full width of Asian keyboards, and the same
#: behind apostrophes, so that a guarded cell can be told from one that was typed like that.
#: Source: CWE-1236; OWASP, "CSV Injection".
_DANGEROUS = re.compile(r"'*(?:\s*[=+\-@＝＋－＠]|[\t\r])")

#: Spreadsheets take a file without it for Windows-1252.
_BOM = "\ufeff"


def csv_lines(cases: Iterable[CaseValues], *, separator: str = ",") -> Iterable[str]:
    """A CSV file of cases line by line, every cell guarded; `separator` as in `table_lines`."""
    rows = (map(str, row(case)) for case in cases)
    return table_lines(COLUMNS, rows, separator=separator)


def table_lines(
    columns: Iterable[str], rows: Iterable[Iterable[str]], *, separator: str = ","
) -> Iterable[str]:
    """A CSV file line by line, every cell quoted and guarded.

    Source: RFC 4180.

    Args:
        separator: between cells; spreadsheets set to French expect `;`.
    """
    yield _BOM + _line(columns, separator)
    for cells in rows:
        yield _line(map(guarded, cells), separator)


def row(case: CaseValues) -> list[str | int]:
    """What a case says in each of the `COLUMNS`, not guarded; numbers are numbers."""
    values: Mapping[str, object] = case
    return [_cell(values[column]) for column in COLUMNS]


def guarded(cell: str) -> str:
    """The cell, behind an apostrophe if a spreadsheet could run it."""
    return f"'{cell}" if _DANGEROUS.match(cell) else cell


def unguarded(cell: str) -> str:
    """What `guarded` was given."""
    return cell[1:] if cell.startswith("'") and _DANGEROUS.match(cell) else cell


def _cell(value: object) -> str | int:
    if value is None:
        return ""
    if isinstance(value, int):
        return value
    if not isinstance(value, list):
        return str(value)
    is_entries = any(isinstance(entry, dict) for entry in value)
    return entries_cell(value) if is_entries else terms_cell(value)


def _line(cells: Iterable[str], separator: str) -> str:
    line = io.StringIO()
    writer = csv.writer(line, delimiter=separator, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(cells)
    return line.getvalue()
