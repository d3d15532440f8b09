"""ComparedRow: what several cases say on one subject."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape

from kb.domain.case import SECTIONS, Case, CaseFile, Section
from kb.domain.french import NBSP, typographic
from kb.domain.french_dates import years_in_french
from kb.domain.taxonomy import KEY_OF_FACET, Taxonomy
from kb.markup import RenderedBody
from kb.web.cards import case_address

#: Characters of a section that a cell has room for.
EXCERPT = 420

_NOTE, _TAG = re.compile(r"<sup\b.*?</sup>", re.DOTALL), re.compile(r"<[^>]+>")
_BLANKS = re.compile(r"[ \n\t]+")  # a non-breaking space stays one

#: A case and its story as HTML.
Told = tuple[CaseFile, RenderedBody]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedCell:
    """What one case says: lines of text, none if it says nothing.

    Attributes:
        more: where the rest is to be read, `""` if this is all.
    """

    lines: tuple[str, ...]
    more: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedRow:
    """One subject; `common`: what all cases share there, in words."""

    label: str
    cells: tuple[ComparedCell, ...]
    common: str = ""


def rows_of(told: Sequence[Told], taxonomy: Taxonomy) -> Iterator[ComparedRow]:
    """The rows that at least one case fills: facts first, then the story."""
    facts: list[tuple[str, Callable[[Case], Iterable[str]]]] = [
        ("En bref", lambda case: (case.summary,)),
        ("Partenaires", _partners),
        ("Lieu", lambda case: filter(None, (case.place,))),
        ("Quand", lambda case: filter(None, (years_in_french(case.started, case.ended),))),
    ]
    rows = [_facts(label, told, lines) for label, lines in facts]
    rows += [_terms(facet_id, told, taxonomy) for facet_id in KEY_OF_FACET if facet_id != "actor"]
    rows.append(_facts("Chiffres clés", told, _figures))
    rows += [_story(section, told) for section in SECTIONS]
    return (row for row in rows if any(cell.lines for cell in row.cells))


def _facts(label: str, told: Sequence[Told], lines: Callable[[Case], Iterable[str]]) -> ComparedRow:
    cells = (tuple(map(typographic, lines(file.case))) for file, _ in told)
    return ComparedRow(label=label, cells=tuple(ComparedCell(lines=each) for each in cells))


def _partners(case: Case) -> Iterator[str]:
    return (f"{each.name} ({each.role})" if each.role else each.name for each in case.partners)


def _figures(case: Case) -> Iterator[str]:
    for figure in case.figures:
        amount = f"{figure.value}{NBSP}{figure.unit or ''}".strip()
        year = f" ({figure.year})" if figure.year else ""
        yield f"{figure.label} : {amount}{year}"


def _terms(facet_id: str, told: Sequence[Told], taxonomy: Taxonomy) -> ComparedRow:
    values = [taxonomy.tags(file.case)[facet_id] for file, _ in told]
    shared = [slug for slug in values[0] if all(slug in each for each in values)]

    def labels(slugs: Sequence[str]) -> tuple[str, ...]:
        return tuple(typographic(taxonomy.label(facet_id, slug)) for slug in slugs)

    return ComparedRow(
        label=typographic(taxonomy.facet(facet_id).label),
        cells=tuple(ComparedCell(lines=labels(each)) for each in values),
        common=", ".join(labels(shared)) if len(told) > 1 else "",
    )


def _story(section: Section, told: Sequence[Told]) -> ComparedRow:
    cells = (_excerpt(section, file, body) for file, body in told)
    return ComparedRow(label=typographic(section.heading), cells=tuple(cells))


def _excerpt(section: Section, file: CaseFile, body: RenderedBody) -> ComparedCell:
    html = " ".join(str(each.html) for each in body.sections if each.id == section.id)
    text = _BLANKS.sub(" ", unescape(_TAG.sub(" ", _NOTE.sub("", html)))).strip()
    if len(text) <= EXCERPT:
        return ComparedCell(lines=(text,) if text else ())
    start = text[:EXCERPT].rpartition(" ")[0] or text[:EXCERPT]
    return ComparedCell(lines=(f"{start}…",), more=f"{case_address(file.slug)}#{section.id}")
