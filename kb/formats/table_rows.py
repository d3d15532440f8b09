"""Row: one row of a table, wherever it was read from, and the limits that every table keeps."""

from dataclasses import dataclass

from kb.domain.problems import Problem

#: More than any table of cases has; a table with more is something else.
MAX_COLUMNS = 300
#: Characters: more than any cell of ours holds, a hundred sources with their addresses included.
MAX_CELL_CHARACTERS = 400_000
MAX_ROWS = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row.

    Attributes:
        number: as a spreadsheet counts; the heading is 1.
        cells: from the first column on; missing ones at the end are empty.
        formulas: the places, from 0, of cells that would be computed, and what is in them.
    """

    number: int
    cells: tuple[str, ...]
    formulas: tuple[tuple[int, Problem], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it."""
        return not any(cell.strip() for cell in self.cells) and not self.formulas
