"""What is asked of another engine, and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from benchmarks.engine_corpus import AnalysedQuery

#: Cases of a page.
TOP = 20


@dataclass(frozen=True, slots=True)
class Answered:
    """What a peer answers: how many, the first ones, how many with each value of each facet."""

    total: int
    first: tuple[str, ...]
    counts: Mapping[str, Mapping[str, int]]


class Peer(Protocol):
    """Another engine, holding the cases."""

    def request(self, query: AnalysedQuery) -> Answered:
        """The answer to a question."""
        ...
