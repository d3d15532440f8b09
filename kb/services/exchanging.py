"""Export the cases in bulk."""

import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import BinaryIO

from kb.domain.case import CaseFile
from kb.formats.case_json import CaseValues, case_values
from kb.formats.tables import csv_lines
from kb.ports import Cases, Taxonomies

#: The date of every member of an archive: the same cases give the same bytes. Source: the earliest
#: date that the ZIP format knows.
_NO_DATE = (1980, 1, 1, 0, 0, 0)


class ExportFormat(StrEnum):
    """How cases are written for others."""

    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"


@dataclass(slots=True)
class Export:
    """What an export holds: how many cases, and the names of the files that it had to leave out."""

    cases: int = 0
    left_out: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchanging:
    """The desk where the whole base is handed over.

    Attributes:
        public_url: of the site, without a final slash.
    """

    cases: Cases
    taxonomies: Taxonomies
    public_url: str

    def export(
        self, form: ExportFormat, out: BinaryIO, *, beside: Mapping[str, bytes] | None = None
    ) -> Export:
        """Write every published case to `out`; files that break rules are left out and named.

        Args:
            beside: other files of a Markdown archive, by their path in it.

        Raises:
            TaxonomyUnreadableError: cases cannot be read without it.
            OSError: `out` takes no more.
        """
        export = Export()
        files = self._readable(export)
        if form is ExportFormat.MARKDOWN:
            _write_archive(out, files, beside or {})
        else:
            lines = csv_lines if form is ExportFormat.CSV else _json_lines
            out.writelines(line.encode() for line in lines(self._values(files)))
        return export

    def _readable(self, export: Export) -> Iterator[CaseFile]:
        for file in self.cases.every():
            if isinstance(file, CaseFile):
                export.cases += 1
                yield file
            else:
                export.left_out.append(file.name)

    def _values(self, files: Iterable[CaseFile]) -> Iterator[CaseValues]:
        taxonomy = self.taxonomies.current()
        for file in files:
            yield case_values(file, taxonomy, public_url=self.public_url)


def _json_lines(cases: Iterable[CaseValues]) -> Iterator[str]:
    """A list of cases, one per line."""
    before = "[\n"
    for case in cases:
        yield before + json.dumps(case, ensure_ascii=False)
        before = ",\n"
    yield "\n]\n" if before == ",\n" else "[]\n"


def _write_archive(out: BinaryIO, files: Iterable[CaseFile], beside: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in beside.items():
            archive.writestr(_member(name), content)
        for file in files:
            archive.writestr(_member(f"cases/{file.slug}.md"), file.text.encode())


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _NO_DATE)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o644 << 16  # readable, for those who unpack on Unix
    return member
