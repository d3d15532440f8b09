"""A case as JSON values, for the API and the export; the order of the fields is documented."""

from datetime import date
from typing import TypedDict

from kb.domain.case import CaseFile, Figure, Partner, Source
from kb.domain.taxonomy import Taxonomy


class PartnerValues(TypedDict):
    """One member of the alliance."""

    name: str
    actor: str
    role: str | None


class FigureValues(TypedDict):
    """A key figure; `source` counts from 1 in `sources`."""

    label: str
    value: str
    unit: str | None
    year: int | None
    source: int | None


class SourceValues(TypedDict):
    """Where facts come from; `date` is a year, a month or a day."""

    title: str
    publisher: str | None
    url: str | None
    date: str | None


class TaggedValues(TypedDict):
    """What a case is about and what it is tagged with; the first part of `CaseValues`."""

    slug: str
    url: str
    title: str
    summary: str
    partners: list[PartnerValues]
    actors: list[str]
    regions: list[str]
    place: str | None
    scales: list[str]
    domains: list[str]
    categories: list[str]
    impacts: list[str]
    odd: list[str]
    stage: str | None
    started: int | None
    ended: int | None


class CaseValues(TaggedValues):
    """Every front matter key under its own name: lists empty, scalars `None` when absent.

    `odd` has the implicit terms, dates are ISO 8601 days, `actors` is the union of the partners',
    `body` is Markdown, `sha256` that of the file.
    """

    figures: list[FigureValues]
    sources: list[SourceValues]
    contributor: str | None
    published_on: str | None
    updated_on: str | None
    verified_on: str | None
    licence: str
    redirects: list[str]
    body: str
    sha256: str


def case_values(file: CaseFile, taxonomy: Taxonomy, *, public_url: str) -> CaseValues:
    """A case as JSON values.

    Args:
        public_url: of the site, without a final slash.
    """
    case = file.case
    return CaseValues(
        **_tagged(file, taxonomy, public_url),
        figures=[_figure(figure) for figure in case.figures],
        sources=[_source(source) for source in case.sources],
        contributor=case.contributor,
        published_on=iso(case.published_on),
        updated_on=iso(case.updated_on),
        verified_on=iso(case.verified_on),
        licence=case.licence.value,
        redirects=list(case.redirects),
        body=case.body,
        sha256=file.sha256,
    )


def case_url(public_url: str, slug: str) -> str:
    """The public address of the page of a case."""
    return f"{public_url}/cas/{slug}"


def iso(day: date | None) -> str | None:
    """A day as `2024-05-17`."""
    return day.isoformat() if day else None


def _tagged(file: CaseFile, taxonomy: Taxonomy, public_url: str) -> TaggedValues:
    case = file.case
    return TaggedValues(
        slug=file.slug,
        url=case_url(public_url, file.slug),
        title=case.title,
        summary=case.summary,
        partners=[_partner(partner) for partner in case.partners],
        actors=list(case.actors),
        regions=list(case.regions),
        place=case.place,
        scales=list(case.scales),
        domains=list(case.domains),
        categories=list(case.categories),
        impacts=list(case.impacts),
        odd=list(taxonomy.with_implicit("odd", case.odd)),
        stage=case.stage,
        started=case.started,
        ended=case.ended,
    )


def _partner(partner: Partner) -> PartnerValues:
    return PartnerValues(name=partner.name, actor=partner.actor, role=partner.role)


def _figure(figure: Figure) -> FigureValues:
    return FigureValues(
        label=figure.label,
        value=figure.value,
        unit=figure.unit,
        year=figure.year,
        source=figure.source,
    )


def _source(source: Source) -> SourceValues:
    return SourceValues(
        title=source.title, publisher=source.publisher, url=source.url, date=source.date
    )
