"""The progress bar of long work, on a terminal only, on stderr so that output can be piped."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from kb.services.indexing import Progress


@contextmanager
def progress_bar(label: str) -> Iterator[Progress]:
    """What to tell how many are done and how many there are."""
    is_watched = sys.stderr.isatty()
    with click.progressbar(length=1, label=label, file=sys.stderr, hidden=not is_watched) as bar:

        def show(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        yield show
