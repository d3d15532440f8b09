"""The vocabulary in a file, read again when the file changes."""

import threading
from pathlib import Path

from kb.domain.problems import Problem
from kb.domain.taxonomy import Taxonomy
from kb.formats import taxonomy_file
from kb.ports import TaxonomyUnreadableError
from kb.stores.regular_files import Stamp, content, decoded, stamp

#: Bytes; the vocabulary of this base takes 12 KB.
MAX_FILE_BYTES = 1024 * 1024


class TaxonomyInFile:
    """The vocabulary that `taxonomy.yaml` holds now. May be shared by threads.

    While the file is missing or breaks rules, the last good one goes on.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._stamp: Stamp | None = None
        self._taxonomy: Taxonomy | None = None
        self._problems: tuple[Problem, ...] = (_MISSING,)

    def current(self) -> Taxonomy:
        """The taxonomy as it stands now.

        Raises:
            TaxonomyUnreadableError: it breaks rules and no good one was read before.
        """
        with self._lock:
            self._refresh()
            if self._taxonomy is None:
                raise TaxonomyUnreadableError(self._problems)
            return self._taxonomy

    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with it now, by line; empty if nothing is."""
        with self._lock:
            self._refresh()
            return self._problems

    def _refresh(self) -> None:
        now = stamp(self._path)
        if now is not None and now == self._stamp:
            return
        self._stamp, taxonomy = _reading(self._path)
        if isinstance(taxonomy, Taxonomy):
            self._taxonomy, self._problems = taxonomy, ()
        else:
            self._problems = taxonomy


_MISSING = Problem(line=1, key="", code="taxonomy-missing")


def _reading(path: Path) -> tuple[Stamp | None, Taxonomy | tuple[Problem, ...]]:
    """What the file says, and its stamp when it was read; no stamp for what cannot be read."""
    try:
        found = content(path, most=MAX_FILE_BYTES, follow_links=True)
    except OSError as error:
        found = Problem(line=1, key="", code="cannot-read", values={"reason": error.strerror})
    if found is None or isinstance(found, Problem):
        return None, (found or _MISSING,)
    text = decoded(found.data)
    return found.stamp, (text,) if isinstance(text, Problem) else taxonomy_file.read(text)
