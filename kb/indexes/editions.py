"""Editions: the folders `index/<id>/`, the pointer `CURRENT` to one of them, and who may write.

index/CURRENT            the id of the edition that readers use
index/lock               held while the current edition is changed, or CURRENT is switched
index/rebuild-lock       held while a new edition is written
index/<id>/manifest.json what the edition was made for
index/<id>/checksums.json  of its files after the last commit
"""

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex

from kb.indexes.flushing import checksum_of, write_flushed
from kb.ports import IndexBusyError, IndexNotReadyError, RebuildUnderWayError

_POLL_SECONDS = 0.02
_CURRENT, _MANIFEST, _CHECKSUMS = "CURRENT", "manifest.json", "checksums.json"


@dataclass(frozen=True, slots=True)
class Edition:
    """One folder of the index. `fingerprint` names the taxonomy, analyser and schema it needs.

    Attributes:
        sums: the checksums of files that this process has read; no file changes once it is there.
    """

    folder: Path
    sums: dict[tuple[str, int, int, int], int] = field(default_factory=dict, compare=False)

    @property
    def id(self) -> str:
        """Its name in `CURRENT`."""
        return self.folder.name

    @property
    def is_sealed(self) -> bool:
        """Whether it is noted what the edition is made for."""
        return (self.folder / _MANIFEST).exists()

    def seal(self, fingerprint: str) -> None:
        """Note what the edition is made for; without this note it is not used."""
        self.note_checksums()  # an edition without any case has had no commit to do it
        write_flushed(self.folder / _MANIFEST, json.dumps({"fingerprint": fingerprint}))

    def require(self, fingerprint: str) -> None:
        """Make sure that the edition is made for this fingerprint and that its files are whole.

        A file without a checksum is let through: a kill between a commit and `note_checksums`
        leaves a sound commit behind.

        Raises:
            IndexNotReadyError: it is not.
        """
        try:
            manifest = json.loads((self.folder / _MANIFEST).read_bytes())
            checksums = json.loads((self.folder / _CHECKSUMS).read_bytes())
            is_sound = manifest["fingerprint"] == fingerprint and all(
                self._is_whole(path, checksums.get(path.name)) for path in self._files()
            )
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            raise IndexNotReadyError(reason="damaged") from None
        if not is_sound:
            raise IndexNotReadyError(reason="outdated or damaged")

    def note_checksums(self) -> None:
        """Flush the files of the edition to disk, and note what they hold."""
        checksums, noted = {}, self._noted()
        for path in self._files():
            if path.name not in noted:
                with path.open("rb") as file:
                    os.fsync(file.fileno())
            checksums[path.name] = self._checksum(path)
        write_flushed(self.folder / _CHECKSUMS, json.dumps(checksums))

    def _noted(self) -> frozenset[str]:
        """The files that were flushed when they were noted."""
        try:
            return frozenset(json.loads((self.folder / _CHECKSUMS).read_bytes()))
        except (OSError, ValueError):
            return frozenset()

    def _is_whole(self, path: Path, checksum: int | None) -> bool:
        try:
            return checksum in {None, self._checksum(path)}
        except FileNotFoundError:
            return True  # a commit has just replaced it; of what is needed, Whoosh will miss it

    def _checksum(self, path: Path) -> int:
        stat = path.stat()
        key = (str(path), stat.st_ino, stat.st_size, stat.st_mtime_ns)
        if key not in self.sums:
            self.sums[key] = checksum_of(path)
        return self.sums[key]

    def _files(self) -> list[Path]:
        """The files that Whoosh keeps; none is ever changed once it is there."""
        return sorted((*self.folder.glob("*.seg"), *self.folder.glob("*.toc")))


@dataclass(frozen=True, slots=True)
class Editions:
    """The folder of the index."""

    folder: Path
    lock_seconds: float = 10.0
    sums: dict[tuple[str, int, int, int], int] = field(default_factory=dict, repr=False)

    def current(self) -> Edition:
        """The edition that readers use.

        Raises:
            IndexNotReadyError: there is none.
        """
        try:
            name = (self.folder / _CURRENT).read_text(encoding="ascii").strip()
            edition = Edition(self.folder / name, self.sums)
            if name.isalnum() and edition.folder.is_dir():
                return edition
        except (OSError, ValueError):
            pass  # the same as no name at all
        raise IndexNotReadyError(reason="missing")

    @contextmanager
    def lock(self) -> Iterator[None]:
        """The right to change what readers see. The system takes it back from a killed process.

        Raises:
            IndexBusyError: another process has had it for `lock_seconds`.
        """
        with self._locked("lock", self.lock_seconds) as is_ours:
            if not is_ours:
                raise IndexBusyError
            yield

    @contextmanager
    def new(self, fingerprint: str) -> Iterator[Edition]:
        """An edition aside: empty, or begun for this fingerprint when the process was stopped.

        It vanishes if something is raised; but what was committed before somebody stops the process
        stays, for the next one to go on with.

        Raises:
            RebuildUnderWayError: another process is making one.
        """
        with self._locked("rebuild-lock", 0) as is_ours:
            if not is_ours:
                raise RebuildUnderWayError
            edition = self._begun(fingerprint)
            if edition is None:
                edition = Edition(self.folder / f"{time.time_ns():x}{token_hex(4)}", self.sums)
                edition.folder.mkdir()
            try:
                yield edition
            except Exception:
                self._sweep()
                raise
            self._sweep()

    def _begun(self, fingerprint: str) -> Edition | None:
        """The newest edition that was sealed for this fingerprint and not switched to."""
        names = sorted(path.name for path in self.folder.iterdir() if path.is_dir())
        for name in reversed(names):
            edition = Edition(self.folder / name, self.sums)
            if name <= self._current_id():
                break
            with suppress(IndexNotReadyError):
                edition.require(fingerprint)
                return edition
        return None

    def switch_to(self, edition: Edition) -> None:
        """Make readers use this edition, in one step; the one used so far stays for a while."""
        write_flushed(self.folder / _CURRENT, edition.id)

    def _sweep(self) -> None:
        """Remove all editions but the current one and the one before; names tell their age."""
        current = self._current_id()
        names = sorted(path.name for path in self.folder.iterdir() if path.is_dir())
        kept = {current, *[name for name in names if name < current][-1:]}
        for name in set(names) - kept:
            shutil.rmtree(self.folder / name, ignore_errors=True)

    def _current_id(self) -> str:
        try:
            return self.current().id
        except IndexNotReadyError:
            return ""

    @contextmanager
    def _locked(self, name: str, seconds: float) -> Iterator[bool]:
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / name).open("ab") as file:
            deadline = time.monotonic() + seconds
            while not (is_ours := _try_lock(file.fileno())) and time.monotonic() < deadline:
                time.sleep(_POLL_SECONDS)
            yield is_ours


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
