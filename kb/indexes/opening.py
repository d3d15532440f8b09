"""The parts of the latest commit of an edition; what belongs to a segment is read once."""

from collections.abc import Iterable
from pathlib import Path

from kb.domain.taxonomy import Taxonomy
from kb.indexes import filling
from kb.indexes.arrays import DamagedArraysError, load, save
from kb.indexes.columns import Columns
from kb.indexes.parts import Part, parts
from kb.indexes.segments import Segment, segments


def opened(folder: Path, taxonomy: Taxonomy, *, held: Iterable[Part] = ()) -> tuple[Part, ...]:
    """The parts of an edition now. `held` are those of an earlier commit, to be used again."""
    known = {part.segment: part.columns for part in held}
    return parts(
        (each.id, known.get(each.id) or _kept(each, taxonomy), each.dead)
        for each in segments(folder)
    )


def keep_columns(segment: Segment, taxonomy: Taxonomy, *, merged: Iterable[Part] = ()) -> None:
    """Write the columns of a segment, which may be merged of some parts, beside it."""
    columns = filling.columns(segment, taxonomy, merged=[part.columns for part in merged])
    save(segment.columns_file, columns.arrays)


def _kept(segment: Segment, taxonomy: Taxonomy) -> Columns:
    """The columns of a segment from their file; made again if that is missing or damaged."""
    try:
        return Columns(load(segment.columns_file))
    except (OSError, DamagedArraysError):
        return filling.columns(segment, taxonomy)
