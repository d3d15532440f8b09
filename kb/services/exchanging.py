"""Export the cases in bulk."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import BinaryIO

from kb.domain.case import CaseFile
from kb.formats.archive import archived
from kb.formats.exports import ExportFormat, member, written
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
        files = self._readable(export)
        if form is ExportFormat.MARKDOWN:
            also = ((name, [content]) for name, content in (beside or {}).items())
            out.writelines(archived(chain(also, map(member, files))))
        else:
            out.writelines(self.written(form, files))
        return export

    def written(self, form: ExportFormat, files: Iterable[CaseFile]) -> Iterator[bytes]:
        """These cases in a form, piece by piece, read only as far as they are taken.

        Raises:
            TaxonomyUnreadableError: before the first piece.
        """
        return written(form, files, self.taxonomies.current(), public_url=self.public_url)

    def _readable(self, export: Export) -> Iterator[CaseFile]:
        for file in self.cases.every():
            if isinstance(file, CaseFile):
                export.cases += 1
                yield file
            else:
                export.left_out.append(file.name)
