"""What use cases need from the outside, and the errors that every adapter raises alike."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from kb.domain.case import CaseFile, Sha256, Slug
from kb.domain.errors import NotFoundError, UnavailableError
from kb.domain.explanation import Explanation
from kb.domain.problems import Problem
from kb.domain.search import CaseSummary, NearCase, SearchQuery, SearchResults
from kb.domain.search_count import Outcome, SearchCount
from kb.domain.suggestion import Suggestion
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


class Clock(Protocol):
    """What time it is."""

    def now(self) -> datetime:
        """The instant, in UTC."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexState:
    """What an index holds now.

    Attributes:
        edition, commit: name the state; readers compare them at each request.
        cases: how many there are.
    """

    edition: str
    commit: int
    cases: int


class IndexWriting(Protocol):
    """The right to change the index, one process at a time.

    Nothing shows before the end; of thousands of changes, some may: what was done then stays done.
    """

    def hashes(self) -> Mapping[Slug, Sha256]:
        """What the index holds: the hash of the file that each entry was made from."""
        ...

    def put(self, file: CaseFile) -> None:
        """Add a case, or replace it."""
        ...

    def remove(self, slug: Slug) -> None:
        """Take a case out; nothing happens if it is not there."""
        ...


class EditionWriting(IndexWriting, Protocol):
    """A new edition of the index, filled while readers and writers go on with the old one."""

    def stop_writers(self) -> None:
        """Keep others from writing the old edition until the switch: what follows misses nothing.

        Raises:
            IndexBusyError: another process has been writing for too long.
        """
        ...


class CaseIndex(Protocol):
    """What makes the cases findable. It can be lost at any moment and comes back from the cases."""

    def search(self, query: SearchQuery) -> SearchResults:
        """The answer of the state that is current when the call begins.

        Raises:
            IndexNotReadyError: there is nothing to answer from.
        """
        ...

    def suggest(self, text: str, *, limit: int) -> tuple[Suggestion, ...]:
        """What may be meant by a beginning: at most `limit` of each kind, kinds in their order.

        Raises:
            IndexNotReadyError: there is nothing to answer from.
        """
        ...

    def explain(self, slug: Slug, query: SearchQuery) -> Explanation | None:
        """Why a case is found by a query or not; `None` if it is not in the index.

        Raises:
            IndexNotReadyError: there is nothing to answer from.
        """
        ...

    def near(self, slug: Slug, *, limit: int) -> tuple[NearCase, ...]:
        """The cases closest to this one, the closest first; empty if it is not indexed.

        Raises:
            IndexNotReadyError: there is nothing to answer from.
        """
        ...

    def redirect(self, slug: Slug) -> Slug | None:
        """The case that used to have this slug.

        Raises:
            IndexNotReadyError: there is nothing to answer from.
        """
        ...

    def every(self) -> tuple[CaseSummary, ...]:
        """All cases, by slug.

        Raises:
            IndexNotReadyError: there is nothing to answer from.
        """
        ...

    def state(self) -> IndexState:
        """What readers see now. Cheap: asked at each request.

        Raises:
            IndexNotReadyError: there is nothing to answer from.
        """
        ...

    def writing(self) -> AbstractContextManager[IndexWriting]:
        """Change the index: committed at the end of the `with` block, dropped if it raises.

        Raises:
            IndexBusyError: another process has been writing for too long.
            IndexNotReadyError: there is nothing to change, or the taxonomy changes meanwhile;
                rebuild it.
            IndexNotWritableError: the disk refuses; nothing has changed.
        """
        ...

    def compact(self) -> bool:
        """Do the tidying that would keep writers waiting; whether there was any. Answers stay.

        Raises:
            IndexBusyError: another process has been writing for too long.
            IndexNotReadyError: there is nothing to tidy; rebuild it.
            IndexNotWritableError: the disk refuses; nothing has changed.
        """
        ...

    def rebuilding(self) -> AbstractContextManager[EditionWriting]:
        """Write a new edition aside, empty at first; switch to it at the end of the `with` block.

        Raises:
            RebuildUnderWayError: another process is at it.
            IndexBusyError: another process has been writing for too long.
            IndexNotReadyError: the taxonomy changes meanwhile, or the new edition is taken away.
            IndexNotWritableError: the disk refuses; the edition in use has not changed.
        """
        ...
