"""Files that are on the disk, not only on their way, when a function returns."""

import os
import shutil
from hashlib import file_digest
from io import BufferedRandom
from pathlib import Path

from kb.stores.replacing import flush_folder


def write_flushed(path: Path, data: bytes) -> None:
    """Write a new file that only its owner may read."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def copy_flushed(source: Path, copy: Path) -> str:
    """Copy a file with its permissions; the SHA-256 of what the copy holds."""
    with source.open("rb") as held, copy.open("xb+") as file:
        shutil.copymode(source, copy)
        shutil.copyfileobj(held, file)
        return flushed_digest(file)


def flushed_digest(file: BufferedRandom) -> str:
    """The SHA-256 of what a file, open to be read and written, holds once it is on the disk."""
    file.flush()
    os.fsync(file.fileno())
    file.seek(0)
    return file_digest(file, "sha256").hexdigest()


def flush_tree(folder: Path, *, deep: bool = True) -> None:
    """Make the names in a folder last, and in those below it."""
    for path in folder.rglob("*") if deep else ():
        if path.is_dir():
            flush_folder(path)
    flush_folder(folder)
