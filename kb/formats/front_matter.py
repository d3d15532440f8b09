"""A case as text: `read`, the one validator, and `render`, the canonical form."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

import yaml

from kb.domain.case import MAX_FRONT_MATTER_BYTES, Case, Figure, Partner, Source
from kb.domain.problems import Problem, by_line
from kb.domain.taxonomy import Taxonomy
from kb.formats import body
from kb.formats.case_fields import MAX_SOURCES, YEAR_READER, case_record
from kb.formats.fields import Spot
from kb.formats.nodes import Entries, Items, Node
from kb.formats.strict_yaml import FORBIDDEN, compose, forbidden_characters

#: Characters of a line; longer texts are folded. What the published files were written with.
_WIDTH = 100

_FENCE = re.compile(r"---[ \t]*$", re.MULTILINE)
_CLOSING_FENCE = re.compile(r"^---[ \t]*(?:\n|\Z)", re.MULTILINE)


def read(text: str, taxonomy: Taxonomy, *, published: bool = False) -> Case | tuple[Problem, ...]:
    """The case that a text tells, or all that is wrong with the text, by line. Never raises.

    A byte order mark is dropped and CRLF read as a line feed; all else is kept as it is.

    Args:
        published: the text is that of a published case, which has a day of publication.
    """
    text = _normal(text)
    found = list(forbidden_characters(text))
    parts = _parts(FORBIDDEN.sub("\ufffd", text))
    if isinstance(parts, Problem):
        return by_line([*found, parts])
    root = _root(parts.front_matter, found)
    sources = _sources(root)
    found += body.problems(parts.body, first_line=parts.body_line, sources=sources)
    if root is None:
        return by_line(found)
    spot = Spot("", found)
    _require_order(root, spot)
    read_case = case_record(taxonomy, sources=sources, published=published, body=parts.body)
    case = read_case(root, spot)
    return case if isinstance(case, Case) and not found else by_line(found)


def render(case: Case) -> str:
    """The file of a case in canonical form; `read` makes the same case of it."""
    return document(values_of(case), case.body)


def document(values: Mapping[str, object], body: str) -> str:
    """A front matter and a body as one text; `values` in canonical order, right or wrong."""
    front_matter = yaml.dump(
        dict(values), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH
    )
    return f"---\n{front_matter}---\n{body}"


def line_of(text: str, key: str) -> int:
    """The line where the value of `title` or of `redirects[2]` begins; 1 if it is not there."""
    parts = _parts(_normal(text))
    root = None if isinstance(parts, Problem) else _root(parts.front_matter, [])
    name, _, number = key.rstrip("]").partition("[")
    node = root.nodes.get(name) if root else None
    if number and isinstance(node, Items):
        node = node.nodes[int(number) - 1]
    return node.line if node else 1


@dataclass(frozen=True, slots=True)
class _Parts:
    front_matter: str
    body: str
    body_line: int


class _Dumper(yaml.SafeDumper):
    """Writes a day that stands at two keys twice, never as an alias."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - PyYAML's signature
        return True


def _normal(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def _parts(text: str) -> _Parts | Problem:
    opening = _FENCE.match(text)
    if not opening:
        return Problem(line=1, key="", code="fence-missing")
    closing = _CLOSING_FENCE.search(text, opening.end() + 1)
    if not closing:
        return Problem(line=1, key="", code="fence-unclosed")
    return _Parts(
        text[opening.end() + 1 : closing.start()],
        text[closing.end() :],
        text.count("\n", 0, closing.start()) + 2,
    )


def _root(front_matter: str, found: list[Problem]) -> Entries | None:
    """The keys of the front matter; `None` once it is reported why they cannot be read."""
    if len(front_matter.encode()) > MAX_FRONT_MATTER_BYTES:
        values = {"most": MAX_FRONT_MATTER_BYTES}
        found.append(Problem(line=1, key="", code="front-matter-too-large", values=values))
        return None
    root, problems = compose(front_matter, first_line=2)
    found += problems
    if isinstance(root, Entries):
        return root
    if root is not None:
        found.append(Problem(line=root.line, key="", code="front-matter-not-keys"))
    return None if root or problems else Entries(line=1)


def _sources(root: Entries | None) -> int:
    """How many sources there are; as many as there may be while they cannot be counted."""
    node = root.nodes.get("sources") if root else None
    return min(len(node.nodes), MAX_SOURCES) if isinstance(node, Items) else MAX_SOURCES


def _require_order(root: Entries, spot: Spot) -> None:
    started, ended = _year(root.nodes.get("started")), _year(root.nodes.get("ended"))
    if started and ended and ended < started:
        line = root.nodes["ended"].line
        spot.entry("ended").report(line, "ends-before-start", started=started, ended=ended)


def _year(node: Node | None) -> int | None:
    """The year, if it is one; that it is none is reported elsewhere."""
    year = YEAR_READER(node, Spot("", [])) if node else None
    return year if isinstance(year, int) else None


def values_of(of: Case | Partner | Figure | Source) -> dict[str, object]:
    """What is there, under its key, in canonical order."""
    values = {field.name: getattr(of, field.name) for field in fields(of) if field.name != "body"}
    return {key: _plain(value) for key, value in values.items() if value not in (None, ())}


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Partner | Figure | Source):
        return values_of(value)
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, str | int | date):
        return value
    raise TypeError(value)
