"""What an incoming case says, read by the one validator; its problems by row and column."""

from collections.abc import Mapping
from dataclasses import replace

from kb.domain.case import SECTIONS, Case
from kb.domain.problems import Problem
from kb.domain.taxonomy import Taxonomy
from kb.formats import front_matter
from kb.formats.form_fields import body_of, fields_of
from kb.formats.incoming import Incoming
from kb.formats.sections import parts

_KEYS = tuple(name for name in Case.__dataclass_fields__ if name != "body")
_ID_OF_HEADING: Mapping[str, str] = {section.heading: section.id for section in SECTIONS}


def read(
    incoming: Incoming, taxonomy: Taxonomy, *, live: Case | None = None
) -> Case | tuple[Problem, ...]:
    """The case that comes in, or all that is wrong with it, by row and column.

    Args:
        live: the published case of the same slug: what a row does not speak of stays.
    """
    if incoming.text and not incoming.problems:
        return front_matter.read(incoming.text, taxonomy)
    body = _body(incoming, live)
    head = front_matter.document(_values(incoming, live), "")
    reading = front_matter.read(head + body, taxonomy)
    if isinstance(reading, Case) and not incoming.problems:
        return reading
    first = head.count("\n") + 1
    said = {each.key for each in incoming.problems}
    others = () if isinstance(reading, Case) else reading
    found = [each for each in others if each.key not in said or not each.key]
    sections = {part.section.id: part.line for part in parts(body) if part.section}
    return tuple(
        replace(each, line=incoming.row, key=column_of(incoming, _key(each, first, sections)))
        for each in (*incoming.problems, *found)
    )


def column_of(incoming: Incoming, key: str) -> str:
    """What the file calls the place of a key of ours: `Territoires[2]`; else the key itself."""
    names = incoming.columns
    if names.get(key):
        return names[key]
    if key.startswith("section-"):
        return names.get("body") or key
    top, bracket, rest = key.partition("[")
    return (names.get(top) or top) + bracket + rest


def _values(incoming: Incoming, live: Case | None) -> dict[str, object]:
    """The front matter in canonical order: what the file says, else what is published."""
    told = {**(front_matter.values_of(live) if live else {}), **incoming.values}
    return {key: told[key] for key in _KEYS if told.get(key) not in (None, "", [])}


def _body(incoming: Incoming, live: Case | None) -> str:
    if incoming.sections:
        told = {f"section-{name}": [text] for name, text in incoming.sections.items()}
        return body_of({**(fields_of(live) if live else {}), **told})
    body = incoming.values.get("body", live.body if live else "")
    return body if isinstance(body, str) else ""


def _key(problem: Problem, first: int, sections: Mapping[str, int]) -> str:
    """The key that a problem is about.

    Args:
        first: the line on which the body begins.
        sections: the line of each in the body.
    """
    if problem.code == "section-missing":
        return f"section-{_ID_OF_HEADING[problem.key]}"
    if problem.line < first or problem.key:
        return problem.key
    above = [name for name, line in sections.items() if first + line - 1 <= problem.line]
    return f"section-{above[-1]}" if above else "body"
