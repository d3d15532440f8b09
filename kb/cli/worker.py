"""`kb worker`: what is done behind people's backs while the site runs."""

import logging
import os
import signal
import threading
import time
from _thread import start_new_thread

import click

from kb import logs
from kb.bootstrap import assemble
from kb.cli.group import installation
from kb.cli.tasks import LOOK_SECONDS, Task, tasks
from kb.stores.schema import Schema

_LOG = logging.getLogger("kb.worker")

#: What a letter under way is given to arrive when one is asked to stop.
STOP_SECONDS = 4.0


@click.command(short_help="Envoie le courrier et tient l’index à jour, sans serveur.")
@click.option("--parent", type=int, hidden=True, help="Process that this one must not outlive.")
def worker(*, parent: int | None) -> None:
    """Fait ce qui n’attend personne : envoie le courrier, tient l’index à jour, fait le ménage.

    Le courrier part dans les secondes qui suivent. Qui suit une recherche apprend le matin, à
    partir de 7 h, ce qu’il y a de nouveau. Les fiches sont relues chaque minute et l’index
    réparé s’il se perd. Une publication interrompue est reprise, une relecture sans suite depuis
    24 heures est rendue à la file, ce qui a passé son délai de conservation est effacé. Chacune de
    ces tâches va son train : si l’une échoue, les autres continuent.

    « kb serve » lance cette commande lui-même. Elle ne sert seule qu’à côté d’un autre serveur WSGI
    ou de « kb serve --no-worker » :

    \b
      KB_HOME=/srv/pratiques kb worker
    """
    stopping = threading.Event()
    stop_when_asked(stopping)
    logs.configure()
    settings = installation()
    Schema(settings.database).require()
    logs.event(_LOG, "worker-started")
    work(tasks(assemble(settings)), stopping, parent)
    logs.event(_LOG, "worker-stopped")


def stop_when_asked(stopping: threading.Event) -> None:
    """Set it when the process is told to end, from a thread that may wait for its lock.

    The handler itself runs in the main thread, maybe just while that holds the lock to wait.
    """
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: start_new_thread(stopping.set, ()))


def work(what: tuple[Task, ...], stopping: threading.Event, parent: int | None) -> None:
    """Do all tasks, each in a thread of its own, until asked to stop or until the parent is gone.

    What a task has not finished then shows nowhere; a letter under way is waited for.
    """
    threads = {
        task: threading.Thread(target=task.repeat, args=(stopping,), name=task.name, daemon=True)
        for task in what
    }
    for thread in threads.values():
        thread.start()
    while (parent is None or os.getppid() == parent) and not stopping.wait(LOOK_SECONDS):
        pass
    stopping.set()
    deadline = time.monotonic() + STOP_SECONDS
    for task, thread in threads.items():
        if task.is_awaited:
            thread.join(max(0.0, deadline - time.monotonic()))
