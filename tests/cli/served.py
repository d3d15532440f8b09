"""`kb serve` as operators run it: a process of its own, asked over HTTP."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

#: What a machine under load may need for what takes a second.
PATIENCE_SECONDS = 60.0


@dataclass(frozen=True)
class Served:
    """A server that said it was ready."""

    process: subprocess.Popen[str]
    address: str
    stderr: Path

    @property
    def port(self) -> str:
        return self.address.rpartition(":")[2]

    def get(self, path: str) -> tuple[int, str]:
        """Status and text of an answer."""
        try:
            with urlopen(self.address + path, timeout=PATIENCE_SECONDS) as response:  # noqa: S310 - our own address
                return response.status, response.read().decode()
        except HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def total(self, query: str = "") -> int | None:
        """How many cases a search finds; `None` while search is being prepared."""
        status, text = self.get(f"/api/v1/cases?{query}")
        return int(json.loads(text)["total"]) if status == 200 else None

    def is_up(self) -> bool:
        try:
            return self.get("/healthz")[0] == 200
        except OSError:
            return False

    def stop(self, by: signal.Signals = signal.SIGTERM) -> int:
        """Its exit status."""
        self.process.send_signal(by)
        return self.process.wait(PATIENCE_SECONDS)

    def children(self) -> dict[int, str]:
        """The processes that it started, with their command lines."""
        pids = [int(folder.name) for folder in Path("/proc").iterdir() if folder.name.isdigit()]
        return {pid: command_line(pid) for pid in pids if parent(pid) == self.process.pid}


def parent(pid: int) -> int:
    """Who started a process; 0 if there is no such process any more."""
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def command_line(pid: int) -> str:
    """Empty if there is no such process, or if it is only waited for."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
    except OSError:
        return ""


def until(condition: Callable[[], object]) -> None:
    """Wait until the condition holds.

    Raises:
        AssertionError: it never does.
    """
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, "never happened"
        time.sleep(0.05)


@contextmanager
def served(home: Path, *options: str, **environment: str) -> Iterator[Served]:
    """`kb serve` on a free port, ready; nothing of it is left afterwards."""
    stderr = home.parent / f"stderr-{time.monotonic_ns()}"
    with stderr.open("w") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "kb", "serve", "--port", "0", *options],
            env={**os.environ, "KB_HOME": str(home), **environment},
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            start_new_session=True,
        )
    assert process.stdout
    try:
        address = process.stdout.readline().strip()
        assert address.startswith("http://"), stderr.read_text()
        yield Served(process, address, stderr)
    finally:
        process.stdout.close()
        with suppress(ProcessLookupError):  # it has stopped, and so have its children
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
