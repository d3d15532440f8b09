"""The vocabulary in a file, read again when the file changes."""

from pathlib import Path

from kb.domain.problems import Problem
from kb.domain.taxonomy import Taxonomy
from kb.formats import taxonomy_file
from kb.ports import TaxonomyUnreadableError
from kb.stores.side_files import SideFile

_MISSING = Problem(line=1, key="", code="taxonomy-missing")


class TaxonomyInFile:
    """The vocabulary that `taxonomy.yaml` holds now. May be shared by threads.

    While the file is missing or breaks rules, the last good one goes on.
    """

    def __init__(self, path: Path) -> None:
        self._file: SideFile[Taxonomy | None] = SideFile(
            path, taxonomy_file.read, absent=None, missing=_MISSING
        )

    def current(self) -> Taxonomy:
        """The taxonomy as it stands now.

        Raises:
            TaxonomyUnreadableError: it breaks rules and no good one was read before.
        """
        reading = self._file.reading()
        if reading.value is None:
            raise TaxonomyUnreadableError(reading.problems)
        return reading.value

    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with it now, by line; empty if nothing is."""
        return self._file.problems()
