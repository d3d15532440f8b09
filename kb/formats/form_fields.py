"""A case as the fields of a form: to text, which the one validator reads, and back.

Fields are named as the front matter: `title`, `partners-0-name`, `regions`; each section of the
body has a field of its own, `section-besoin`. Nothing here judges: wrong values are written as
they are, so that `front_matter.read` says what is wrong with them.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from kb.domain.case import SECTIONS, Case, Figure, Partner, Source
from kb.domain.draft import Fields
from kb.domain.problems import Problem
from kb.formats import front_matter
from kb.formats.sections import parts
from kb.formats.strict_yaml import FORBIDDEN

#: Fields that are repeated in rows: their columns, in canonical order.
ROWS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "partners": ("name", "actor", "role"),
        "figures": ("label", "value", "unit", "year", "source"),
        "sources": ("title", "publisher", "url", "date"),
    }
)
_LISTS = frozenset({"regions", "scales", "domains", "categories", "impacts", "odd", "redirects"})
_NUMBERS = frozenset({"started", "ended", "year", "source"})
_DAYS = frozenset({"published_on", "updated_on", "verified_on"})
#: Every key of the front matter in canonical order; the body stands in the sections.
_KEYS = tuple(name for name in Case.__dataclass_fields__ if name != "body")

#: What stands before the first section; the form shows it where there is some.
INTRODUCTION = "section-introduction"
_SECTION_FIELDS: Mapping[str, str] = MappingProxyType(
    {f"section-{section.id}": section.heading for section in SECTIONS}
)
_FIELD_OF_HEADING = MappingProxyType({heading: name for name, heading in _SECTION_FIELDS.items()})

#: A field of a row: group, number from 0, column. Three digits are more rows than any list has.
ROW_FIELD = re.compile(r"(partners|figures|sources)-([0-9]{1,3})-([a-z]+)", re.ASCII)
_KEY = re.compile(r"(\w+)(?:\[([0-9]+)\])?(?:\.(\w+))?")
_TOP_KEY = re.compile(r"([a-z_]+):", re.ASCII)
_NUMBER = re.compile(r"0|[1-9][0-9]{0,3}", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
#: Line ends of other programs, which come along when text is pasted.
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a group: its number in the names of its fields, and its values by column."""

    number: int
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FormText:
    """The text that fields make, and which field each part of it came from.

    Attributes:
        text: in canonical form if the fields are right.
        rows: for each group the numbers of the rows that were written.
        starts: the first line of each part of the body, and its field.
    """

    text: str
    rows: Mapping[str, tuple[int, ...]]
    starts: tuple[tuple[int, str], ...]

    def field_of(self, problem: Problem) -> str:
        """The name of the field that a problem of the text is to be mended in."""
        if problem.code == "section-missing":
            return _FIELD_OF_HEADING[problem.key]
        if self.starts and problem.line >= self.starts[0][0]:
            found = bisect_right(self.starts, problem.line, key=lambda start: start[0])
            return self.starts[found - 1][1]
        name = field_name(problem.key or self._key_at(problem.line))
        row = ROW_FIELD.fullmatch(name)
        written = self.rows.get(row[1], ()) if row else ()
        if row and int(row[2]) < len(written):
            return f"{row[1]}-{written[int(row[2])]}-{row[3]}"
        return name

    def _key_at(self, line: int) -> str:
        above = self.text.split("\n")[:line]
        keys = [found[1] for each in above if (found := _TOP_KEY.match(each))]
        return keys[-1] if keys else _KEYS[0]


def text_of(fields: Fields) -> str:
    """The text that fields make: canonical if they are right, and readable in any case."""
    return form_text(fields).text


def form_text(fields: Fields) -> FormText:
    """The text that fields make, with the way back from its problems to the fields."""
    rows = {group: tuple(_written(fields, group)) for group in ROWS}
    values = {key: value for key in _KEYS if (value := _value(fields, key, rows)) not in ("", [])}
    text = front_matter.document(values, "")
    starts, body = [], ""
    for name, part in _body_parts(fields):
        starts.append((text.count("\n") + body.count("\n") + 1, name))
        body += part
    numbers = {group: tuple(row.number for row in written) for group, written in rows.items()}
    return FormText(text + body, numbers, tuple(starts))


