"""`kb worker`: keep the index in step with the cases while the site runs."""

import logging
import os
import signal
import sys
import time
from dataclasses import dataclass

import click

from kb import logs
from kb.bootstrap import assemble
from kb.cli.group import installation
from kb.domain.errors import KbError
from kb.ports import IndexBusyError, RebuildUnderWayError
from kb.services.indexing import Indexing

_LOG = logging.getLogger("kb.worker")

#: A case that somebody edits by hand is found within a minute.
CATCH_UP_SECONDS = 60.0
#: A run that failed is tried again sooner.
RETRY_SECONDS = 5.0
#: How often one looks whether the index has been lost, and whether the server is still there.
LOOK_SECONDS = 1.0


@click.command(short_help="Tient l’index à jour, sans serveur.")
@click.option("--parent", type=int, hidden=True, help="Process that this one must not outlive.")
def worker(*, parent: int | None) -> None:
    """Tient l’index à jour : relit les fiches chaque minute, répare l’index s’il se perd.

    « kb serve » lance cette commande lui-même. Elle ne sert seule qu’à côté d’un autre serveur WSGI
    ou de « kb serve --no-worker » :

    \b
      KB_HOME=/srv/pratiques kb worker
    """
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    logs.configure()
    indexing = assemble(installation()).indexing
    logs.event(_LOG, "worker-started")
    Watch(indexing).run(parent)
    logs.event(_LOG, "worker-stopped")


def _stop(_signal: int, _frame: object) -> None:
    """Stop at once: what a run has not finished shows nowhere."""
    sys.exit(0)


@dataclass(slots=True)
class Watch:
    """Catches up at intervals, and at once when the index is unusable.

    Attributes:
        due: when to catch up next, on the monotonic clock.
        failed: the last run did, so an unusable index has to wait for the next one.
    """

    indexing: Indexing
    interval_seconds: float = CATCH_UP_SECONDS
    due: float = 0.0
    failed: bool = False

    def run(self, parent: int | None) -> None:
        """Watch until the parent is gone; for ever without one."""
        while parent is None or os.getppid() == parent:
            self.look(time.monotonic())
            time.sleep(LOOK_SECONDS)

    def look(self, now: float) -> None:
        """Catch up if it is time to, or if there is nothing to search in."""
        if now < self.due and (self.failed or self.indexing.is_ready()):
            return
        self.failed = not catch_up(self.indexing)
        self.due = now + (RETRY_SECONDS if self.failed else self.interval_seconds)


def catch_up(indexing: Indexing) -> bool:
    """Whether the index agrees with the cases now; if not, the reason is logged."""
    try:
        change = indexing.catch_up()
        indexing.compact()
    except (IndexBusyError, RebuildUnderWayError):
        return False  # somebody else is at it
    except (KbError, OSError) as error:
        logs.failure(_LOG, "index-failed", error)
        return False
    if change:
        logs.event(
            _LOG,
            "index-changed",
            added=change.added,
            replaced=change.replaced,
            removed=change.removed,
            rebuilt=change.rebuilt,
        )
    return True
