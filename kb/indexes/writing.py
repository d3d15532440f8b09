"""Changing an edition: additions and removals, seen all together at the end or not at all."""

import pickle
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from whoosh.index import IndexError as WhooshError
from whoosh.writing import IndexingError

from kb.domain.case import CaseFile, Sha256, Slug
from kb.domain.taxonomy import Taxonomy
from kb.indexes.editions import Edition
from kb.indexes.opening import keep_columns, opened
from kb.indexes.parts import Part, numbered
from kb.indexes.segments import (
    ColumnsWriter,
    Segment,
    all_merges,
    clean_merges,
    has_merges,
    small_merges,
)
from kb.indexes.whoosh_schema import document
from kb.ports import IndexNotReadyError, Taxonomies

#: What Whoosh raises on damaged files: it checks nothing, reads on, and stumbles anywhere.
DAMAGE = (
    WhooshError,
    IndexingError,
    OSError,
    EOFError,
    pickle.UnpicklingError,
    struct.error,
    zlib.error,
    ArithmeticError,
    AssertionError,
    AttributeError,
    ImportError,
    LookupError,
    MemoryError,
    TypeError,
    ValueError,
)

#: Cases that are committed at a time: what a build has done stays done, within bounded memory.
BATCH_CASES = 5_000


@dataclass(slots=True)
class Writer:
    """One commit in the making; the port `IndexWriting`. The caller holds the lock.

    Attributes:
        taxonomy: what the edition is made for; cases that were read with another do not fit.
        taxonomies: tells whether it still is the one that cases are read with.
        known: what the edition holds, changes of this writer included.
    """

    edition: Edition
    taxonomy: Taxonomy
    taxonomies: Taxonomies
    known: dict[Slug, Sha256]
    parts: Sequence[Part] = ()
    _pending: set[Slug] = field(default_factory=set, init=False)
    _open: ColumnsWriter | None = field(default=None, init=False)

    def hashes(self) -> Mapping[Slug, Sha256]:
        """See `IndexWriting.hashes`."""
        return dict(self.known)

    def put(self, file: CaseFile) -> None:
        """See `IndexWriting.put`."""
        if self.taxonomies.current().sha256 != self.taxonomy.sha256:
            raise IndexNotReadyError(reason="changing")
        self.remove(file.slug)
        self._writer().add_document(**document(file, self.taxonomy))
        self.known[file.slug] = file.sha256
        self._pending.add(file.slug)
        if len(self._pending) >= BATCH_CASES:
            self.commit()

    def remove(self, slug: Slug) -> None:
        """See `IndexWriting.remove`."""
        if self.known.pop(slug, None) is None:
            return
        if slug in self._pending:
            self.commit()  # only what is committed can be taken out
        if place := numbered(self.parts, slug):
            part, number = place
            self._writer().delete(part.segment, number)

    def commit(self) -> None:
        """Make the changes so far the state of the edition."""
        if self._open is not None:
            self._finish(self._open, small_merges)

    def compact(self) -> bool:
        """Merge small segments however long it takes; whether there were any."""
        is_needed = has_merges(self.edition.folder)
        if is_needed:
            with self.committing():
                self._finish(self._writer(), all_merges)
        return is_needed

    def clean(self) -> None:
        """Write anew every segment that still holds cases that were taken out."""
        with self.committing():
            self._finish(self._writer(), clean_merges)

    def _finish(self, writer: ColumnsWriter, merges: Callable[..., object]) -> None:
        writer.commit(mergetype=merges)
        self._open = None
        self._pending.clear()
        self.edition.note_checksums()
        self.parts = opened(self.edition.folder, self.taxonomy, held=self.parts)

    @contextmanager
    def committing(self) -> Iterator[None]:
        """Commit at the end of the block; if it raises, nothing has changed."""
        try:
            yield
            self.commit()
        finally:
            dropped, self._open = self._open, None
            if dropped is not None:
                with suppress(*DAMAGE):  # on a full disk even that fails
                    dropped.cancel()

    def _writer(self) -> ColumnsWriter:
        if self._open is None:
            self._open = ColumnsWriter(self.edition.folder, self._keep_columns)
        return self._open

    def _keep_columns(self, segment: Segment, remaining: frozenset[str]) -> None:
        merged = [part for part in self.parts if part.segment not in remaining]
        keep_columns(segment, self.taxonomy, merged=merged)


@dataclass(slots=True)
class EditionWriter(Writer):
    """A new edition in the making; the port `EditionWriting`.

    Attributes:
        lock: takes the lock of the writers, until the caller gives it back.
    """

    lock: Callable[[], None] | None = None

    def stop_writers(self) -> None:
        """See `EditionWriting.stop_writers`."""
        self.commit()  # Whoosh replaces only what is committed
        if self.lock:
            self.lock()
            self.lock = None
