"""Segments: the parts of an edition, as Whoosh keeps them. All that we need to know of its inside.

Each segment has its columns beside it, in `<segment>.columns`; Whoosh removes every file named
after a segment together with it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from whoosh.filedb.filestore import FileStorage
from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

from kb.indexes.whoosh_schema import SCHEMA

#: How many segments of about one size are merged into one, and how sizes are told apart.
MERGE_WIDTH = 8
#: Cases in a merge that a request may wait for: a tenth of a second. Larger ones wait for
#: `Writer.compact`.
MERGE_CASES = 100
#: Cases of the largest segments that are merged: columns are made in memory.
SEGMENT_CASES = 10_000
#: Megabytes of postings held while writing, before they are spilled to disk.
_MEGABYTES = 128


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of an edition. `dead` are the numbers of its cases that were deleted since."""

    folder: Path
    id: str
    dead: frozenset[int]
    whoosh: object

    @property
    def columns_file(self) -> Path:
        """Where its columns are kept."""
        return self.folder / f"{self.id}.columns"

    def stored(self) -> Sequence[Mapping[str, object]]:
        """What is kept of each case, those deleted since included."""
        with SegmentReader(FileStorage(str(self.folder)), SCHEMA, self.whoosh) as reader:
            return [reader.stored_fields(number) for number in range(reader.doc_count_all())]


def segments(folder: Path) -> tuple[Segment, ...]:
    """The segments of the latest commit of an edition, in the order of their cases.

    Raises:
        OSError: a file of theirs is missing.
    """
    index = FileStorage(str(folder)).open_index(schema=SCHEMA)
    found = tuple(_segment(folder, each) for each in index._segments())  # noqa: SLF001 - what a reader opens
    for each in found:
        (folder / f"{each.id}.seg").stat()
    return found


def _segment(folder: Path, whoosh: object) -> Segment:
    dead = frozenset(whoosh.deleted_docs())  # type: ignore[attr-defined]  # Whoosh has no types
    return Segment(folder, whoosh.segment_id(), dead, whoosh)  # type: ignore[attr-defined]


class ColumnsWriter(SegmentWriter):  # type: ignore[misc]  # Whoosh has no types
    """Whoosh's writer, which has the columns of new segments ready before anyone can see them."""

    def __init__(self, folder: Path, finish: Callable[[Segment, frozenset[str]], None]) -> None:
        """Write to the edition in a folder; `finish` gets each new segment and the ids of all."""
        index = FileStorage(str(folder)).open_index(schema=SCHEMA)
        # Our lock is held: Whoosh's own would stay taken after a commit that failed.
        super().__init__(index, limitmb=_MEGABYTES, _lk=False)
        self._folder, self._finish_segment = folder, finish

    def _commit_toc(self, segments: Sequence[object]) -> None:
        found = [_segment(self._folder, each) for each in segments]
        remaining = frozenset(segment.id for segment in found)
        for segment in found:
            if not segment.columns_file.exists():
                self._finish_segment(segment, remaining)
        super()._commit_toc(segments)

    def delete(self, segment_id: str, number: int) -> None:
        """Take a case out of a segment."""
        for segment in self.segments:
            if segment.segment_id() == segment_id:
                segment.delete_document(number)


def small_merges(writer: SegmentWriter, segments: Sequence[object]) -> Sequence[object]:
    """A merge policy of Whoosh: merges what a request has time for; gives the others."""
    return _merged(writer, segments, most=MERGE_CASES)


def all_merges(writer: SegmentWriter, segments: Sequence[object]) -> Sequence[object]:
    """A merge policy of Whoosh: no `MERGE_WIDTH` segments of one size remain."""
    return _merged(writer, segments, most=SEGMENT_CASES)


def clean_merges(writer: SegmentWriter, segments: Sequence[object]) -> Sequence[object]:
    """A merge policy of Whoosh: nothing remains on disk of a case that was taken out."""
    unclean = [each for each in segments if each.has_deletions()]  # type: ignore[attr-defined]
    return _together(writer, segments, unclean)


def has_merges(folder: Path) -> bool:
    """Whether `all_merges` would merge anything in the latest commit of an edition."""
    index = FileStorage(str(folder)).open_index(schema=SCHEMA)
    return any(_full_classes(index._segments(), most=SEGMENT_CASES))  # noqa: SLF001


def _merged(writer: SegmentWriter, segments: Sequence[object], *, most: int) -> Sequence[object]:
    """Merge each size class that is full; a case is rewritten once for each class it rises to."""
    merging = [each for group in _full_classes(segments, most=most) for each in group]
    return _together(writer, segments, merging)


def _together(
    writer: SegmentWriter, segments: Sequence[object], merging: Sequence[object]
) -> Sequence[object]:
    for segment in merging:
        with SegmentReader(writer.storage, writer.schema, segment) as reader:
            writer.add_reader(reader)
    return [segment for segment in segments if segment not in merging]


def _full_classes(segments: Sequence[object], *, most: int) -> Iterator[Sequence[object]]:
    """Groups of `MERGE_WIDTH` segments of about one size, of `most` cases together at most."""
    classes: dict[int, list[object]] = defaultdict(list)
    for segment in segments:
        group = classes[_size_class(_cases(segment))]
        group.append(segment)
        if len(group) == MERGE_WIDTH:
            if sum(map(_cases, group)) <= most:
                yield tuple(group)
            group.clear()


def _cases(segment: object) -> int:
    cases: int = segment.doc_count_all()  # type: ignore[attr-defined]  # Whoosh has no types
    return cases


def _size_class(cases: int) -> int:
    size = 0
    while cases >= MERGE_WIDTH:
        cases, size = cases // MERGE_WIDTH, size + 1
    return size
