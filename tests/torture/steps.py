"""Kills this process just before its n-th step towards the disk. The product knows nothing of it.

A step is a call that asks the system, or SQLite, to change or to flush something. Python tells a
profiler of each such call before it is made; of every thread, the one that writes the index, too.
"""

import os
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType

#: Module or type -> what of it is a step.
_STEPS = {
    "posix": {
        *("open", "write", "close", "fsync", "fdatasync", "ftruncate", "fchmod"),
        *("rename", "replace", "unlink", "remove", "mkdir", "rmdir", "link"),
    },
    "fcntl": {"flock"},
    "_io": {"open"},
    "io": {"open"},
    "BufferedWriter": {"flush", "close"},
    "BufferedRandom": {"flush", "close"},
    "TextIOWrapper": {"flush", "close"},
    "Connection": {"commit", "rollback", "close"},
    "Cursor": {"execute"},
}


class Steps:
    """Counts the steps of this process from `start` on; `told` of each until one is the last.

    Attributes:
        fatal: the number of the step before which the process dies; 0: none.
    """

    def __init__(self, fatal: int = 0) -> None:
        self.fatal = fatal
        self.number = 0
        self._ours = os.getpid()

    def start(self) -> None:
        """Count from now on."""
        threading.setprofile(self._look)
        sys.setprofile(self._look)

    def stop(self) -> int:
        """How many there were; count no longer."""
        sys.setprofile(None)
        threading.setprofile(None)
        return self.number

    def _look(self, _frame: FrameType, event: str, called: Callable[..., object]) -> None:
        if event == "c_call" and is_step(called):
            self.number += 1
            if self.number == self.fatal:
                os.kill(self._ours, signal.SIGKILL)


def is_step(called: Callable[..., object]) -> bool:
    """Whether this call is one towards the disk."""
    owner = getattr(called, "__self__", None)
    kind = getattr(called, "__module__", None) or type(owner).__name__
    return getattr(called, "__name__", "") in _STEPS.get(kind, ())
