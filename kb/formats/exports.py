"""Many cases at once in every form they are handed over in, written while they are read."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from functools import partial
from itertools import chain
from types import MappingProxyType

from kb.domain.case import CaseFile
from kb.domain.taxonomy import Taxonomy
from kb.formats.archive import Member, archived
from kb.formats.case_json import CaseValues, case_values
from kb.formats.citations import bibtex, ris
from kb.formats.tables import csv_lines
from kb.formats.workbook import workbook


class ExportFormat(StrEnum):
    """How cases are written for others."""

    JSON = "json"
    CSV = "csv"
    CSV_FR = "csv-fr"
    XLSX = "xlsx"
    MARKDOWN = "markdown"
    BIBTEX = "bibtex"
    RIS = "ris"


class CaseWithFile(CaseValues):
    """A case as JSON values, and its file, so that it can be made again byte for byte."""

    markdown: str


def json_lines(cases: Iterable[CaseValues]) -> Iterator[str]:
    """A list of cases in JSON, one per line."""
    before = "[\n"
    for case in cases:
        yield before + json.dumps(case, ensure_ascii=False)
        before = ",\n"
    yield "\n]\n" if before == ",\n" else "[]\n"


_NOTHING: Mapping[str, bytes] = MappingProxyType({})

#: Each form that is text, line by line.
_LINES: Mapping[ExportFormat, Callable[[Iterable[CaseValues]], Iterable[str]]] = MappingProxyType(
    {
        ExportFormat.JSON: json_lines,
        ExportFormat.CSV: csv_lines,
        ExportFormat.CSV_FR: partial(csv_lines, separator=";"),
        ExportFormat.BIBTEX: bibtex,
        ExportFormat.RIS: ris,
    }
)


def written(
    form: ExportFormat,
    files: Iterable[CaseFile],
    taxonomy: Taxonomy,
    *,
    public_url: str,
    beside: Mapping[str, bytes] = _NOTHING,
) -> Iterator[bytes]:
    """The cases in a form, piece by piece; one case at a time is in memory.

    Args:
        public_url: of the site, without a final slash.
        beside: other files of a Markdown archive, by their path in it.
    """
    if form is ExportFormat.MARKDOWN:
        also = ((name, [content]) for name, content in beside.items())
        return archived(chain(also, map(member, files)))
    values = (_values(file, taxonomy, public_url) for file in files)
    if form is ExportFormat.XLSX:
        return workbook(values)
    return (line.encode() for line in _LINES[form](values))


def _values(file: CaseFile, taxonomy: Taxonomy, public_url: str) -> CaseWithFile:
    return CaseWithFile(**case_values(file, taxonomy, public_url=public_url), markdown=file.text)


def member(file: CaseFile) -> Member:
    """The file of a case, byte for byte, where it stands in an archive."""
    return f"cases/{file.slug}.md", [file.text.encode()]
