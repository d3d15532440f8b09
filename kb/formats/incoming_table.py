"""Cases from the rows of a table: a heading that names our keys, or is mapped to them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kb.domain.problems import Problem, quotable
from kb.domain.taxonomy import Taxonomy
from kb.formats.column_mapping import ColumnMapping, MappedColumn
from kb.formats.fields import nearest
from kb.formats.import_keys import NAMES, Kind
from kb.formats.incoming import ImportFileError, Incoming
from kb.formats.table_rows import Row
from kb.formats.telling import Telling


@dataclass(frozen=True, slots=True, kw_only=True)
class TableReader:
    """Reads the tables of one import."""

    mapping: ColumnMapping
    taxonomy: Taxonomy

    def cases(self, rows: Iterator[Row], *, file: str) -> Iterator[Incoming]:
        """The case of each row, right or wrong.

        Raises:
            ImportFileError: the heading is none; or of the rows, when they come to it.
        """
        heading = next(rows, None)
        if heading is None:
            raise ImportFileError(code="table-empty")
        columns = self._columns(heading)
        names = {each.key.name: each.column for each in columns if each}
        names |= {each.key.name: "" for each in self.mapping.fixed if each.key.name not in names}
        for row in rows:
            case = self._case(row, columns)
            yield replace(case, file=file, columns=names)

    def _columns(self, heading: Row) -> tuple[MappedColumn | None, ...]:
        names = [name.strip() for name in heading.cells]
        seen: set[str] = set()
        for name in filter(None, names):
            if name in seen:
                raise ImportFileError(code="column-twice", column=quotable(name))
            seen.add(name)
        columns = tuple(self._column(name) for name in names)
        _require_fit([each for each in columns if each])
        return columns

    def _column(self, name: str) -> MappedColumn | None:
        """What a column tells; `None` if it has no name.

        Raises:
            ImportFileError: nobody knows.
        """
        if not name:
            return None
        found = self.mapping.column(name)
        if found is None:
            close = nearest(name, NAMES)
            raise ImportFileError(code="column-unknown", column=quotable(name), nearest=close)
        return found

    def _case(self, row: Row, columns: tuple[MappedColumn | None, ...]) -> Incoming:
        telling = Telling(self.taxonomy)
        for fixed in self.mapping.fixed:
            telling.tell(fixed.key, fixed.value)
        cells = (*row.cells, *[""] * (len(columns) - len(row.cells)))
        for column, cell in zip(columns, cells, strict=False):
            if column:
                telling.tell(column.key, cell, separator=column.separator)
        problems = [*_misplaced(row, columns), *telling.problems]
        return Incoming(
            file="",
            row=row.number,
            slug=telling.about.get("slug", ""),
            values=telling.values,
            sections=telling.sections,
            sha256=telling.about.get("sha256", ""),
            problems=tuple(replace(each, line=row.number) for each in problems),
        )


def _require_fit(columns: list[MappedColumn]) -> None:
    """Go on only if no two columns tell the same.

    Raises:
        ImportFileError: they do.
    """
    owners: dict[str, MappedColumn] = {}
    for each in columns:
        key = each.key
        told = {key.name, "body" if key.kind is Kind.SECTION else key.name}
        if key.kind is Kind.PART:
            told = {key.name, key.top}
        for name in told:
            other = owners.get(name)
            if other and not _are_parts(other, each):
                raise ImportFileError(code="key-twice", column=each.column, other=other.column)
            owners[name] = each


def _are_parts(one: MappedColumn, other: MappedColumn) -> bool:
    """Whether two columns tell different parts of one thing."""
    kinds = {one.key.kind, other.key.kind}
    return one.key.name != other.key.name and kinds in ({Kind.PART}, {Kind.SECTION})


def _misplaced(row: Row, columns: tuple[MappedColumn | None, ...]) -> Iterator[Problem]:
    """Formulas, and what stands below no heading; what is not looked at may be anything."""
    told = dict(enumerate(columns))
    for place, problem in row.formulas:
        column = told.get(place)
        if column is None or column.key.kind is not Kind.NOTHING:
            yield replace(problem, key=column.key.name if column else "")
    if any(cell.strip() for place, cell in enumerate(row.cells) if told.get(place) is None):
        yield Problem(line=row.number, key="", code="cell-outside")
