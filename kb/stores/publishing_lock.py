"""The port `PublishingLock` on a file that the system locks."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from kb.ports import PublishingBusyError
from kb.stores.replacing import writing_trouble

_POLL_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class PublishingLockFile:
    """`data/publishing.lock`. Shared by all processes and threads."""

    path: Path
    seconds: float = 10.0

    @contextmanager
    def __call__(self) -> Iterator[None]:
        """See `PublishingLock.__call__`.

        Raises:
            PublishingBusyError: another process has had it for `seconds`.
            CasesNotWritableError: the file cannot be opened.
        """
        with self._file() as file:
            deadline = time.monotonic() + self.seconds
            while not _taken(file.fileno()):
                if time.monotonic() > deadline:
                    raise PublishingBusyError
                time.sleep(_POLL_SECONDS)
            yield

    def _file(self) -> BinaryIO:
        with writing_trouble():
            self.path.parent.mkdir(mode=0o700, exist_ok=True)
            return self.path.open("ab")


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
