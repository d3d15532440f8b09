"""The parts of an XLSX workbook that its sheet refers to: which sheet, shared texts, dates.

Source: ECMA-376, part 1, 18 (SpreadsheetML).
"""

import posixpath
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from kb.formats.bounded_xml import Listener, listen
from kb.formats.incoming import ImportFileError
from kb.formats.unpacking import Unpacking

#: The sheet that is read, if a workbook has one of this name; else its first.
OUR_SHEET = "Fiches"
MAX_SHARED_TEXTS = 1_000_000

_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_STRINGS, _STYLES = "xl/sharedStrings.xml", "xl/styles.xml"

#: Number formats that show a date and need not be described. Source: ECMA-376, part 1, 18.8.30.
_DATE_FORMATS = frozenset({*range(14, 18), 22, *range(27, 37), *range(50, 59)})
#: What of a format has letters and means no day: quoted, escaped, in brackets, and two words.
#: LibreOffice describes every cell without a format as `General`.
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|General|AM/PM', re.IGNORECASE)
_DAY_OR_YEAR = re.compile("[dyjaDYJA]")
#: More than any number of a workbook has.
_DIGITS = 10
#: Halves of characters stay as they are written: alone they are none.
_ESCAPED = re.compile("_x((?![Dd][89A-Fa-f])[0-9A-Fa-f]{4})_")

_ListenerT = TypeVar("_ListenerT", bound=Listener)


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbook:
    """What reading its sheet takes.

    Attributes:
        sheet: the name of the part.
        dates: the styles that show a number as a day.
        epoch: the day of number 0.
    """

    sheet: str
    texts: tuple[str, ...]
    dates: frozenset[int]
    epoch: date


def workbook_of(archive: Unpacking) -> Workbook:
    """The workbook in an archive.

    Raises:
        ImportFileError: a part is missing or broken.
    """
    sheets = _told(archive, _WORKBOOK, _Sheets())
    targets = _told(archive, _RELATIONS, _Targets()).by_id
    if not sheets.ids:
        raise ImportFileError(code="xlsx-without-sheet")
    target = targets.get(sheets.ids.get(OUR_SHEET) or next(iter(sheets.ids.values())), "")
    part = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
    if part not in archive.names:
        raise ImportFileError(code="xlsx-without-sheet")
    return Workbook(
        sheet=part,
        texts=tuple(_told(archive, _STRINGS, _Texts()).texts),
        dates=_told(archive, _STYLES, _Styles()).dates,
        epoch=date(1904, 1, 1) if sheets.is_1904 else date(1899, 12, 30),
    )


def unescaped(text: str) -> str:
    """A text as it was typed. Source: ECMA-376, part 1, 22.9.2.19 (ST_Xstring)."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def day_of(number: str, epoch: date) -> str:
    """The day that a number stands for, as `2024-05-17`; the number itself if it is none."""
    try:
        return (epoch + timedelta(days=int(float(number)))).isoformat()
    except (ValueError, OverflowError):
        return number


def _told(archive: Unpacking, part: str, listener: _ListenerT) -> _ListenerT:
    """The listener, once it was told of a part; a workbook may do without."""
    if part in archive.names:
        for _ in listen(archive.pieces(part), listener):
            pass
    return listener


class _Sheets:
    """The sheets of a workbook: name -> relation, in their order."""

    def __init__(self) -> None:
        self.ids: dict[str, str] = {}
        self.is_1904 = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            self.ids[attributes.get("name", "")] = attributes.get("id", "")
        elif name == "workbookPr":
            self.is_1904 = attributes.get("date1904") in {"1", "true"}

    def end(self, name: str, text: str) -> None:
        """Nothing is told by texts."""


class _Targets:
    """Relation -> the path of its part."""

    def __init__(self) -> None:
        self.by_id: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            self.by_id[attributes.get("Id", "")] = attributes.get("Target", "")

    def end(self, name: str, text: str) -> None:
        """Nothing is told by texts."""


class _Texts:
    """The shared texts, by their number; how their words are pronounced is left out."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._runs: list[str] = []
        self._is_spoken = False

    def start(self, name: str, attributes: dict[str, str]) -> None:  # noqa: ARG002 - a listener
        if name == "si":
            self._runs = []
        elif name == "rPh":
            self._is_spoken = True

    def end(self, name: str, text: str) -> None:
        if name == "t" and not self._is_spoken:
            self._runs.append(text)
        elif name == "rPh":
            self._is_spoken = False
        elif name == "si":
            if len(self.texts) == MAX_SHARED_TEXTS:
                raise ImportFileError(code="archive-too-many", most=MAX_SHARED_TEXTS)
            self.texts.append(unescaped("".join(self._runs)))


class _Styles:
    """The styles of cells, by number, and those among them that show a day."""

    def __init__(self) -> None:
        self._formats = set(_DATE_FORMATS)
        self._styles: list[int] = []
        self._is_in_cells = False

    @property
    def dates(self) -> frozenset[int]:
        """The numbers of the styles that show a number as a day."""
        return frozenset(n for n, each in enumerate(self._styles) if each in self._formats)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            plain = _LITERAL.sub("", attributes.get("formatCode", ""))
            if _DAY_OR_YEAR.search(plain):
                self._formats.add(number_of(attributes.get("numFmtId", "")))
        elif name == "cellXfs":
            self._is_in_cells = True
        elif name == "xf" and self._is_in_cells:
            self._styles.append(number_of(attributes.get("numFmtId", "0")))

    def end(self, name: str, text: str) -> None:  # noqa: ARG002 - a listener
        if name == "cellXfs":
            self._is_in_cells = False


def number_of(text: str) -> int:
    """A number in an attribute; -1 if it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < _DIGITS else -1
