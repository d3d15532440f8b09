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
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from zlib import crc32

from kb.ports import IndexBusyError, IndexNotReadyError, RebuildUnderWayError

_POLL_SECONDS = 0.02
_CHUNK_BYTES = 1 << 20
_CURRENT, _MANIFEST, _CHECKSUMS = "CURRENT", "manifest.json", "checksums.json"


@dataclass(frozen=True, slots=True)
class Edition:
    """One folder of the index. `fingerprint` names the taxonomy, analyser and schema it needs."""

    folder: Path

    @property
    def id(self) -> str:
        """Its name in `CURRENT`."""
        return self.folder.name

    def seal(self, fingerprint: str) -> None:
        """Note what the edition is made for; without this note it is not used."""
        self.note_checksums()  # an edition without any case has had no commit to do it
        _write(self.folder / _MANIFEST, json.dumps({"fingerprint": fingerprint}))

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
                _is_whole(path, checksums.get(path.name)) for path in self._files()
            )
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            raise IndexNotReadyError(reason="damaged") from None
        if not is_sound:
            raise IndexNotReadyError(reason="outdated or damaged")

    def note_checksums(self) -> None:
        """Flush the files of the edition to disk, and note what they hold."""
        checksums = {}
        for path in self._files():
            with path.open("rb") as file:
                os.fsync(file.fileno())
            checksums[path.name] = _checksum(path)
        _write(self.folder / _CHECKSUMS, json.dumps(checksums))

    def _files(self) -> list[Path]:
        """The files that Whoosh keeps; none is ever changed once it is there."""
        return sorted((*self.folder.glob("*.seg"), *self.folder.glob("*.toc")))


@dataclass(frozen=True, slots=True)
class Editions:
    """The folder of the index."""

    folder: Path
    lock_seconds: float = 10.0

    def current(self) -> Edition:
        """The edition that readers use.

        Raises:
            IndexNotReadyError: there is none.
        """
        try:
            name = (self.folder / _CURRENT).read_text(encoding="ascii").strip()
            edition = Edition(self.folder / name)
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
    def new(self) -> Iterator[Edition]:
        """An empty edition, aside. It vanishes unless `switch_to` is called before the end.

        Raises:
            RebuildUnderWayError: another process is making one.
        """
        with self._locked("rebuild-lock", 0) as is_ours:
            if not is_ours:
                raise RebuildUnderWayError
            edition = Edition(self.folder / f"{time.time_ns():x}{token_hex(4)}")
            edition.folder.mkdir()
            try:
                yield edition
            finally:
                self._sweep()

    def switch_to(self, edition: Edition) -> None:
        """Make readers use this edition, in one step; the one used so far stays for a while."""
        _write(self.folder / _CURRENT, edition.id)

    def _sweep(self) -> None:
        """Remove all editions but the current one and the one before; names tell their age."""
        try:
            current = self.current().id
        except IndexNotReadyError:
            current = ""
        names = sorted(path.name for path in self.folder.iterdir() if path.is_dir())
        kept = {current, *[name for name in names if name < current][-1:]}
        for name in set(names) - kept:
            shutil.rmtree(self.folder / name, ignore_errors=True)

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


def _is_whole(path: Path, checksum: int | None) -> bool:
    try:
        return checksum in {None, _checksum(path)}
    except FileNotFoundError:
        return True  # a commit has just replaced it; of what is needed, Whoosh will miss it


def _checksum(path: Path) -> int:
    checksum = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            checksum = crc32(chunk, checksum)
    return checksum


def _write(path: Path, text: str) -> None:
    """Replace a small file in one step that survives a power cut. One writer at a time."""
    aside = path.with_name(f".{path.name}.tmp")
    with aside.open("w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
