"""What was made of the texts read last: an unchanged case is parsed once."""

import threading
from collections import OrderedDict

from kb.domain.case import Case, Sha256
from kb.domain.problems import Problem
from kb.domain.taxonomy import Taxonomy
from kb.formats import front_matter

#: Readings that are kept; some 20 KB each.
MAX_READINGS = 512


Reading = Case | tuple[Problem, ...]
"""What a text tells as a published case, or its problems."""


class Readings:
    """Reads texts and keeps the last `MAX_READINGS` results. May be shared by threads."""

    def __init__(self) -> None:
        self._by_hashes: OrderedDict[tuple[Sha256, str], Reading] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, text: str, *, sha256: Sha256, taxonomy: Taxonomy) -> Reading:
        """The reading of the text whose hash this is."""
        key = (sha256, taxonomy.sha256)
        with self._lock:
            if key in self._by_hashes:
                self._by_hashes.move_to_end(key)
                return self._by_hashes[key]
        reading = front_matter.read(text, taxonomy, published=True)
        with self._lock:
            self._by_hashes[key] = reading
            if len(self._by_hashes) > MAX_READINGS:
                self._by_hashes.popitem(last=False)
        return reading
