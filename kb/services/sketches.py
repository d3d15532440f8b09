"""Sketches: what is compared of the published cases, made once for each state of the index."""

import threading

from kb.domain.search import CaseSummary
from kb.index_ports import CaseIndex, IndexState
from kb.services.likeness import Sketch


class Sketches:
    """The sketches of all published cases. May be shared by threads."""

    def __init__(self, index: CaseIndex) -> None:
        self._index = index
        self._lock = threading.Lock()
        self._state: IndexState | None = None
        self._sketches: tuple[tuple[CaseSummary, Sketch], ...] = ()

    def every(self) -> tuple[tuple[CaseSummary, Sketch], ...]:
        """Each case and its sketch.

        Raises:
            IndexNotReadyError: search is being prepared.
        """
        with self._lock:
            state = self._index.state()
            if state != self._state:
                cases = self._index.every()
                self._sketches = tuple((case, Sketch.of_summary(case)) for case in cases)
                self._state = state
            return self._sketches
