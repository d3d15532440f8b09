"""Tasks of `kb worker`: what is done again and again, how often, and what follows a failure."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from kb import logs
from kb.domain.errors import KbError
from kb.operator_ports import PostBusyError
from kb.ports import IndexBusyError, PublishingBusyError, RebuildUnderWayError
from kb.services.indexing import Indexing
from kb.services.knowledge_base import KnowledgeBase

_LOG = logging.getLogger("kb.worker")

#: How often a task looks whether it is time, and whether it has been asked to stop.
LOOK_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Pace:
    """How long until the next run, and until the next try where a run failed."""

    interval_seconds: float
    retry_seconds: float


#: A letter leaves within a few seconds; a server that fails is left alone for a while.
MAILING = Pace(2.0, 30.0)
#: A case that somebody edits by hand is found within a minute; a run that failed is tried sooner.
CATCHING_UP = Pace(60.0, 5.0)
#: What pages normally do themselves, and what nobody waits for.
TIDYING = Pace(60.0, 60.0)
PURGING = Pace(86_400.0, 3_600.0)
#: The night's archive: asked for each hour, made once a day; not while a server has just started.
ARCHIVING, ARCHIVING_LATER = Pace(3_600.0, 3_600.0), 600.0

#: Somebody else is at it: no failure to tell of.
_BUSY = (IndexBusyError, RebuildUnderWayError, PostBusyError, PublishingBusyError)


def _never() -> bool:
    return False


@dataclass(slots=True, eq=False)
class Task:
    """Something that is done at intervals, and sooner after a failure.

    Attributes:
        name: what the log calls it.
        failure: the event that tells of a failure.
        is_urgent: asked at each look; then the interval does not count, unless the last run failed.
        due: when to run next, on the monotonic clock.
        failed: the last run did.
        is_awaited: whoever stops waits for the end of a run.
    """

    name: str
    run: Callable[[], object]
    pace: Pace
    failure: str = "task-failed"
    is_urgent: Callable[[], bool] = _never
    due: float = 0.0
    failed: bool = False
    is_awaited: bool = False

    def look(self, now: float) -> None:
        """Run if it is time to. Never raises: the other tasks go on."""
        if now < self.due and (self.failed or not self.is_urgent()):
            return
        self.failed = not self._succeeds()
        self.due = now + (self.pace.retry_seconds if self.failed else self.pace.interval_seconds)

    def repeat(self, stopping: threading.Event) -> None:
        """Look again and again until asked to stop; a run under way is finished."""
        while not stopping.is_set():
            self.look(time.monotonic())
            stopping.wait(LOOK_SECONDS)

    def _succeeds(self) -> bool:
        try:
            self.run()
        except _BUSY:
            return False
        except Exception as error:  # noqa: BLE001 - whatever it is, it must not stop the others
            logs.failure(_LOG, self.failure, error, task=self.name, **_code(error))
            return False
        return True


def _code(error: Exception) -> dict[str, str]:
    return {"code": error.code} if isinstance(error, KbError) else {}


def tasks(knowledge_base: KnowledgeBase) -> tuple[Task, ...]:
    """All that the worker does."""
    mailing, moderating = knowledge_base.mailing, knowledge_base.moderating

    def publish() -> None:
        if knowledge_base.publishing.replay():
            catch_up(knowledge_base.indexing)

    return (
        Task("mail", mailing.send_due, MAILING, failure="mail-failed", is_awaited=True),
        catching_up(knowledge_base.indexing),
        Task("publications", publish, TIDYING),
        Task("claims", moderating.release_stale, TIDYING),
        Task("news", moderating.tell, TIDYING),
        Task("alerts", knowledge_base.announcing.announce, TIDYING),
        Task("purge", knowledge_base.privacy.purge, PURGING),
        Task(
            "archive",
            knowledge_base.archiving.nightly,
            ARCHIVING,
            due=time.monotonic() + ARCHIVING_LATER,
        ),
    )


def catching_up(indexing: Indexing) -> Task:
    """The index agrees with the cases, at once when it cannot be searched."""
    return Task(
        "index",
        lambda: catch_up(indexing),
        CATCHING_UP,
        failure="index-failed",
        is_urgent=lambda: not indexing.is_ready(),
    )


def catch_up(indexing: Indexing) -> None:
    """Make the index agree with the cases, and tell of what changed."""
    change = indexing.catch_up()
    indexing.compact()
    if change:
        logs.event(
            _LOG,
            "index-changed",
            added=change.added,
            replaced=change.replaced,
            removed=change.removed,
            rebuilt=change.rebuilt,
        )
