"""Rows of a form added and taken away; sources keep the numbers that texts and figures cite."""

import re
from collections.abc import Iterable

from kb.domain.draft import Fields
from kb.formats.body import CITATION
from kb.formats.form_fields import ROW_FIELD, ROWS, Row, rows_of


def with_row(fields: Fields, group: str) -> tuple[dict[str, list[str]], int]:
    """The fields with one empty row more at the end of a group, and the number of that row."""
    number = max((row.number for row in rows_of(fields, group)), default=-1) + 1
    return _plain(fields) | {f"{group}-{number}-{ROWS[group][0]}": [""]}, number


def without_row(fields: Fields, group: str, number: int) -> dict[str, list[str]]:
    """The fields without one row of a group, those after it numbered anew.

    When a source goes, its citations go, too, and those of the sources after it follow their
    number: no sentence comes to cite what it was not written from.
    """
    rows = rows_of(fields, group)
    kept = [row for row in rows if row.number != number]
    others = {name: values for name, values in _plain(fields).items() if not _is_of(name, group)}
    if group == "sources" and len(kept) < len(rows):
        others = _cited_anew(others, gone=_rank(rows, number))
    return others | _renumbered(group, kept)


def compacted(fields: Fields) -> dict[str, list[str]]:
    """The fields with the rows of every group numbered from 0 without a gap, as pages show them."""
    others = {name: each for name, each in _plain(fields).items() if not ROW_FIELD.fullmatch(name)}
    for group in ROWS:
        others |= _renumbered(group, rows_of(fields, group))
    return others


def _renumbered(group: str, rows: Iterable[Row]) -> dict[str, list[str]]:
    return {
        f"{group}-{rank}-{column}": [value]
        for rank, row in enumerate(rows)
        for column, value in row.values.items()
    }


def _plain(fields: Fields) -> dict[str, list[str]]:
    return {name: list(values) for name, values in fields.items()}


def _is_of(name: str, group: str) -> bool:
    found = ROW_FIELD.fullmatch(name)
    return found is not None and found[1] == group


def _rank(rows: tuple[Row, ...], number: int) -> int:
    """The number by which a source is cited, from 1."""
    return [row.number for row in rows].index(number) + 1


def _cited_anew(fields: dict[str, list[str]], *, gone: int) -> dict[str, list[str]]:
    def number(cited: int) -> str:
        return "" if cited == gone else str(cited - (cited > gone))

    def citation(found: re.Match[str]) -> str:
        now = number(int(found[1]))
        return f"[^{now}]" if now else ""

    def value(name: str, text: str) -> str:
        if name.startswith("section-"):
            return CITATION.sub(citation, text)
        if name.startswith("figures-") and name.endswith("-source") and text.isascii():
            return number(int(text)) if text.isdigit() else text
        return text

    return {name: [value(name, text) for text in values] for name, values in fields.items()}
