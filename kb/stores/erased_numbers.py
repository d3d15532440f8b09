"""The numbers of erased people, one a line, in a file beside the database."""

import os
from dataclasses import dataclass
from pathlib import Path

from kb.domain.account import AccountId
from kb.stores.replacing import flush_folder


@dataclass(frozen=True, slots=True)
class ErasedNumbersInFile:
    """The port `ErasedNumbers` on `data/erased.txt`."""

    path: Path

    def add(self, number: AccountId) -> None:
        """See `ErasedNumbers.add`."""
        if number in self.every():
            return
        handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(f"{number}\n")
            file.flush()
            os.fsync(file.fileno())
        flush_folder(self.path.parent)

    def every(self) -> tuple[AccountId, ...]:
        """See `ErasedNumbers.every`."""
        try:
            lines = self.path.read_text("ascii", "replace").splitlines()
        except FileNotFoundError:
            return ()
        return tuple(int(line) for line in lines if line.strip().isdecimal())
