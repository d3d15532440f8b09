"""Incoming: one case as a file that is imported tells it, and what is wrong with that file."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kb.domain.problems import Problem

#: A value as a file tells it: a text, a list of terms, a list of entries.
Told = str | list[str] | list[dict[str, str]]


#: Bytes of one file; larger ones are divided, so that reading one fits into memory.
MAX_IMPORT_BYTES = 64 * 1024 * 1024


class ImportFileError(Exception):
    """From here on a file cannot be read.

    Attributes:
        problem: `line` is the row, `key` the column.
    """

    def __init__(self, *, code: str, row: int = 1, column: str = "", **values: object) -> None:
        super().__init__(code)
        self.problem = Problem(line=row, key=column, code=code, values=values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One case of a file, right or wrong.

    Attributes:
        file: its name, as whoever imports knows it.
        row: of a table (the heading is row 1), of a list (from 1); 1 for a file of its own.
        slug: `""` if the file does not name one.
        text: the file of the case, whole; `""` if `values` tell it.
        values: what the file says under our keys; what is empty shall be taken away, and of what
            is not there nothing is said.
        sections: likewise, the sections of the body by their id.
        sha256: of the case that was exported; `""` if the file does not say.
        columns: our key -> the name of its column.
        problems: found while reading; then nothing else of it counts.
    """

    file: str
    row: int = 1
    slug: str = ""
    text: str = ""
    values: Mapping[str, Told] = field(default_factory=dict)
    sections: Mapping[str, str] = field(default_factory=dict)
    sha256: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @property
    def title(self) -> str:
        """The title in `values`; `""` if there is none."""
        title = self.values.get("title", "")
        return title if isinstance(title, str) else ""
