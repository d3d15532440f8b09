"""Hand the whole published base over as one archive, each night if it has changed."""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from kb.formats.archive import archived
from kb.formats.whole_base import WholeBase
from kb.logs import event
from kb.operator_ports import ExportArchive, ExportArchives
from kb.services.calendar import Calendar
from kb.services.exchanging import Exchanging, Export

_LOG = logging.getLogger("kb.services")

#: When the night's archive is made: from this hour on, once a day. Hours, where people live.
_HOUR = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Archiving:
    """The desk of the archives of what is published.

    Attributes:
        archives: those in a folder.
        beside: the files that go along, by their path.
        folder: where the night's archives go; `None`: none are made.
    """

    exchanging: Exchanging
    archives: Callable[[Path], ExportArchives]
    beside: Callable[[], Mapping[str, bytes]]
    calendar: Calendar
    folder: Path | None

    def archive(self, folder: Path) -> tuple[ExportArchive, Export]:
        """Write today's archive; nothing new is written if the last one says the same.

        Raises:
            TaxonomyUnreadableError, CasesUnavailableError: cases cannot be read.
            ArchiveBusyError: another process is writing there.
            OSError: the disk refuses; the archives that are there are as they were.
        """
        export = Export()

        def pieces(spool: Callable[[], BinaryIO]) -> Iterable[bytes]:
            whole = WholeBase(
                taxonomy=self.exchanging.taxonomies.current(),
                public_url=self.exchanging.public_url,
                beside=self.beside(),
                spool=spool,
            )
            return archived(whole.members(self.exchanging.readable(export)))

        return self.archives(folder).write(self.calendar.today(), pieces), export

    def nightly(self) -> None:
        """Write the night's archive, unless it was looked after today; raises like `archive`."""
        if self.folder is None or not self._is_due(self.archives(self.folder)):
            return
        archive, export = self.archive(self.folder)
        event(
            _LOG,
            "archive-made" if archive.is_new else "archive-unchanged",
            cases=export.cases,
            left_out=len(export.left_out),
        )

    def _is_due(self, archives: ExportArchives) -> bool:
        now, last = self.calendar.now(), archives.looked_at()
        is_night = now.astimezone(self.calendar.zone).hour >= _HOUR
        return is_night and (last is None or self.calendar.day_of(last) < self.calendar.today())
