"""A file that says what foreign columns tell: their name, our key, what divides their values.

columns:
- column: Nom du projet
  key: title
- column: Territoires
  key: regions
  separator: ","
fixed:
- key: partners[1].actor
  value: association
ignored: [Numéro interne]
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kb.domain.problems import Problem
from kb.formats.fields import Field, Spot, list_of, nearest, record, scalar, text
from kb.formats.import_keys import NAMES, ImportKey, Kind, import_key
from kb.formats.nodes import Node
from kb.formats.side_file import read_record
from kb.formats.table_rows import MAX_COLUMNS

_MAX_VALUE_CHARACTERS = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class MappedColumn:
    """One foreign column. `separator` divides its values; `None` if as in our own tables."""

    column: str
    key: ImportKey
    separator: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedValue:
    """What every case of the file says."""

    key: ImportKey
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMapping:
    """What the columns of a file tell.

    Attributes:
        columns: by their name in the file; those that are not here must have the name of a key.
        ignored: the names of columns that tell nothing.
    """

    columns: Mapping[str, MappedColumn] = field(default_factory=dict)
    fixed: tuple[FixedValue, ...] = ()
    ignored: frozenset[str] = frozenset()

    def column(self, name: str) -> MappedColumn | None:
        """What a column tells; `None` if nobody knows."""
        if name in self.columns:
            return self.columns[name]
        if name in self.ignored:
            return MappedColumn(column=name, key=ImportKey(name=name, kind=Kind.NOTHING, top=name))
        key = import_key(name.lower())
        return MappedColumn(column=name, key=key) if key else None


def read(content: str) -> ColumnMapping | tuple[Problem, ...]:
    """What the text of a file says of columns, or all that is wrong with it, by line."""
    values = read_record(content, _FIELDS)
    if isinstance(values, tuple):
        return values
    columns: tuple[MappedColumn, ...] = values.get("columns", ())  # type: ignore[assignment]
    return ColumnMapping(
        columns={each.column: each for each in columns},
        fixed=values.get("fixed", ()),  # type: ignore[arg-type]  # read by the fields below
        ignored=frozenset(values.get("ignored", ())),  # type: ignore[call-overload]
    )


def _key(node: Node, spot: Spot) -> ImportKey | None:
    name = scalar(node, spot)
    if name is None:
        return None
    key = import_key(name)
    if key is None:
        spot.report(node.line, "unknown-key", nearest=nearest(name, NAMES))
    return key


_COLUMN = {
    "column": Field(text(), required=True),
    "key": Field(_key, required=True),
    "separator": Field(text(most=10, lines=True)),
}
_FIXED = {
    "key": Field(_key, required=True),
    "value": Field(text(most=_MAX_VALUE_CHARACTERS, lines=True), required=True),
}
_FIELDS = {
    "columns": Field(list_of(record(_COLUMN, MappedColumn), most=MAX_COLUMNS, keys="column")),
    "fixed": Field(list_of(record(_FIXED, FixedValue), most=MAX_COLUMNS, keys="key")),
    "ignored": Field(list_of(text(), most=MAX_COLUMNS, unique=True)),
}
