"""Lists of terms and of entries in one cell of a table, and back.

Terms stand side by side: `mobilite|emploi`. Of entries each has a line, its fields joined by
` | ` in the order of the case format; a backslash precedes what would divide them otherwise.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

_ESCAPED = {"\\": "\\\\", "|": "\\|", "\n": "\\n"}
_MEANT = {"n": "\n"}
_NEEDS_ESCAPE = re.compile(r"[\\|\n]")
#: A field ends at a bar; the blank that we write on each side of it is not part of a field.
_FIELD = re.compile(r"((?:\\.|[^\\|])*+)(\||\Z)|\\\Z")
_ESCAPE = re.compile(r"\\(.)")


def terms_cell(terms: Iterable[str]) -> str:
    """Terms in a cell."""
    return "|".join(terms)


def entries_cell(entries: Iterable[Mapping[str, object]]) -> str:
    """Entries in a cell, a line each."""
    return "\n".join(" | ".join(map(_written, entry.values())) for entry in entries)


def terms_of(cell: str, *, separator: str | None = None) -> list[str]:
    """The terms in a cell, without blanks around them.

    Args:
        separator: what divides them in foreign tables; `None`: a bar or a line.
    """
    divided = cell.split(separator) if separator else re.split(r"[|\n]", cell)
    return [term for each in divided if (term := each.strip())]


def entries_of(
    cell: str, columns: Sequence[str], *, separator: str | None = None
) -> list[dict[str, str]]:
    """The entries in a cell, each field that holds something under its name.

    Fields beyond the `columns` are named by their number, for the validator to refuse.

    Args:
        separator: what divides entries in foreign tables; `None`: a line.
    """
    lines = cell.split(separator or "\n")
    return [_entry(line, columns) for line in lines if line.strip()]


def _written(field: object) -> str:
    text = "" if field is None else str(field)
    return _NEEDS_ESCAPE.sub(lambda found: _ESCAPED[found[0]], text)


def _entry(line: str, columns: Sequence[str]) -> dict[str, str]:
    names = (*columns, *map(str, range(len(columns) + 1, len(columns) + 100)))
    return {name: field for name, field in zip(names, _fields(line), strict=False) if field}


def _fields(line: str) -> list[str]:
    found, start = [], 0
    while True:
        match = _FIELD.match(line, start)
        if match is None or match[1] is None:  # a lone backslash at the end
            found.append(line[start:])
            break
        found.append(match[1])
        start = match.end()
        if not match[2]:
            break
    last = len(found) - 1
    return [_field(text, number == 0, number == last) for number, text in enumerate(found)]


def _field(text: str, is_first: bool, is_last: bool) -> str:  # noqa: FBT001 - of this module
    text = text if is_first else text.removeprefix(" ")
    text = text if is_last else text.removesuffix(" ")
    text = text if text.strip() else ""
    return _ESCAPE.sub(lambda found: _MEANT.get(found[1], found[1]), text)
