"""Gunicorn inside our own process, with `kb worker` as one more child.

Why inside: were gunicorn a child of ours, killing us would leave it holding the port. Its own
children notice within a second that their parent is gone, and so does `kb worker`.
"""

import os
import socket
import subprocess
import sys
import time

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

from kb import logs
from kb.bootstrap import assemble
from kb.cli.refusing import PoliteWorker
from kb.settings import Settings
from kb.web.app import create_app

#: Threads of a web process: a browser that opens a connection and says nothing yet holds one.
THREADS = 16
#: A web process that gives no sign of life for so long is replaced.
TIMEOUT_SECONDS = 30
#: What is left to requests under way when the server is asked to stop.
GRACEFUL_SECONDS = 10
#: Bytes of the first line of a request: a full search with all its filters.
MAX_REQUEST_LINE_BYTES = 8190
#: A worker that stops by itself is started again, but not faster than this.
RESTART_SECONDS = 10.0
#: What `kb worker` has to stop before it is killed; it never needs it.
WORKER_STOP_SECONDS = 5.0


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """The site on a socket that is bound but does not listen yet.

    Attributes:
        address: what is printed once it listens.
    """

    def __init__(
        self, settings: Settings, bound: socket.socket, *, address: str, workers: int
    ) -> None:
        self._settings = settings
        self._bind = f"fd://{bound.detach()}"
        self._workers = workers
        self.address = address
        self.companion = Companion()
        super().__init__()

    def load_config(self) -> None:
        """Set what differs from gunicorn's defaults; nothing comes from files or environment."""
        options = {
            "bind": self._bind,
            "workers": self._workers,
            "worker_class": PoliteWorker,
            "threads": THREADS,
            "timeout": TIMEOUT_SECONDS,
            "graceful_timeout": GRACEFUL_SECONDS,
            "limit_request_line": MAX_REQUEST_LINE_BYTES,
            "control_socket_disable": True,
            "forwarded_allow_ips": "",  # proxies are trusted by number, in web/security.py
            "logconfig_dict": logs.configuration(),
            "when_ready": lambda _arbiter: print(self.address, flush=True),  # noqa: T201 - a promise
            "on_exit": lambda _arbiter: self.companion.stop(),
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application, made anew in each web process."""
        knowledge_base = assemble(self._settings)
        self.cfg.set(
            "worker_exit", lambda _arbiter, _worker: knowledge_base.searching.counts.flush()
        )
        return create_app(knowledge_base, self._settings)

    def serve(self, *, with_worker: bool) -> None:
        """Serve until a signal asks to stop, then leave the process with status 0."""
        (_Arbiter if with_worker else Arbiter)(self).run()


class _Arbiter(Arbiter):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn's supervisor, which also looks after `kb worker`."""

    def manage_workers(self) -> None:
        """Called every second."""
        super().manage_workers()
        self.app.companion.keep()


class Companion:
    """The process `kb worker`."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = -RESTART_SECONDS

    def keep(self) -> None:
        """Start it if it does not run."""
        runs = self._process is not None and self._process.poll() is None
        if not runs and time.monotonic() - self._started_at >= RESTART_SECONDS:
            self._started_at = time.monotonic()
            command = [sys.executable, "-m", "kb", "worker", "--parent", str(os.getpid())]
            self._process = subprocess.Popen(command)  # noqa: S603 - our own command

    def stop(self) -> None:
        """Stop it and wait for its end."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(WORKER_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
