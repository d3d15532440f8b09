"""Readers: from a YAML node to a value, reporting every broken rule on the way.

A reader is called with a node and the spot it stands at; it returns the value, or `None` once it
has reported why there is none. Small readers make larger ones: `record({"label": Field(text())})`.
"""

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from kb.domain.problems import Problem, quotable
from kb.formats.nodes import Entries, Items, Node, Text

#: Characters of a text without a limit of its own.
MAX_LINE_CHARACTERS = 300

#: Unknown keys that one record reports; finding the nearest known key of thousands takes long.
_MAX_UNKNOWN = 30


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a file, `partners[2].actor`, and the list that its problems go to."""

    key: str
    found: list[Problem]

    @property
    def name(self) -> str:
        """The key as it is written there: `actor`."""
        return self.key.rpartition(".")[2]

    def report(self, line: int, code: str, **values: object) -> None:
        """Note that a rule is broken here. The sentence may also quote `name`."""
        values = {"name": self.name, **values}
        self.found.append(Problem(line=line, key=self.key, code=code, values=values))

    def entry(self, name: str) -> "Spot":
        """The spot of a key inside this one."""
        return Spot(f"{self.key}.{name}" if self.key else name, self.found)

    def item(self, number: int) -> "Spot":
        """The spot of a list's item, counted from 1."""
        return Spot(f"{self.key}[{number}]", self.found)


Reader = Callable[[Node, Spot], object]
ListReader = Callable[[Node, Spot], tuple[object, ...] | None]


@dataclass(frozen=True, slots=True)
class Field:
    """How the value of a key is read."""

    read: Reader
    required: bool = False


def nearest(text: str, known: Iterable[str]) -> str:
    """The known word that is spelled most like the text; `…` if none is known."""
    return next(iter(difflib.get_close_matches(quotable(text), list(known), 1, 0.0)), "…")


def scalar(node: Node, spot: Spot) -> str | None:
    """A text that is there, of one line or more."""
    if not isinstance(node, Text):
        if isinstance(node, Items) and not node.nodes:
            spot.report(node.line, "empty-value")
        else:
            spot.report(node.line, "expected-text")
    elif not node.value.strip():
        spot.report(node.line, "empty-value")
    else:
        return node.value
    return None


def text(least: int = 1, most: int = MAX_LINE_CHARACTERS, *, lines: bool = False) -> Reader:
    """Free text of `least` to `most` characters, blanks around it not counted.

    Args:
        lines: it may hold line breaks.
    """

    def read(node: Node, spot: Spot) -> str | None:
        value = scalar(node, spot)
        if value is None:
            return None
        count = len(value.strip())
        if "\n" in value.strip() and not lines:
            spot.report(node.line, "several-lines")
        elif count < least:
            spot.report(node.line, "too-short", count=count, least=least)
        elif count > most:
            spot.report(node.line, "too-long", count=count, most=most)
        else:
            return value
        return None

    return read


def parsed(parse: Callable[[str], object], code: str, **values: object) -> Reader:
    """What `parse` makes of a text; `code` and its `values` if that is a ValueError or KeyError."""

    def read(node: Node, spot: Spot) -> object:
        value = scalar(node, spot)
        if value is None:
            return None
        try:
            return parse(value)
        except (ValueError, KeyError):
            spot.report(node.line, code, value=quotable(value), **values)
            return None

    return read


def list_of(item: Reader, *, most: int, unique: bool = False, keys: str = "") -> ListReader:
    """A tuple of what `item` makes of each element; at least one.

    Args:
        unique: no value stands twice.
        keys: the first key of its elements, if they are records; for the remedy.
    """

    def read(node: Node, spot: Spot) -> tuple[object, ...] | None:
        if not isinstance(node, Items):
            _report_no_list(node, spot, keys)
            return None
        if not node.nodes:
            spot.report(node.line, "empty-value")
        elif len(node.nodes) > most:
            spot.report(node.line, "too-many", count=len(node.nodes), most=most)
        kept = node.nodes[:most]
        if unique:
            _report_duplicates(kept, spot)
        return tuple(item(each, spot.item(n)) for n, each in enumerate(kept, start=1))

    return read


def record(fields: Mapping[str, Field], build: Callable[..., object]) -> Reader:
    """What `build` makes of the values of the known keys, if nothing at all is wrong with them."""

    def read(node: Node, spot: Spot) -> object:
        if not isinstance(node, Entries):
            is_empty = isinstance(node, Text) and not node.value.strip()
            spot.report(
                node.line, "empty-value" if is_empty else "expected-keys", form=next(iter(fields))
            )
            return None
        before = len(spot.found)
        _report_unknown(node, fields, spot)
        values = {}
        for key, field in fields.items():
            if key in node.nodes:
                values[key] = field.read(node.nodes[key], spot.entry(key))
            elif field.required:
                spot.entry(key).report(node.line, "missing-key")
        return build(**values) if len(spot.found) == before else None

    return read


def _report_no_list(node: Node, spot: Spot, keys: str) -> None:
    if isinstance(node, Text) and not node.value.strip():
        spot.report(node.line, "empty-value")
    elif isinstance(node, Text) and not keys:
        spot.report(node.line, "expected-list", form=quotable(node.value))
    else:
        spot.report(node.line, "expected-entries" if keys else "expected-list", form=keys or "…")


def _report_duplicates(nodes: list[Node], spot: Spot) -> None:
    seen: set[str] = set()
    for number, node in enumerate(nodes, start=1):
        if not isinstance(node, Text):
            continue
        if node.value in seen:
            spot.item(number).report(node.line, "duplicate-item", value=quotable(node.value))
        seen.add(node.value)


def _report_unknown(node: Entries, fields: Mapping[str, Field], spot: Spot) -> None:
    unknown = [key for key in node.nodes if key not in fields]
    for key in unknown[:_MAX_UNKNOWN]:
        where = spot.entry(quotable(key))
        where.report(node.lines[key], "unknown-key", nearest=nearest(key, fields))
