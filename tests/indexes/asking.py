"""Readers who ask an index the same questions again and again while it changes."""

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing.synchronize import Barrier, Event
from pathlib import Path
from queue import Queue
from typing import Any

from kb.bootstrap import assemble
from kb.domain.search import SearchResults
from kb.index_ports import CaseIndex
from kb.settings import Settings
from tests.bases import a_query

QUESTIONS: Sequence[tuple[str, dict[str, Any]]] = (
    ("soupe", {}),
    ("soupe marché", {"domain": ["emploi"]}),
    ('"soupes du marché" OU garage', {}),
    ("", {"sort": "title"}),
    ("gar* -marché", {}),
)

#: The number of a question, the states between which it was answered, and the answer.
Told = tuple[int, int, int, SearchResults]


@dataclass
class States:
    """Numbers of the states of a base: the last one that was begun, the last that is done.

    Attributes:
        ready: where the processes wait for each other before the first change.
    """

    begun: Any
    done: Any
    ready: Barrier
    stop: Event


@dataclass
class Readers:
    """Threads that ask one index; `told` is what they heard, each thing once."""

    index: CaseIndex
    states: States
    told: dict[tuple[object, ...], Told] = field(default_factory=dict)
    failures: list[BaseException] = field(default_factory=list)

    def start(self, count: int) -> Sequence[threading.Thread]:
        """So many threads, asking until they are stopped."""
        threads = [threading.Thread(target=self._ask) for _ in range(count)]
        for thread in threads:
            thread.start()
        return threads

    def _ask(self) -> None:
        try:
            while not self.states.stop.is_set():
                for number, (text, fields) in enumerate(QUESTIONS):
                    since = self.states.done.value
                    results = self.index.search(a_query(text, **fields))
                    self._note(number, since, self.states.begun.value, results)
        except BaseException as error:  # noqa: BLE001 - told to the test, which fails
            self.failures.append(error)

    def _note(self, number: int, since: int, until: int, results: SearchResults) -> None:
        hits = tuple((hit.case.slug, hit.case.title, hit.score) for hit in results.hits)
        key = (number, since, until, hits, results.total, repr(results.counts))
        self.told.setdefault(key, (number, since, until, results))


def ask_from_elsewhere(home: Path, states: States, answers: "Queue[object]", count: int) -> None:
    """What another process does: ask with so many threads, then say what it heard."""
    readers = Readers(assemble(Settings(home=home)).searching.index, states)
    threads = readers.start(count)
    states.ready.wait()
    joined(threads)
    answers.put((list(readers.told.values()), [repr(each) for each in readers.failures]))


def counted(results: SearchResults) -> Mapping[str, Mapping[str, int]]:
    """The counts of all terms of all facets."""
    return {
        facet: {term.slug: term.count for term in terms} for facet, terms in results.counts.items()
    }


def joined(threads: Iterable[threading.Thread]) -> None:
    """Wait for all."""
    for thread in threads:
        thread.join()
