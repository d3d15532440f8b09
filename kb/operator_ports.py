"""What operators' desks need from the outside: the post, backups, the state of the database."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from kb.domain.account import AccountId
from kb.domain.errors import ConflictError, InvalidError, UnavailableError


class PostUnavailableError(UnavailableError):
    """No letter can be handed over now: no server answers, or not to us."""

    code = "post-unavailable"


class PostBusyError(UnavailableError):
    """Another process is handing over letters."""

    code = "post-busy"


class LetterRefusedError(UnavailableError):
    """The server did not take this letter; others may pass.

    Attributes:
        is_final: it said that it never will.
    """

    code = "letter-refused"

    def __init__(self, *, is_final: bool, status: int = 0) -> None:
        super().__init__(status=status)
        self.is_final = is_final


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What the post is given.

    Attributes:
        key: the same however often this letter is handed over, so that doubles are recognised.
        to: an address.
        unsubscribe: where a program posts to end letters like this one; `""` where nothing ends.
    """

    key: str
    to: str
    subject: str
    text: str
    written_at: datetime
    unsubscribe: str = ""


class Delivery(Protocol):
    """One visit to the post."""

    def deliver(self, letter: Letter) -> None:
        """Hand over a letter; the server has it when this returns.

        Raises:
            LetterRefusedError: it was not taken.
            PostUnavailableError: no more letters can be handed over; whether this one was taken
                is not known.
        """
        ...


class Post(Protocol):
    """Takes letters to their addresses."""

    @property
    def is_set_up(self) -> bool:
        """Whether a server is known; otherwise letters wait."""
        ...

    def delivering(self) -> AbstractContextManager[Delivery]:
        """Visit the post, one process at a time.

        Raises:
            PostUnavailableError: not now.
            PostBusyError: another process is there.
        """
        ...


class ErasedNumbers(Protocol):
    """The numbers of erased people, kept apart from the database: a restored one forgot them."""

    def add(self, number: AccountId) -> None:
        """Write down one more; once is enough."""
        ...

    def every(self) -> tuple[AccountId, ...]:
        """All that were written down."""
        ...


class DatabaseCopies(Protocol):
    """Copies of the database that were made before its tables changed."""

    def drop(self, *, before: datetime | None = None) -> int:
        """Delete those made before then, or all; how many that were."""
        ...


class DatabaseState(Protocol):
    """The database as one sees it from outside."""

    @property
    def is_there(self) -> bool:
        """Whether there is one yet."""
        ...

    def damage(self) -> str:
        """What is broken in it, in its own words; `""` if it is sound and has our tables.

        Raises:
            SchemaOutdatedError: its tables are not those that the program needs.
            DatabaseUnavailableError: not now.
        """
        ...


class BackupFolderTakenError(ConflictError):
    """A backup goes into a new or an empty folder."""

    code = "backup-folder-taken"


class BackupDamagedError(InvalidError):
    """A file of a backup is missing, or not what it was when it was made."""

    code = "backup-damaged"


class HomeNotEmptyError(ConflictError):
    """A base is made again in a new or an empty folder: nothing is overwritten."""

    code = "home-not-empty"


class Backups(Protocol):
    """Copies of a whole base, each in a folder of its own with a list of hashes."""

    def write(self, folder: Path, *, at: datetime) -> int:
        """Copy the database first, then the files; how many. The folder is there only if all is.

        Raises:
            BackupFolderTakenError: there is something in the folder already.
            DatabaseUnavailableError: not now.
        """
        ...

    def restore(self, folder: Path) -> int:
        """Make the base again from a copy; how many files.

        Raises:
            HomeNotEmptyError: there is something where the base is to be.
            BackupDamagedError: a file is missing, or not what it was.
        """
        ...


class ArchiveBusyError(UnavailableError):
    """Another process is writing an archive into this folder."""

    code = "archive-busy"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportArchive:
    """The last archive of what is published. `is_new`: it was not there before."""

    path: Path
    is_new: bool


class ExportArchives(Protocol):
    """Archives of what is published, in one folder; the oldest go when others come."""

    def looked_at(self) -> datetime | None:
        """When it was last seen to that the last one is up to date; `None` if never."""
        ...

    def write(
        self, day: date, pieces: Callable[[Callable[[], BinaryIO]], Iterable[bytes]]
    ) -> ExportArchive:
        """Write the archive of a day, unless the last one holds the same bytes.

        Args:
            pieces: the bytes, given what makes a new file for what has to wait.

        Raises:
            ArchiveBusyError: another process is writing there.
            OSError: the disk refuses; what was there is there.
        """
        ...
