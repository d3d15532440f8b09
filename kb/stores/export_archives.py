"""Archives of the published base in a folder, one for each day on which something had changed."""

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import file_digest
from pathlib import Path
from typing import BinaryIO, cast

from kb.operator_ports import ArchiveBusyError, ExportArchive
from kb.ports import PublishingBusyError
from kb.stores.flushing import flushed_digest
from kb.stores.publishing_lock import PublishingLockFile
from kb.stores.regular_files import Content, content
from kb.stores.replacing import flush_folder, remove_file, replace_file

#: Archives that are kept; the oldest goes when another comes.
KEPT = 30
SUMS = "SHA256SUMS"

#: What is published besides the cases.
PUBLISHED_BESIDE = ("taxonomy.yaml", "entrees.yaml", "organisations.yaml", "cases/LICENSE")

_NAME = re.compile(r"pratiques-[0-9]{4}-[0-9]{2}-[0-9]{2}\.zip", re.ASCII)
_SUM = re.compile(r"([0-9a-f]{64})  (\S+)", re.ASCII)
_ASIDE = ".kb-export-archive"
_LOCK = ".lock"
#: Bytes of a file beside the cases.
_MAX_BYTES = 4 * 1024 * 1024


def files_beside(home: Path, names: Iterable[str]) -> Mapping[str, bytes]:
    """What these files of a base hold, by their path in it; those that are not there left out."""
    held = {name: content(home / name, most=_MAX_BYTES, follow_links=True) for name in names}
    return {name: each.data for name, each in held.items() if isinstance(each, Content)}


@dataclass(frozen=True, slots=True)
class ExportArchivesInFolder:
    """The port `ExportArchives`. One writer at a time; what it was writing when killed is swept."""

    folder: Path

    def looked_at(self) -> datetime | None:
        """See `ExportArchives.looked_at`."""
        with suppress(OSError):
            return datetime.fromtimestamp((self.folder / SUMS).stat().st_mtime, UTC)
        return None

    def write(
        self, day: date, pieces: Callable[[Callable[[], BinaryIO]], Iterable[bytes]]
    ) -> ExportArchive:
        """See `ExportArchives.write`."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._alone():
            aside = self.folder / _ASIDE
            aside.unlink(missing_ok=True)
            try:
                digest = self._written(aside, pieces)
                return self._settled(aside, digest, f"pratiques-{day.isoformat()}.zip")
            finally:
                aside.unlink(missing_ok=True)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with ExitStack() as stack:
            try:
                stack.enter_context(PublishingLockFile(self.folder / _LOCK)())
            except PublishingBusyError as error:
                raise ArchiveBusyError(folder=self.folder) from error
            yield

    def _written(
        self, aside: Path, pieces: Callable[[Callable[[], BinaryIO]], Iterable[bytes]]
    ) -> str:
        with aside.open("xb+") as file:
            file.writelines(pieces(self._spool))
            return flushed_digest(file)

    def _settled(self, aside: Path, digest: str, name: str) -> ExportArchive:
        """The archive in its place, if it says something new."""
        kept = [each.name for each in self._kept()]
        sums = self._sums(kept)
        is_new = not kept or sums[kept[-1]] != digest
        if is_new:
            aside.replace(self.folder / name)
            flush_folder(self.folder)
            sums[name] = digest
            for old in sorted(sums)[:-KEPT]:
                remove_file(self.folder / old)
                del sums[old]
        lines = "".join(f"{sums[each]}  {each}\n" for each in sorted(sums))
        replace_file(self.folder / SUMS, lines.encode())
        return ExportArchive(path=self.folder / max(sums), is_new=is_new)

    def _spool(self) -> BinaryIO:
        """A file without a name: it goes when the process goes, however that happens."""
        return cast("BinaryIO", tempfile.TemporaryFile(dir=self.folder))

    def _kept(self) -> Iterator[Path]:
        for path in sorted(self.folder.iterdir()):
            if _NAME.fullmatch(path.name) and path.is_file() and not path.is_symlink():
                yield path

    def _sums(self, names: Iterable[str]) -> dict[str, str]:
        """The hash of each archive: as it was noted when it was made, else as it is now."""
        with suppress(OSError):
            text = (self.folder / SUMS).read_text("utf-8", errors="replace")
            noted = {name: digest for digest, name in _SUM.findall(text)}
            return {name: noted.get(name) or self._digest(name) for name in names}
        return {name: self._digest(name) for name in names}

    def _digest(self, name: str) -> str:
        with (self.folder / name).open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
