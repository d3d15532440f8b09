"""WhooshIndex: the port `CaseIndex` on Whoosh 2.7.4."""

import os
import re
import threading
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from whoosh.filedb.filestore import FileStorage
from whoosh.index import IndexError as WhooshError

from kb.domain.case import Slug
from kb.domain.explanation import Explanation
from kb.domain.search import CaseSummary, NearCase, SearchQuery, SearchResults
from kb.domain.suggestion import Suggestion
from kb.domain.taxonomy import Taxonomy
from kb.index_ports import EditionWriting, IndexState, IndexWriting
from kb.indexes.answering import answer, matching
from kb.indexes.case_table import CaseTable
from kb.indexes.editions import Edition, Editions
from kb.indexes.explaining import explain
from kb.indexes.fingerprints import fingerprint
from kb.indexes.nearness import near
from kb.indexes.opening import opened
from kb.indexes.snapshot import Snapshot, snapshot
from kb.indexes.whoosh_schema import SCHEMA
from kb.indexes.writing import DAMAGE, EditionWriter, Writer
from kb.ports import IndexNotReadyError, IndexNotWritableError, Taxonomies

#: How Whoosh names a commit of an edition; the highest number is the one that counts.
_COMMIT = re.compile(r"_MAIN_([0-9]+)\.toc")

#: Times that a reader looks again when the state changes under its eyes.
_ATTEMPTS = 20


@dataclass(slots=True)
class WhooshIndex:
    """The cases, findable. The threads of a process share one snapshot; any process may write.

    Attributes:
        editions: the folder of the index; it may vanish or be damaged at any moment.
        taxonomies: an index made for another taxonomy is not used.
    """

    editions: Editions
    taxonomies: Taxonomies
    _snapshot: Snapshot | None = field(default=None, init=False, repr=False)
    _opening: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)

    def search(self, query: SearchQuery) -> SearchResults:
        """See `CaseIndex.search`."""
        return answer(query, self._current())

    def matching(self, query: SearchQuery) -> tuple[Slug, ...]:
        """See `CaseIndex.matching`."""
        return matching(query, self._current())

    def near(self, slug: Slug, *, limit: int) -> tuple[NearCase, ...]:
        """See `CaseIndex.near`."""
        return near(slug, self._current(), limit=limit)

    def suggest(self, text: str, *, limit: int) -> tuple[Suggestion, ...]:
        """See `CaseIndex.suggest`."""
        return self._current().suggestions.for_text(text, limit=limit)

    def explain(self, slug: Slug, query: SearchQuery) -> Explanation | None:
        """See `CaseIndex.explain`."""
        return explain(slug, query, self._current())

    def redirect(self, slug: Slug) -> Slug | None:
        """See `CaseIndex.redirect`."""
        return self._current().cases.redirect(slug)

    def some(self, slugs: Iterable[Slug]) -> tuple[CaseSummary, ...]:
        """See `CaseIndex.some`."""
        cases = self._current().cases
        numbers = (cases.number(slug) for slug in slugs)
        return tuple(cases[number] for number in numbers if number is not None)

    def every(self) -> tuple[CaseSummary, ...]:
        """See `CaseIndex.every`."""
        cases = (case for _, case in self._current().cases.every())
        return tuple(sorted(cases, key=lambda case: case.slug))

    def state(self) -> IndexState:
        """See `CaseIndex.state`."""
        return self._current().state

    @contextmanager
    def writing(self) -> Iterator[IndexWriting]:
        """See `CaseIndex.writing`."""
        with _disk_errors(), self.editions.lock():
            current = self._current()
            edition = self.editions.current()
            edition.require(fingerprint(current.taxonomy))
            known = current.cases.hashes()
            writer = Writer(edition, current.taxonomy, self.taxonomies, known, current.parts)
            with writer.committing():
                yield writer

    def compact(self) -> bool:
        """See `CaseIndex.compact`."""
        with self._tidying() as writer:
            return writer.compact()

    def clean(self) -> None:
        """See `CaseIndex.clean`."""
        with self._tidying() as writer:
            writer.clean()

    @contextmanager
    def _tidying(self) -> Iterator[Writer]:
        with _disk_errors(), self.editions.lock():
            current = self._current()
            edition = self.editions.current()
            yield Writer(edition, current.taxonomy, self.taxonomies, {}, current.parts)

    @contextmanager
    def rebuilding(self) -> Iterator[EditionWriting]:
        """See `CaseIndex.rebuilding`."""
        taxonomy = self.taxonomies.current()
        made_for = fingerprint(taxonomy)
        with _disk_errors(), self.editions.new(made_for) as edition, ExitStack() as locks:
            if not edition.is_sealed:
                FileStorage(str(edition.folder)).create_index(SCHEMA)
                edition.seal(made_for)
            parts = opened(edition.folder, taxonomy)
            writer = EditionWriter(
                edition,
                taxonomy,
                self.taxonomies,
                CaseTable(parts).hashes(),
                parts,
                lock=lambda: locks.enter_context(self.editions.lock()),
            )
            with writer.committing():
                yield writer
            writer.stop_writers()
            self.editions.switch_to(edition)

    def _current(self) -> Snapshot:
        """The snapshot of the latest commit; opened once per commit, whoever asks first.

        Raises:
            IndexNotReadyError: there is no commit that can be used.
        """
        taxonomy = self.taxonomies.current()
        for _ in range(_ATTEMPTS):
            edition = self.editions.current()
            commit = _latest_commit(edition)
            held = self._snapshot
            if held and _is_of(held, edition, commit, taxonomy):
                return held
            with self._opening:
                held = self._snapshot
                if held and _is_of(held, edition, commit, taxonomy):
                    return held
                current = self._opened(edition, commit, taxonomy)
                if current:
                    self._snapshot = current
                    return current
        raise IndexNotReadyError(reason="changing")

    def _opened(self, edition: Edition, commit: int, taxonomy: Taxonomy) -> Snapshot | None:
        """The snapshot of this commit; `None` if there is another one by now."""
        try:
            edition.require(fingerprint(taxonomy))
            held = self._snapshot.parts if self._snapshot else ()
            parts = opened(edition.folder, taxonomy, held=held)
            current = snapshot(parts, taxonomy, edition=edition.id, commit=commit)
        except (IndexNotReadyError, *DAMAGE):
            if self._has_changed(edition, commit):
                return None
            raise IndexNotReadyError(reason="damaged") from None
        return None if self._has_changed(edition, commit) else current

    def _has_changed(self, edition: Edition, commit: int) -> bool:
        current = self.editions.current()
        return current.id != edition.id or _latest_commit(current) != commit


def _is_of(held: Snapshot, edition: Edition, commit: int, taxonomy: Taxonomy) -> bool:
    is_current = (held.state.edition, held.state.commit) == (edition.id, commit)
    return is_current and held.taxonomy.sha256 == taxonomy.sha256


def _latest_commit(edition: Edition) -> int:
    try:
        names = os.listdir(edition.folder)  # noqa: PTH208 - asked at each request: three times faster
    except OSError:
        raise IndexNotReadyError(reason="missing") from None
    commits = (int(found[1]) for name in names if (found := _COMMIT.fullmatch(name)))
    return max(commits, default=-1)


@contextmanager
def _disk_errors() -> Iterator[None]:
    try:
        yield
    except (FileNotFoundError, WhooshError):
        raise IndexNotReadyError(reason="missing") from None  # the folder was taken away meanwhile
    except OSError as error:
        raise IndexNotWritableError(reason=error.strerror or str(error)) from error
