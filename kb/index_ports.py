"""What use cases need of the index; it raises the errors of `ports`."""

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from kb.domain.case import CaseFile, Sha256, Slug
from kb.domain.explanation import Explanation
from kb.domain.search import CaseSummary, NearCase, SearchQuery, SearchResults
from kb.domain.suggestion import Suggestion


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

    def matching(self, query: SearchQuery) -> tuple[Slug, ...]:
        """Every case that the words as typed and the filters find, whatever page is asked for.

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

    def some(self, slugs: Iterable[Slug]) -> tuple[CaseSummary, ...]:
        """Those of these cases that there are, in the order in which they are named.

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

    def clean(self) -> None:
        """Leave nothing on disk of cases that were taken out or replaced. Answers stay.

        Raises:
            IndexBusyError: another process has been writing for too long.
            IndexNotReadyError: there is nothing to clean; rebuild it.
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
