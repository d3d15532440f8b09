"""Export the cases in bulk."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from kb.domain.case import CaseFile
from kb.formats.exports import ExportFormat, written
from kb.ports import Cases, Taxonomies


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
        out.writelines(self.written(form, self.readable(export), beside=beside))
        return export

    def written(
        self,
        form: ExportFormat,
        files: Iterable[CaseFile],
        *,
        beside: Mapping[str, bytes] | None = None,
    ) -> Iterator[bytes]:
        """These cases in a form, piece by piece, read only as far as they are taken.

        Args:
            beside: other files of a Markdown archive, by their path in it.

        Raises:
            TaxonomyUnreadableError: before the first piece.
        """
        taxonomy = self.taxonomies.current()
        return written(form, files, taxonomy, public_url=self.public_url, beside=beside or {})

    def readable(self, export: Export) -> Iterator[CaseFile]:
        """Every published case, read one by one; noted in `export`, as are those left out."""
        for file in self.cases.every():
            if isinstance(file, CaseFile):
                export.cases += 1
                yield file
            else:
                export.left_out.append(file.name)
