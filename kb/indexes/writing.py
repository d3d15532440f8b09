"""Changing an edition: additions and removals, seen all together at the end or not at all."""

import pickle
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from whoosh.filedb.filestore import FileStorage
from whoosh.index import IndexError as WhooshError
from whoosh.writing import IndexWriter

from kb.domain.case import CaseFile, Sha256, Slug
from kb.domain.taxonomy import Taxonomy
from kb.indexes.editions import Edition
from kb.indexes.whoosh_schema import SCHEMA, document
from kb.ports import IndexNotReadyError, Taxonomies

#: What Whoosh raises on damaged files: it checks nothing, reads on, and stumbles anywhere.
DAMAGE = (
    WhooshError,
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

#: Megabytes of postings held while writing, before they are spilled to disk.
_MEGABYTES = 128


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
    _open: IndexWriter | None = field(default=None, init=False)

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

    def remove(self, slug: Slug) -> None:
        """See `IndexWriting.remove`."""
        if self.known.pop(slug, None) is not None:
            self._writer().delete_by_term("slug", slug)

    def commit(self) -> None:
        """Make the changes so far the state of the edition."""
        if self._open is not None:
            self._open.commit()
            self._open = None
            self.edition.note_checksums()

    @contextmanager
    def committing(self) -> Iterator[None]:
        """Commit at the end of the block; if it raises, nothing has changed."""
        try:
            yield
            self.commit()
        finally:
            if self._open is not None:
                with suppress(*DAMAGE):  # it is being dropped: on a full disk even that fails
                    self._open.cancel()

    def _writer(self) -> IndexWriter:
        if self._open is None:
            index = FileStorage(str(self.edition.folder)).open_index(schema=SCHEMA)
            # Our lock is held: Whoosh's own would stay taken after a commit that failed.
            self._open = index.writer(limitmb=_MEGABYTES, _lk=False)
        return self._open


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
