"""The rows of a CSV file, ours or somebody else's: separator and encoding are told by content."""

import csv
import io
import re
from collections.abc import Iterator

from kb.domain.problems import Problem, quotable
from kb.formats.incoming import ImportFileError
from kb.formats.table_rows import MAX_CELL_CHARACTERS, MAX_COLUMNS, MAX_ROWS, Row
from kb.formats.tables import unguarded

_SEPARATORS = (",", ";", "\t")
#: Characters of one line; a record may have several, a separator outside quotes ends none.
_MAX_LINE_CHARACTERS = 1_000_000
#: Characters in which the separator is looked for.
_SAMPLE = 100_000

#: Bytes at the beginning of a file; of French in UTF-16 nearly every second one is 0.
_BEGINNING = 1000
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
#: What a spreadsheet computes; `-5 %` and `+33 1` are text. Guarded cells are not met here.
_FORMULA = re.compile(r"\s*[=＝]")


def csv_rows(data: bytes) -> Iterator[Row]:
    """The rows that hold something, the heading first.

    Source: RFC 4180.

    Raises:
        ImportFileError: encoding, quotes or limits; rows before that are good.
    """
    text = csv_text(data)
    csv.field_size_limit(MAX_CELL_CHARACTERS)
    lines = _bounded(io.StringIO(text, newline=""))
    reader = csv.reader(lines, delimiter=_separator(text), strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if len(cells) > MAX_COLUMNS:
                raise ImportFileError(code="too-many-columns", row=number, most=MAX_COLUMNS)
            if number > MAX_ROWS:
                raise ImportFileError(code="too-many-rows", row=number, most=MAX_ROWS)
            row = _row(number, cells)
            if not row.is_empty:
                yield row
    except csv.Error as error:
        raise ImportFileError(code="csv-broken", row=number + 1) from error


def csv_text(data: bytes) -> str:
    """The text of a file in UTF-8, without its byte order mark.

    Raises:
        ImportFileError: it is in another encoding; the problem says which is likely.
    """
    beginning = data[:_BEGINNING]
    if data.startswith(_UTF_16) or 3 * beginning.count(0) > len(beginning):
        raise ImportFileError(code="encoding-utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        raise ImportFileError(code="encoding-windows", row=row) from error


def _bounded(lines: io.StringIO) -> Iterator[str]:
    """The lines, up to the first that is too long."""
    number = 0
    while line := lines.readline(_MAX_LINE_CHARACTERS + 1):
        number += 1
        if len(line) > _MAX_LINE_CHARACTERS:
            raise ImportFileError(code="line-too-long", row=number, most=_MAX_LINE_CHARACTERS)
        yield line


def _separator(text: str) -> str:
    """What divides the heading into the most columns."""
    sample = text[:_SAMPLE]
    return max(_SEPARATORS, key=lambda each: _columns(sample, each))


def _columns(sample: str, separator: str) -> int:
    lines = sample.splitlines(keepends=True)
    try:
        return len(next(csv.reader(lines, delimiter=separator), []))
    except csv.Error:
        return 0


def _row(number: int, cells: list[str]) -> Row:
    formulas = tuple(
        (place, Problem(line=number, key="", code="formula", values={"value": quotable(cell)}))
        for place, cell in enumerate(cells)
        if _FORMULA.match(cell)
    )
    plain = (unguarded(cell).replace("\r\n", "\n") for cell in cells)
    return Row(number=number, cells=tuple(plain), formulas=formulas)
