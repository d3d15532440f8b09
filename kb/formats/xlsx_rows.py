"""The rows of an XLSX workbook, read while it is unpacked; computed cells are refused.

Source: ECMA-376, part 1, 18.3 (worksheets).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from kb.domain.problems import Problem, quotable
from kb.formats.bounded_xml import listen
from kb.formats.incoming import ImportFileError
from kb.formats.table_rows import MAX_COLUMNS, MAX_ROWS, Row
from kb.formats.unpacking import Unpacking
from kb.formats.workbook import continued
from kb.formats.xlsx_parts import Workbook, day_of, number_of, unescaped, workbook_of

#: Below it every whole number is one of those that a workbook can hold.
_EXACT = 1e15
_COLUMN = re.compile("[A-Z]{1,3}")


def xlsx_rows(archive: Unpacking) -> Iterator[Row]:
    """The rows of its sheet that hold something, the heading first.

    Raises:
        ImportFileError: it is broken or beyond a limit; rows before that are good.
    """
    workbook = workbook_of(archive)
    return _joined(_rows(archive, workbook))


def _rows(archive: Unpacking, workbook: Workbook) -> Iterator[Row]:
    sheet = _Sheet(workbook)
    for _ in listen(archive.pieces(workbook.sheet), sheet):
        yield from (row for row in sheet.taken() if not row.is_empty)


def _joined(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows, a cell that was cut put together again with its rest in the rows below."""
    held: Row | None = None
    for row in rows:
        if held and _goes_on(held, row):
            held = replace(held, cells=tuple(map(_together, held.cells, _filled(row, held))))
            continue
        if held:
            yield held
        held = row
    if held:
        yield held


def _goes_on(row: Row, below: Row) -> bool:
    """Whether a row holds nothing but the slug of the row above and what was cut there."""
    pairs = list(zip(row.cells, _filled(below, row), strict=True))[1:]
    is_same = row.cells[:1] == below.cells[:1] and len(below.cells) <= len(row.cells)
    return (
        is_same
        and any(map(continued, row.cells))
        and all(continued(cell) for cell, more in pairs if more)
    )


def _filled(row: Row, other: Row) -> tuple[str, ...]:
    return (*row.cells, *[""] * (len(other.cells) - len(row.cells)))


def _together(cell: str, more: str) -> str:
    return cell[:-1] + more if continued(cell) and more else cell


class _Sheet:
    """Hears of a sheet, and puts rows together."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._ready: list[Row] = []
        self._number = 0
        self._cells: dict[int, str] = {}
        self._formulas: dict[int, Problem] = {}
        self._place, self._kind, self._style = -1, "", 0
        self._texts: list[str] = []
        self._is_spoken = False

    def taken(self) -> list[Row]:
        """The rows that are complete since the last time."""
        ready, self._ready = self._ready, []
        return ready

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """See `Listener.start`."""
        if name == "row":
            self._number = max(self._number + 1, number_of(attributes.get("r", "")))
            if self._number > MAX_ROWS:
                raise ImportFileError(code="too-many-rows", row=self._number, most=MAX_ROWS)
            self._cells, self._formulas, self._place = {}, {}, -1
        elif name == "c":
            self._place = _place(attributes.get("r", ""), after=self._place)
            self._kind = attributes.get("t", "n")
            self._style = number_of(attributes.get("s", "0"))
            self._texts = []
        elif name == "rPh":
            self._is_spoken = True

    def end(self, name: str, text: str) -> None:
        """See `Listener.end`."""
        if name in {"v", "t"} and not self._is_spoken:
            self._texts.append(text)
        elif name == "f":
            self._refuse("formula", "=" + text)
        elif name == "rPh":
            self._is_spoken = False
        elif name == "c":
            self._enter("".join(self._texts))
        elif name == "row":
            self._end_row()

    def _enter(self, text: str) -> None:
        if self._kind == "e":
            self._refuse("cell-error", text)
        elif text:
            if self._place >= MAX_COLUMNS:
                raise ImportFileError(code="too-many-columns", row=self._number, most=MAX_COLUMNS)
            self._cells[self._place] = self._meant(text)

    def _meant(self, text: str) -> str:
        if self._kind == "s":
            number, texts = number_of(text), self._workbook.texts
            return texts[number] if 0 <= number < len(texts) else ""
        if self._kind in {"inlineStr", "str"}:
            return unescaped(text)
        if self._kind == "n" and self._style in self._workbook.dates:
            return day_of(text, self._workbook.epoch)
        return _number(text) if self._kind == "n" else text

    def _refuse(self, code: str, text: str) -> None:
        values = {"value": quotable(text)}
        problem = Problem(line=self._number, key="", code=code, values=values)
        self._formulas[self._place] = problem

    def _end_row(self) -> None:
        width = max(self._cells, default=-1) + 1
        cells = tuple(self._cells.get(place, "").replace("\r\n", "\n") for place in range(width))
        row = Row(number=self._number, cells=cells, formulas=tuple(self._formulas.items()))
        self._ready.append(row)


def _place(reference: str, *, after: int) -> int:
    """The column of a cell, from 0: named (`AB12`), or the next."""
    letters = _COLUMN.match(reference)
    if not letters:
        return after + 1
    place = 0
    for letter in letters[0]:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def _number(text: str) -> str:
    """A number as one writes it: `2019`, not `2019.0`."""
    try:
        number = float(text)
    except ValueError:
        return text
    return str(int(number)) if number.is_integer() and abs(number) < _EXACT else text
