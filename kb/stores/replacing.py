"""Files replaced in one step that survives a power cut."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kb.ports import CasesNotWritableError

#: How the names of files end that are not yet what they are to become. They begin with a dot.
_ASIDE = ".kb-tmp"


def replace_file(path: Path, data: bytes) -> None:
    """Let a file hold these bytes: readers see the old ones or the new ones, never half of either.

    Raises:
        OSError: the disk refuses; the file is as it was.
    """
    aside = path.with_name(f".{path.name}{_ASIDE}")
    aside.unlink(missing_ok=True)
    try:
        with aside.open("xb") as file:
            _keep_mode(file.fileno(), path)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except OSError:
        aside.unlink(missing_ok=True)
        raise
    flush_folder(path.parent)


def remove_asides(folder: Path) -> None:
    """Take away what killed writers left aside in a folder; whoever writes there holds a lock.

    Raises:
        OSError: the disk refuses.
    """
    for aside in folder.glob(f".*{_ASIDE}"):
        aside.unlink(missing_ok=True)


def remove_file(path: Path) -> None:
    """Take a file away.

    Raises:
        OSError: the disk refuses.
    """
    path.unlink(missing_ok=True)
    flush_folder(path.parent)


def flush_folder(folder: Path) -> None:
    """Make names last: those that came and those that went."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def writing_trouble() -> Iterator[None]:
    """What the disk refuses, as our error.

    Raises:
        CasesNotWritableError: it refused.
    """
    try:
        yield
    except OSError as error:
        raise CasesNotWritableError(reason=error.strerror) from error


def _keep_mode(handle: int, path: Path) -> None:
    """Whoever could edit the file by hand still can."""
    with suppress(FileNotFoundError):
        os.fchmod(handle, stat.S_IMODE(path.stat().st_mode))
