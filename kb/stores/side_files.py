"""A file beside the cases that may be missing, read again when it changes."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Generic, TypeVar, cast

from kb.domain.hashes import sha256_of
from kb.domain.problems import Problem
from kb.stores.regular_files import Content, Stamp, content, decoded, stamp

#: Bytes of such a file; the vocabulary of this base takes 12 KB.
MAX_FILE_BYTES = 1024 * 1024

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SideReading(Generic[T]):
    """What a file says.

    Attributes:
        value: its last good reading, or what stands for a file that is not there.
        problems: what is wrong with it now, by line; empty if nothing is.
        version: the hash of the text that `value` was read from; empty if there is none.
    """

    value: T
    problems: tuple[Problem, ...] = ()
    version: str = ""


class SideFile(Generic[T]):
    """What a file holds now. May be shared by threads.

    While the file breaks rules, the last good reading goes on.

    Args:
        absent: the value where there is no file.
        missing: what is wrong with that, if something is: then the last good reading goes on, too.
    """

    def __init__(
        self,
        path: Path,
        read: Callable[[str], T | tuple[Problem, ...]],
        *,
        absent: T,
        missing: Problem | None = None,
    ) -> None:
        self._path, self._read = path, read
        self._absent, self._missing = SideReading(absent), missing
        self._lock = threading.Lock()
        self._stamp: Stamp | None = None
        self._reading = self._without_file(self._absent)

    def current(self) -> T:
        """What the file says; the last good reading if it breaks rules."""
        return self.reading().value

    def version(self) -> str:
        """The hash of the text that `current` was read from; empty if there is none."""
        return self.reading().version

    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with it now, by line; empty if nothing is."""
        return self.reading().problems

    def reading(self) -> SideReading[T]:
        """All of this, of one moment."""
        with self._lock:
            now = stamp(self._path)
            if now is None or now != self._stamp:
                self._stamp, self._reading = self._reread(self._reading)
            return self._reading

    def _reread(self, last: SideReading[T]) -> tuple[Stamp | None, SideReading[T]]:
        """What the file says now, and its stamp then; no stamp for what cannot be read."""
        try:
            found = content(self._path, most=MAX_FILE_BYTES, follow_links=True)
        except OSError as error:
            found = Problem(line=1, key="", code="cannot-read", values={"reason": error.strerror})
        if found is None:
            return None, self._without_file(last)
        if isinstance(found, Problem):
            return None, replace(last, problems=(found,))
        return found.stamp, self._held(found, last)

    def _without_file(self, last: SideReading[T]) -> SideReading[T]:
        return replace(last, problems=(self._missing,)) if self._missing else self._absent

    def _held(self, found: Content, last: SideReading[T]) -> SideReading[T]:
        text = decoded(found.data)
        read = (text,) if isinstance(text, Problem) else self._read(text)
        if isinstance(read, tuple) and read and isinstance(read[0], Problem):
            return replace(last, problems=cast("tuple[Problem, ...]", read))
        return SideReading(cast("T", read), version=sha256_of(found.data))
