"""What use cases need from the outside, and the errors that every adapter raises alike."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from kb.domain.case import CaseFile, Sha256, Slug
from kb.domain.errors import ConflictError, NotFoundError, UnavailableError
from kb.domain.letters import Motive
from kb.domain.problems import Problem
from kb.domain.search_count import Outcome, SearchCount
from kb.domain.taxonomy import Taxonomy


class CaseNotFoundError(NotFoundError):
    """There is no case with this slug, and there never was a redirect from it."""

    code = "case-not-found"


class CaseUnreadableError(UnavailableError):
    """The file of a case breaks rules: it is being mended, the others go on.

    Attributes:
        problems: all of them, by line.
    """

    code = "case-unreadable"

    def __init__(self, slug: Slug, problems: Sequence[Problem]) -> None:
        super().__init__(slug=slug)
        self.problems = tuple(problems)


class CasesUnavailableError(UnavailableError):
    """The system cannot read the files of the cases now: too many are open, the disk fails."""

    code = "cases-unavailable"


class CasesNotWritableError(UnavailableError):
    """The disk is full or the folder may not be written to; what was there is there."""

    code = "cases-not-writable"


class EditedMeanwhileError(ConflictError):
    """The file of a case holds neither what it should nor what it will: nothing was changed."""

    code = "edited-meanwhile"


class PublishingBusyError(UnavailableError):
    """Another process has been publishing for longer than one waits."""

    code = "publishing-busy"


class TaxonomyUnreadableError(UnavailableError):
    """`taxonomy.yaml` is missing or breaks rules; nothing can be read without it.

    Attributes:
        problems: all of them, by line.
    """

    code = "taxonomy-unreadable"

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__()
        self.problems = tuple(problems)


class IndexNotReadyError(UnavailableError):
    """The index is missing, damaged or of another taxonomy or version; it is being rebuilt."""

    code = "index-not-ready"


class IndexBusyError(UnavailableError):
    """Another process has been writing the index for longer than one waits."""

    code = "index-busy"


class IndexNotWritableError(UnavailableError):
    """The disk is full or the folder may not be written to; searches go on with what is there."""

    code = "index-not-writable"


class RebuildUnderWayError(UnavailableError):
    """Another process is rebuilding the index."""

    code = "rebuild-under-way"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadableFile:
    """A file beside the cases that cannot be published as it is. `name` is its file name."""

    name: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldFile:
    """What the file of a case holds, right or wrong.

    Attributes:
        sha256: of its bytes; `""` for what is no readable file: a link, a folder, a giant.
        text: bytes that are no UTF-8 are replaced.
    """

    sha256: Sha256
    text: str


class Clock(Protocol):
    """What time it is."""

    def now(self) -> datetime:
        """The instant, in UTC."""
        ...


class Secret(Protocol):
    """What signs cookies and hashes keys: the same in all processes, and after a restart."""

    def value(self) -> bytes:
        """The secret, made if there is none yet."""
        ...


class Passwords(Protocol):
    """Passwords, kept as slow hashes."""

    def hashed(self, password: str) -> str:
        """What is stored of a password."""
        ...

    def is_right(self, password: str, stored: str | None) -> bool:
        """Whether this is the password; takes as long if there is none."""
        ...


class Letters(Protocol):
    """The texts of letters, ours or those that an installation has put in their place."""

    def compose(self, name: str, **values: str) -> tuple[str, str]:
        """The subject and the text of a letter, filled in.

        Args:
            name: of its file in `mail/`, without `.txt`.
            values: what stands in braces there.
        """
        ...

    def motives(self, action: str) -> tuple[Motive, ...]:
        """The reasons to begin from when asking for changes or refusing, in the order of files."""
        ...


class SearchCounts(Protocol):
    """Searches that fell short, without a trace of who searched."""

    def note(self, outcome: Outcome, words: str) -> None:
        """Count one more. Cheap; written at most once a minute. Never raises."""
        ...

    def flush(self) -> None:
        """Write what was counted since the last time."""
        ...

    def every(self) -> tuple[SearchCount, ...]:
        """All counts, the most frequent first."""
        ...


class Taxonomies(Protocol):
    """Where the vocabulary is kept."""

    def current(self) -> Taxonomy:
        """The taxonomy as it stands now.

        Raises:
            TaxonomyUnreadableError: it breaks rules and no good one was read before.
        """
        ...

    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with it now, by line; empty if nothing is."""
        ...


class Cases(Protocol):
    """The published cases."""

    def read(self, slug: Slug) -> CaseFile:
        """One case.

        Raises:
            CaseNotFoundError: there is no file for it.
            CaseUnreadableError: its file breaks rules.
            CasesUnavailableError: files cannot be read now.
            TaxonomyUnreadableError: there is no vocabulary to read it with.
        """
        ...

    def hashes(self) -> Mapping[Slug, Sha256]:
        """The hash of every file that could be a case, by slug, good and bad ones.

        Raises:
            CasesUnavailableError: files cannot be read now.
        """
        ...

    def every(self) -> Iterator[CaseFile | UnreadableFile]:
        """Each file in the order of its name, read one by one; bad names are unreadable files.

        Raises:
            CasesUnavailableError: files cannot be read now.
            TaxonomyUnreadableError: there is no vocabulary to read them with.
        """
        ...

    def held(self, slug: Slug) -> HeldFile | None:
        """What is there in the place of a case; `None` if nothing is.

        Raises:
            CasesUnavailableError: files cannot be read now.
        """
        ...

    def write(self, slug: Slug, text: str, *, replacing: Sha256 | None) -> None:
        """Publish a text in one step that survives a power cut; once more changes nothing.

        One writer at a time; the caller sees to it.

        Args:
            replacing: what the file must hold now; `None` if it must not exist.

        Raises:
            EditedMeanwhileError: the file holds neither `replacing` nor `text`.
            CasesNotWritableError: the disk refuses; the file is as it was.
        """
        ...

    def remove(self, slug: Slug, *, replacing: Sha256) -> None:
        """Take a file away, likewise; nothing happens if there is none.

        Raises:
            EditedMeanwhileError: the file does not hold `replacing`.
            CasesNotWritableError: the disk refuses; the file is as it was.
        """
        ...

    def sweep(self) -> None:
        """Take away what a killed writer left aside. One writer at a time, here too.

        Raises:
            CasesNotWritableError: the disk refuses.
        """
        ...


class PublishingLock(Protocol):
    """The right to change the files of the cases, one process at a time."""

    def __call__(self) -> AbstractContextManager[None]:
        """Wait for it. The system takes it back from a killed process.

        Raises:
            PublishingBusyError: another process has had it for too long.
        """
        ...
