"""Every form that cases are imported in, told apart by content: each file becomes cases."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from kb.domain.case import MAX_BODY_BYTES, MAX_FRONT_MATTER_BYTES
from kb.domain.problems import Problem
from kb.domain.taxonomy import Taxonomy
from kb.formats.column_mapping import ColumnMapping
from kb.formats.csv_rows import csv_rows, csv_text
from kb.formats.incoming import ImportFileError, Incoming
from kb.formats.incoming_json import JsonReader
from kb.formats.incoming_table import TableReader
from kb.formats.unpacking import Unpacking
from kb.formats.xlsx_rows import xlsx_rows

_SUFFIX = ".md"
#: In our archives cases stand below it, and other texts beside it.
_FOLDER = "/cases/"
#: Bytes of the file of a case, with room for line ends.
_MAX_CASE_BYTES = MAX_FRONT_MATTER_BYTES + MAX_BODY_BYTES + 4 * 1024

_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
#: What old and encrypted workbooks begin with. Source: [MS-CFB], 2.2.
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_WORKBOOK, _OPEN_DOCUMENT = "xl/workbook.xml", "content.xml"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReader:
    """Reads the files of one import."""

    mapping: ColumnMapping
    taxonomy: Taxonomy

    def cases(self, name: str, data: bytes) -> Iterator[Incoming]:
        """The cases of a file; one that cannot be read on is the last, with its problem.

        Args:
            name: as whoever imports knows it; the last part names a case in Markdown.
        """
        try:
            yield from self._cases(name, data)
        except ImportFileError as error:
            problem = error.problem
            yield Incoming(file=name, row=problem.line, problems=(problem,))

    def _cases(self, name: str, data: bytes) -> Iterator[Incoming]:
        table = TableReader(mapping=self.mapping, taxonomy=self.taxonomy)
        suffix = posixpath.splitext(name.lower())[1]
        if data.startswith((_ZIP, _EMPTY_ZIP)):
            yield from self._in_archive(name, Unpacking(data), table)
        elif data.startswith(_OLD_OFFICE):
            raise ImportFileError(code="workbook-old")
        elif suffix == _SUFFIX:
            yield _markdown(name, name, data)
        elif suffix == ".json" or data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in {b"[", b"{"}:
            reader = JsonReader(mapping=self.mapping, taxonomy=self.taxonomy)
            yield from reader.cases(data, file=name)
        elif suffix in {".csv", ".tsv", ".txt", ""}:
            yield from table.cases(csv_rows(data), file=name)
        else:
            raise ImportFileError(code="form-unknown")

    def _in_archive(self, name: str, archive: Unpacking, table: TableReader) -> Iterator[Incoming]:
        if _WORKBOOK in archive.names:
            yield from table.cases(xlsx_rows(archive), file=name)
            return
        named = [each for each in archive.names if _is_case(each)]
        members = [each for each in named if _FOLDER in f"/{each}"] or named
        if not members:
            is_ods = _OPEN_DOCUMENT in archive.names
            raise ImportFileError(code="workbook-old" if is_ods else "archive-without-cases")
        for member in members:
            data = archive.content(member, most=_MAX_CASE_BYTES)
            yield _markdown(f"{name}/{_printable(member)}", member, data)


def _is_case(member: str) -> bool:
    """Whether a member may be a case; a hidden file is none, in archives as in folders."""
    return member.endswith(_SUFFIX) and not _last(member).startswith(".")


def _last(path: str) -> str:
    """The last part of a path, of whatever system."""
    return posixpath.basename(path.replace("\\", "/"))


def _printable(name: str) -> str:
    return "".join(each if each.isprintable() else "\ufffd" for each in name)


def _markdown(file: str, path: str, data: bytes) -> Incoming:
    """The case in a file of its own; only the last part of a path counts."""
    slug = _last(path).removesuffix(_SUFFIX)
    if len(data) > _MAX_CASE_BYTES:
        values = {"most": _MAX_CASE_BYTES}
        problem = Problem(line=1, key="", code="too-large", values=values)
        return Incoming(file=file, slug=slug, problems=(problem,))
    try:
        csv_text(data)
    except ImportFileError as error:
        return Incoming(file=file, slug=slug, problems=(error.problem,))
    return Incoming(file=file, slug=slug, text=data.decode())
