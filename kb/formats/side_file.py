"""A YAML file beside the cases: its text to one record, or all that is wrong with it."""

from collections.abc import Mapping

from kb.domain.problems import Problem, by_line
from kb.formats.fields import Field, Spot, record
from kb.formats.nodes import Entries, Items, Node
from kb.formats.strict_yaml import FORBIDDEN, compose, forbidden_characters


def read_record(text: str, fields: Mapping[str, Field]) -> dict[str, object] | tuple[Problem, ...]:
    """The values of the keys of a file, or all that is wrong, by line."""
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n")
    found = list(forbidden_characters(plain))
    root, problems = compose(FORBIDDEN.sub("\ufffd", plain))
    found += problems
    if not isinstance(root, Entries):
        line = root.line if root else 1
        return by_line(found or [Problem(line=line, key="", code="front-matter-not-keys")])
    values = record(fields, dict)(root, Spot("", found))
    return values if isinstance(values, dict) and not found else by_line(found)


def report_twice(values: list[str], node: Node, spot: Spot, key: str) -> None:
    """A problem for each record of a list whose value of a key an earlier one has.

    A list that is too long has more records than values: those beyond were not read.
    """
    items = node.nodes if isinstance(node, Items) else []
    for number, (value, item) in enumerate(zip(values, items, strict=False), start=1):
        if value and value in values[: number - 1]:
            spot.item(number).entry(key).report(item.line, "duplicate-slug", value=value)
