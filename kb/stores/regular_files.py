"""Reads small files that anybody may have put there: links, pipes, giants and other surprises."""

import errno
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from kb.domain.problems import Problem

#: How a file refuses to be opened -> our code. Any other OSError is the system's trouble, not the
#: file's, and is raised as it is.
_REFUSALS: Mapping[int | None, str] = MappingProxyType(
    {
        errno.ELOOP: "symbolic-link",
        errno.EACCES: "cannot-read",
        errno.EPERM: "cannot-read",
        errno.ENXIO: "not-a-file",
        errno.ENODEV: "not-a-file",
        errno.EISDIR: "not-a-file",
    }
)

#: Where a file cannot be opened, what is in the way is not a file: there is none.
_ABSENT = (FileNotFoundError, NotADirectoryError)

#: What tells one state of a file from the next.
Stamp = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a file, and the stamp that it had when they were read."""

    data: bytes
    stamp: Stamp


def stamp(path: Path) -> Stamp | None:
    """The stamp of the file, links followed; `None` if it is not there or may not be looked at."""
    try:
        return _stamp(path.stat())
    except OSError:
        return None


def content(path: Path, *, most: int, follow_links: bool = False) -> Content | Problem | None:
    """What a regular file holds, or why it cannot be read; `None` if it is not there.

    Never waits for a pipe and never reads more than `most` bytes.

    Raises:
        OSError: the system cannot read files now (too many are open, the disk fails).
    """
    flags = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | (0 if follow_links else os.O_NOFOLLOW)
    try:
        handle = os.open(path, flags)
    except _ABSENT:
        return None
    except OSError as error:
        if error.errno not in _REFUSALS:
            raise
        return _problem(_REFUSALS[error.errno], reason=error.strerror)
    try:
        return _held(handle, most)
    finally:
        os.close(handle)


def decoded(data: bytes) -> str | Problem:
    """The text, or a problem that names the first line that is not UTF-8."""
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        return _problem("not-utf-8", line=data.count(b"\n", 0, error.start) + 1)


def _held(handle: int, most: int) -> Content | Problem:
    status = os.fstat(handle)
    if not stat.S_ISREG(status.st_mode):
        return _problem("not-a-file")
    if status.st_size > most:
        return _problem("too-large", most=most)
    with os.fdopen(handle, "rb", closefd=False) as file:
        data = file.read(most + 1)
    if len(data) > most:  # it grew meanwhile
        return _problem("too-large", most=most)
    return Content(data, _stamp(status))


def _stamp(status: os.stat_result) -> Stamp:
    return status.st_mtime_ns, status.st_size, status.st_ino


def _problem(code: str, *, line: int = 1, **values: object) -> Problem:
    return Problem(line=line, key="", code=code, values=values)
