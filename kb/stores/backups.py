"""Backups: a base copied to a folder while the site runs, and made again from there."""

import json
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from kb.domain.hashes import sha256_of
from kb.operator_ports import BackupDamagedError, BackupFolderTakenError, HomeNotEmptyError
from kb.stores.flushing import copy_flushed, flush_tree, write_flushed
from kb.unit_of_work import DatabaseUnavailableError

MANIFEST = "manifest.json"
_FORMAT = 1

#: What a base consists of; the index comes back by itself.
_TOP = ("cases", "mail", "data", "taxonomy.yaml", "entrees.yaml", "organisations.yaml")
_DATABASE = PurePosixPath("data/kb.sqlite3")
#: Of `data/`: what is of use to running processes alone, and copies of the database.
_PASSING = ("*.lock", "*.tmp", "kb.sqlite3*", "kb-before-*")
_RESTORING = ".restoring"


@dataclass(frozen=True, slots=True)
class BackupsInFolders:
    """The port `Backups` for the base in `home`."""

    home: Path

    def write(self, folder: Path, *, at: datetime) -> int:
        """See `Backups.write`."""
        if folder.is_dir() and any(folder.iterdir()):
            raise BackupFolderTakenError(folder=folder)
        aside = folder.with_name(f"{folder.name}.partial")
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(mode=0o700, parents=True)
        try:
            hashes = dict(self._copies(aside))
            content = {"format": _FORMAT, "made_at": at.isoformat(), "files": hashes}
            text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
            write_flushed(aside / MANIFEST, text.encode())
            flush_tree(aside)
            aside.rename(folder)
        except (OSError, DatabaseUnavailableError):
            shutil.rmtree(aside, ignore_errors=True)
            raise
        flush_tree(folder.parent, deep=False)
        return len(hashes)

    def restore(self, folder: Path) -> int:
        """See `Backups.restore`."""
        files = _manifest(folder)
        self.home.mkdir(parents=True, exist_ok=True)
        aside = self.home / _RESTORING
        shutil.rmtree(aside, ignore_errors=True)
        if any(self.home.iterdir()):
            raise HomeNotEmptyError(home=self.home)
        aside.mkdir(mode=0o700)
        try:
            _copy_whole(folder, aside, files)
        except (OSError, BackupDamagedError):
            shutil.rmtree(aside, ignore_errors=True)
            raise
        for top in sorted(aside.iterdir(), key=lambda path: path.name == "taxonomy.yaml"):
            top.rename(self.home / top.name)  # the vocabulary comes last: it makes it a base
        aside.rmdir()
        (self.home / "cases").mkdir(exist_ok=True)
        flush_tree(self.home, deep=False)
        return len(files)

    def _copies(self, aside: Path) -> Iterator[tuple[str, str]]:
        """Copy everything; name and hash of each copy. The database comes first: see `Backups`."""
        if (self.home / _DATABASE).exists():
            _copy_database(self.home / _DATABASE, aside / _DATABASE)
            yield str(_DATABASE), sha256_of((aside / _DATABASE).read_bytes())
        for name in self._names():
            if digest := _copied(self.home / name, aside / name):
                yield str(name), digest

    def _names(self) -> Iterator[PurePosixPath]:
        """Every file but the database."""
        for top in _TOP:
            root = self.home / top
            for path in sorted([root, *root.rglob("*")]):
                name = PurePosixPath(path.relative_to(self.home))
                if path.is_file() and not path.is_symlink() and not _is_passing(name):
                    yield name


def _is_passing(name: PurePosixPath) -> bool:
    is_passing = name.parts[0] == "data" and any(map(name.match, _PASSING))
    return is_passing or name.name.startswith(".")


def _copy_whole(folder: Path, aside: Path, files: Mapping[str, str]) -> None:
    """Copy a backup, every file of it as it was when it was made.

    Raises:
        BackupDamagedError: one is not.
    """
    for name, expected in files.items():
        if _copied(folder / name, aside / name) != expected:
            raise BackupDamagedError(name=name)
    flush_tree(aside)


def _copied(source: Path, copy: Path) -> str:
    """The hash of what was copied; `""` if there is no such file."""
    if not source.is_file() or source.is_symlink():
        return ""
    copy.parent.mkdir(parents=True, exist_ok=True)
    shutil.copymode(source.parent, copy.parent)
    return copy_flushed(source, copy)


def _copy_database(source: Path, copy: Path) -> None:
    """One consistent state, whatever is written meanwhile, in one file.

    Raises:
        DatabaseUnavailableError: it cannot be read now, or it is damaged.
    """
    copy.parent.mkdir(mode=0o700, exist_ok=True)
    copy.touch(mode=0o600)
    try:
        with closing(sqlite3.connect(source)) as held, closing(sqlite3.connect(copy)) as other:
            held.backup(other)
            other.execute("PRAGMA journal_mode=DELETE")
            ((verdict,),) = other.execute("PRAGMA integrity_check(1)")
    except sqlite3.Error as error:
        raise DatabaseUnavailableError(reason=str(error)) from error
    if verdict != "ok":
        raise DatabaseUnavailableError(reason=verdict)


def _manifest(folder: Path) -> Mapping[str, str]:
    """The files of a backup by name, with their hashes.

    Raises:
        BackupDamagedError: there is no list, or it names what no backup holds.
    """
    try:
        content = json.loads((folder / MANIFEST).read_bytes())
        files: Mapping[str, str] = content["files"]
        is_sound = content["format"] == _FORMAT and all(map(_is_ours, files))
    except (OSError, ValueError, TypeError, KeyError):
        is_sound = False
    if not is_sound:
        raise BackupDamagedError(name=MANIFEST)
    return files


def _is_ours(name: str) -> bool:
    """Whether a name stays inside a base."""
    path = PurePosixPath(name)
    return str(path) == name and path.parts[0] in _TOP and ".." not in path.parts