def fields_of(case: Case) -> dict[str, list[str]]:
    """The fields of a case; `text_of` makes the same case of them."""
    fields: dict[str, list[str]] = {}
    for key in _KEYS:
        value = getattr(case, key)
        if key in ROWS:
            fields.update(_row_fields(key, value))
        elif value not in (None, ()):
            values = value if isinstance(value, tuple) else (value,)
            fields[key] = [str(each) for each in values]
    for part in parts(case.body):
        name = f"section-{part.section.id}" if part.section else INTRODUCTION
        if part.text.strip():
            fields[name] = [part.text.strip()]
    return fields


def body_of(fields: Fields) -> str:
    """The body that the sections of a form make."""
    return "".join(part for _, part in _body_parts(fields))


def field_name(key: str) -> str:
    """The field of a key of the front matter or of the heading of a section.

    `partners[2].actor` is `partners-1-actor`, `regions[3]` is `regions`, `Le besoin` is
    `section-besoin`; a list of rows leads to its first field.
    """
    if key in _FIELD_OF_HEADING:
        return _FIELD_OF_HEADING[key]
    found = _KEY.match(key)
    if not found or found[1] not in _KEYS:
        return INTRODUCTION
    name, item, column = found.groups()
    if name not in ROWS:
        return name
    first = ROWS[name][0]
    return f"{name}-{int(item or 1) - 1}-{column if column in ROWS[name] else first}"


def rows_of(fields: Fields, group: str) -> tuple[Row, ...]:
    """The rows of a group in their order, empty ones included."""
    rows: dict[int, dict[str, str]] = {}
    for name in fields:
        found = ROW_FIELD.fullmatch(name)
        if found and found[1] == group and found[3] in ROWS[group]:
            rows.setdefault(int(found[2]), {})[found[3]] = one(fields, name)
    return tuple(Row(number, rows[number]) for number in sorted(rows))


def one(fields: Fields, name: str) -> str:
    """The value of a field that has one, cleaned of what is no text; `""` if it is not there."""
    return cleaned(next(iter(fields.get(name, ())), ""))


def cleaned(value: str) -> str:
    """A value without blanks around it and without what cannot be seen, its line ends as ours."""
    return FORBIDDEN.sub("", _LINE_ENDS.sub("\n", value)).strip()


def _written(fields: Fields, group: str) -> Iterator[Row]:
    """The rows that hold something; of sources also empty ones between, for each has its number."""
    rows = rows_of(fields, group)
    filled = [row.number for row in rows if any(row.values.values())]
    last = filled[-1] if filled else -1
    for row in rows:
        if row.number in filled or (group == "sources" and row.number < last):
            yield row


def _value(fields: Fields, key: str, rows: Mapping[str, Iterable[Row]]) -> object:
    if key in ROWS:
        return [_record(key, row) for row in rows[key]]
    if key in _LISTS:
        return [value for each in fields.get(key, ()) if (value := cleaned(each))]
    return _scalar(key, one(fields, key))


def _record(group: str, row: Row) -> dict[str, object]:
    columns = {name: row.values.get(name, "") for name in ROWS[group]}
    record = {name: _scalar(name, value) for name, value in columns.items() if value}
    return record or {ROWS[group][0]: ""}


def _scalar(key: str, value: str) -> object:
    """The value as the canonical form writes it, or as it was typed."""
    if key in _NUMBERS and _NUMBER.fullmatch(value):
        return int(value)
    if key in _DAYS and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value


def _body_parts(fields: Fields) -> Iterator[tuple[str, str]]:
    """Each field of the body that holds something, and its part of the text."""
    introduction = one(fields, INTRODUCTION)
    if introduction:
        yield INTRODUCTION, f"\n{introduction}\n"
    for name, heading in _SECTION_FIELDS.items():
        if text := one(fields, name):
            yield name, f"\n## {heading}\n\n{text}\n"


def _row_fields(
    group: str, rows: Iterable[Partner | Figure | Source]
) -> Iterator[tuple[str, list[str]]]:
    for number, row in enumerate(rows):
        for column in ROWS[group]:
            if (value := getattr(row, column)) is not None:
                yield f"{group}-{number}-{column}", [str(value)]
