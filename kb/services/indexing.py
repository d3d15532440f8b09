"""Make the index agree with the cases: catch up with what changed, rebuild an edition."""

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from kb.domain.errors import UnavailableError
from kb.index_ports import CaseIndex, IndexWriting
from kb.logs import failure
from kb.ports import (
    CaseNotFoundError,
    Cases,
    CaseUnreadableError,
    IndexBusyError,
    IndexNotReadyError,
    RebuildUnderWayError,
)

_LOG = logging.getLogger("kb.services")

#: Told after each case: how many are done, how many there are to do.
Progress = Callable[[int, int], None]


def _silent(_done: int, _total: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CatchUp:
    """What one run changed in the index. `rebuilt`: everything was written anew."""

    added: int = 0
    replaced: int = 0
    removed: int = 0
    rebuilt: bool = False

    def __bool__(self) -> bool:
        return self.rebuilt or bool(self.added or self.replaced or self.removed)


@dataclass(frozen=True, slots=True)
class Indexing:
    """Keeps the index in step with the files. Every method may be called at any time, by anyone."""

    cases: Cases
    index: CaseIndex
    _mending: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def catch_up(self, progress: Progress = _silent) -> CatchUp:
        """Index what was added, changed or removed since the last run; rebuild what is unusable.

        Files that break rules are left out: what they said before is no longer found.

        Raises:
            IndexBusyError: another process has been writing for too long.
            RebuildUnderWayError: the index is unusable and another process is rebuilding it.
        """
        try:
            with self.index.writing() as writing:
                return self._update(writing, progress)
        except IndexNotReadyError:
            return self.rebuild(progress)

    def rebuild(self, progress: Progress = _silent) -> CatchUp:
        """Write the whole index anew, aside, while searches and writers go on; then switch.

        Raises:
            RebuildUnderWayError: another process is at it.
            IndexBusyError: another process has been writing for too long.
        """
        with self.index.rebuilding() as edition:
            change = self._update(edition, progress)
            edition.stop_writers()
            late = self._update(edition, _silent)
        return CatchUp(added=change.added + late.added - late.removed, rebuilt=True)

    def compact(self) -> bool:
        """Tidy the index where that takes too long for a publication; whether there was anything.

        Raises:
            IndexBusyError: another process has been writing for too long.
            IndexNotReadyError: there is no index.
        """
        return self.index.compact()

    def clean(self) -> None:
        """Catch up, and leave nothing on disk of what cases said before.

        Raises:
            IndexBusyError: another process has been writing for too long.
            RebuildUnderWayError: the index is unusable and another process is rebuilding it.
            IndexNotWritableError: the disk refuses.
        """
        self.catch_up()
        self.index.clean()

    def is_ready(self) -> bool:
        """Whether there is an index to answer from. Cheap."""
        try:
            self.index.state()
        except IndexNotReadyError:
            return False
        return True

    def mend_in_background(self) -> None:
        """Catch up in a thread of its own, unless this process is already at it. Never raises."""
        if self._mending.acquire(blocking=False):
            threading.Thread(target=self._mend, name="kb-mending", daemon=True).start()

    def catch_up_within(self, seconds: float) -> bool:
        """Whether the index caught up in this time; if not, it goes on alone. Never raises."""
        thread = threading.Thread(target=self._try, name="kb-indexing", daemon=True)
        thread.start()
        thread.join(seconds)
        return not thread.is_alive()

    def _mend(self) -> None:
        try:
            self._try()
        finally:
            self._mending.release()

    def _try(self) -> None:
        try:
            self.catch_up()
        except (IndexBusyError, RebuildUnderWayError):
            return  # another process does it; the worker sees to it
        except UnavailableError as error:
            failure(_LOG, "index-failed", error)

    def _update(self, writing: IndexWriting, progress: Progress) -> CatchUp:
        indexed, present = writing.hashes(), self.cases.hashes()
        changed = {slug for slug, sha256 in present.items() if indexed.get(slug) != sha256}
        stale = (set(indexed) - set(present)) | (set(indexed) & changed)
        put: set[str] = set()
        for done, slug in enumerate(sorted(changed), start=1):
            with suppress(CaseNotFoundError, CaseUnreadableError):
                writing.put(self.cases.read(slug))
                put.add(slug)
            progress(done, len(changed))
        for slug in stale - put:
            writing.remove(slug)
        return CatchUp(
            added=len(put - set(indexed)),
            replaced=len(put & set(indexed)),
            removed=len(stale - put),
        )
