"""The facts beside the story of a case: partners, terms, key figures."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kb.domain.case import Case
from kb.domain.french import NBSP, typographic
from kb.domain.taxonomy import KEY_OF_FACET, Taxonomy
from kb.web.head import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerLine:
    """One member of the alliance, and the search for partners of its kind.

    Attributes:
        organisation: its own page, `""` if it has none.
    """

    name: str
    role: str
    actor: Link
    organisation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A term of a case; `address`: the search for its like, `None` for what every case has."""

    label: str
    address: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TagList:
    """The terms of a case in one facet."""

    label: str
    tags: tuple[Tag, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureLine:
    """A key figure; `source` is the number of the note that proves it."""

    amount: str
    label: str
    year: int | None
    source: int | None


def _search(facet_id: str, slug: str) -> str:
    return f"/?{facet_id}={slug}"


def partners_of(case: Case, taxonomy: Taxonomy, pages: Mapping[str, str]) -> Iterator[PartnerLine]:
    """The members of the alliance, in the order of the file; `pages` are those of some names."""
    for partner in case.partners:
        label = typographic(taxonomy.label("actor", partner.actor))
        yield PartnerLine(
            name=typographic(partner.name),
            role=typographic(partner.role or ""),
            actor=Link(text=label, address=_search("actor", partner.actor)),
            organisation=pages.get(partner.name, ""),
        )


def tags_of(case: Case, taxonomy: Taxonomy) -> Iterator[TagList]:
    """The terms by facet; the kinds of actors stand with the partners."""
    tags = taxonomy.tags(case)
    for facet_id in KEY_OF_FACET:
        slugs = taxonomy.with_implicit(facet_id, tags[facet_id])
        if facet_id != "actor" and slugs:
            yield TagList(
                label=typographic(taxonomy.facet(facet_id).label),
                tags=tuple(
                    Tag(
                        label=typographic(taxonomy.label(facet_id, slug)),
                        address=_search(facet_id, slug)
                        if taxonomy.is_filter(facet_id, slug)
                        else None,
                    )
                    for slug in slugs
                ),
            )


def figures_of(case: Case) -> Iterator[FigureLine]:
    """The key figures, in the order of the file."""
    for figure in case.figures:
        yield FigureLine(
            amount=typographic(f"{figure.value}{NBSP}{figure.unit or ''}".strip()),
            label=typographic(figure.label),
            year=figure.year,
            source=figure.source,
        )
