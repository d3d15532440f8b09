"""A file beside the cases that may be missing, read again when it changes."""

import threading
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Generic, TypeVar, cast

from kb.domain.problems import Problem
from kb.stores.regular_files import Stamp, content, decoded, stamp

#: Bytes of such a file.
MAX_FILE_BYTES = 1024 * 1024

T = TypeVar("T")


class SideFile(Generic[T]):
    """What a file holds now, or `absent` if there is none. May be shared by threads.

    While the file breaks rules, the last good reading goes on.
    """

    def __init__(
        self, path: Path, read: Callable[[str], T | tuple[Problem, ...]], *, absent: T
    ) -> None:
        self._path, self._read, self._absent = path, read, absent
        self._lock = threading.Lock()
        self._stamp: Stamp | None = None
        self._value = absent
        self._problems: tuple[Problem, ...] = ()
        self._version = ""

    def current(self) -> T:
        """What the file says; the last good reading if it breaks rules."""
        with self._lock:
            self._refresh()
            return self._value

    def version(self) -> str:
        """The hash of the text that `current` was read from; empty if there is none."""
        with self._lock:
            self._refresh()
            return self._version

    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with it now, by line; empty if nothing is, or if it is not there."""
        with self._lock:
            self._refresh()
            return self._problems

    def _refresh(self) -> None:
        now = stamp(self._path)
        if now is None:
            self._stamp = None
            self._be_absent()
        elif now != self._stamp:
            self._stamp = now
            self._reread()

    def _reread(self) -> None:
        try:
            found = content(self._path, most=MAX_FILE_BYTES, follow_links=True)
        except OSError as error:
            found = Problem(line=1, key="", code="cannot-read", values={"reason": error.strerror})
        if found is None:
            self._be_absent()
        elif isinstance(found, Problem):
            self._stamp, self._problems = None, (found,)
        else:
            text = decoded(found.data)
            reading = (text,) if isinstance(text, Problem) else self._read(text)
            self._take(reading, sha256(found.data).hexdigest())

    def _be_absent(self) -> None:
        self._value, self._version, self._problems = self._absent, "", ()

    def _take(self, reading: T | tuple[Problem, ...], version: str) -> None:
        if isinstance(reading, tuple) and reading and isinstance(reading[0], Problem):
            self._problems = cast("tuple[Problem, ...]", reading)
        else:
            self._value, self._version, self._problems = cast("T", reading), version, ()
