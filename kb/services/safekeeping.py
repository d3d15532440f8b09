"""Back a base up while it is in use, and make it again."""

from dataclasses import dataclass
from pathlib import Path

from kb.operator_ports import Backups
from kb.ports import Clock, PublishingLock


@dataclass(frozen=True, slots=True)
class Safekeeping:
    """The desk of backups."""

    backups: Backups
    lock: PublishingLock
    clock: Clock

    def backup(self, folder: Path) -> int:
        """Copy the base; how many files that were. Reading and writing go on meanwhile.

        Nothing is published until the copy is made: its database knows of every change of its
        files, and what it has decided but not yet done is done after a restore.

        Raises:
            BackupFolderTakenError: there is something in the folder already.
            PublishingBusyError, DatabaseUnavailableError: not now.
        """
        with self.lock():
            return self.backups.write(folder, at=self.clock.now())

    def restore(self, folder: Path) -> int:
        """Make the base again; how many files that were. All of it or nothing.

        Raises:
            HomeNotEmptyError: there is something where the base is to be.
            BackupDamagedError: a file is missing, or not what it was.
        """
        return self.backups.restore(folder)
