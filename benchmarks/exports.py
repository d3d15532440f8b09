"""Exports of a large base: how long until the first byte, until the last, how much memory.

    python -m benchmarks.exports --cases 100000 --home /tmp/synthetic
    python -m benchmarks.exports --home /tmp/synthetic --address http://localhost:8000 --pid 123

Each form is a process of its own, `kb export`, whose greatest resident size the system tells; what
it writes is read as fast as it comes, and thrown away. With an address, a site that serves these
cases is asked instead, without and with a filter; `--pid` are its workers, whose greatest size is
read from /proc. The cases are synthetic and made once, if the folder is not there.
"""

import argparse
import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from benchmarks.synthetic import write_home
from kb.domain.taxonomy import Taxonomy
from kb.formats import taxonomy_file
from kb.formats.exports import ExportFormat

_PROJECT = Path(__file__).parents[1]
_PIECE = 64 * 1024
_PAGES = ("/export.csv", "/export.fr.csv?domain=emploi", "/export.xlsx", "/export.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One export. `memory_mb` is the greatest resident size, in 10^6 bytes."""

    what: str
    first_seconds: float
    seconds: float
    megabytes: float
    memory_mb: float


def of_command(form: str, home: Path) -> Measured:
    """`kb export` of one form, to a pipe."""
    command = [sys.executable, "-m", "kb", "export", "--format", form]
    begun = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - our own command
        command, stdout=subprocess.PIPE, env={**os.environ, "KB_HOME": str(home)}, cwd=_PROJECT
    )
    first, size = _read(process.stdout, begun) if process.stdout else (0.0, 0)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"kb export --format {form}: {status}")
    return Measured(
        what=f"kb export --format {form}",
        first_seconds=first,
        seconds=time.perf_counter() - begun,
        megabytes=size / 1e6,
        memory_mb=usage.ru_maxrss * 1024 / 1e6,
    )


def of_archive(home: Path, folder: Path) -> Measured:
    """`kb export --all`, to a folder."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", "kb", "export", "--all", str(folder)]
    environment = {**os.environ, "KB_HOME": str(home)}
    process = subprocess.Popen(command, env=environment, cwd=_PROJECT)  # noqa: S603 - ours
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"kb export --all: {status}")
    seconds = time.perf_counter() - begun
    return Measured(
        what="kb export --all",
        first_seconds=seconds,
        seconds=seconds,
        megabytes=max(path.stat().st_size for path in folder.iterdir()) / 1e6,
        memory_mb=usage.ru_maxrss * 1024 / 1e6,
    )


def of_page(address: str, pids: Sequence[int]) -> Measured:
    """A page of a site that is running."""
    begun = time.perf_counter()
    with urllib.request.urlopen(address) as answer:  # noqa: S310 - a site of ours
        first, size = _read(answer, begun)
    return Measured(
        what=address,
        first_seconds=first,
        seconds=time.perf_counter() - begun,
        megabytes=size / 1e6,
        memory_mb=max((_peak_mb(pid) for pid in pids), default=0.0),
    )


def _read(out: IO[bytes], begun: float) -> tuple[float, int]:
    """When the first byte came, in seconds, and how many there were."""
    size = len(out.read(1))
    first = time.perf_counter() - begun
    while piece := out.read(_PIECE):
        size += len(piece)
    return first, size


def _peak_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    (kilobytes,) = re.findall(r"VmHWM:\s+(\d+) kB", status)
    return int(kilobytes) * 1024 / 1e6


def _measured(options: argparse.Namespace) -> Iterator[Measured]:
    if options.address:
        yield from (of_page(options.address + page, options.pid) for page in _PAGES)
        return
    yield from (of_command(form, options.home) for form in options.form or ExportFormat)
    if not options.form:
        yield of_archive(options.home, options.home / "exports")


def main() -> None:
    """Measure, and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--form", action="append", choices=[each.value for each in ExportFormat])
    parser.add_argument("--address", default="")
    parser.add_argument("--pid", type=int, action="append", default=[])
    options = parser.parse_args()
    if not options.home.exists():
        source = _PROJECT / "taxonomy.yaml"
        taxonomy = taxonomy_file.read(source.read_text("utf-8"))
        if isinstance(taxonomy, Taxonomy):
            write_home(options.home, source, taxonomy, options.cases)
    print(f"{'':44}{'first byte':>12}{'all':>10}{'size':>12}{'memory':>12}")
    for each in _measured(options):
        print(
            f"{each.what:44}{each.first_seconds:10.2f} s{each.seconds:8.1f} s"
            f"{each.megabytes:9.1f} MB{each.memory_mb:9.1f} MB",
            flush=True,
        )


if __name__ == "__main__":
    main()
