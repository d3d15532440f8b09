"""The front matter of a case: each key, its limits, how it is read; docs/case-format.md says so."""

import re
from collections.abc import Mapping
from datetime import date
from urllib.parse import urlsplit

from kb.domain.case import MAX_SLUG_CHARACTERS, SLUG, Case, Figure, Licence, Partner, Source
from kb.domain.problems import quotable
from kb.domain.taxonomy import FIRST_YEAR, LAST_YEAR, Facet, Taxonomy
from kb.formats.fields import Field, Reader, Spot, list_of, nearest, parsed, record, scalar, text
from kb.formats.nodes import Node

MAX_PARTNERS = 30
MAX_FIGURES = 30
MAX_SOURCES = 100
MAX_REDIRECTS = 100
MAX_URL_CHARACTERS = 2000
#: More than any facet has terms; `duplicate-item` keeps lists short, this keeps reading them short.
MAX_TERMS = 50

_YEAR = re.compile(r"[0-9]{4}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")
#: Blanks, and what no browser sends as it stands.
_NOT_IN_URL = re.compile(r"[\s<>\"\\^`{|}]")


def case_fields(taxonomy: Taxonomy, *, sources: int, published: bool) -> Mapping[str, Field]:
    """Every key of a case's front matter, in canonical order.

    Args:
        sources: how many sources the case has; figures name them by number.
        published: the case must say when it was published.
    """
    day = Field(parsed(_day, "not-a-day"))
    return {
        "title": Field(text(5, 160), required=True),
        "summary": Field(text(40, 400, lines=True), required=True),
        "partners": Field(_partners(taxonomy), required=True),
        "regions": Field(terms(taxonomy.facet("region")), required=True),
        "place": Field(text()),
        "scales": Field(terms(taxonomy.facet("scale")), required=True),
        "domains": Field(terms(taxonomy.facet("domain")), required=True),
        "categories": Field(terms(taxonomy.facet("category")), required=True),
        "impacts": Field(terms(taxonomy.facet("impact"))),
        "odd": Field(terms(taxonomy.facet("odd"))),
        "stage": Field(term(taxonomy.facet("stage"))),
        "started": Field(YEAR_READER),
        "ended": Field(YEAR_READER),
        "figures": Field(_figures(sources)),
        "sources": Field(_SOURCES, required=True),
        "contributor": Field(text()),
        "published_on": Field(day.read, required=published),
        "updated_on": day,
        "verified_on": day,
        "licence": Field(parsed(Licence, "not-a-licence", choices=", ".join(Licence))),
        "redirects": Field(list_of(_SLUG_READER, most=MAX_REDIRECTS, unique=True)),
    }


def case_record(taxonomy: Taxonomy, *, sources: int, published: bool, body: str) -> Reader:
    """Reads a front matter into a Case with this body."""

    def build(**values: object) -> Case:
        return Case(**values, body=body)  # type: ignore[arg-type]  # each reader returns its field's type

    return record(case_fields(taxonomy, sources=sources, published=published), build)


def term(facet: Facet) -> Reader:
    """The slug of a term that one can tag with."""

    def read(node: Node, spot: Spot) -> str | None:
        value = scalar(node, spot)
        if value is None:
            return None
        if value in facet.implicit:
            spot.report(node.line, "implicit-term", value=value)
        elif value not in facet.by_slug:
            values = {"value": quotable(value), "nearest": _nearest_term(value, facet)}
            spot.report(node.line, "unknown-term", facet=facet.label, **values)
        else:
            return value
        return None

    return read


def terms(facet: Facet) -> Reader:
    """The slugs of one term or several, none twice."""
    return list_of(term(facet), most=MAX_TERMS, unique=True)


def slug(value: str) -> str:
    """The value, if it is a slug.

    Raises:
        ValueError: it is none.
    """
    if not SLUG.fullmatch(value):
        raise ValueError(value)
    return value


def _partners(taxonomy: Taxonomy) -> Reader:
    partner = {
        "name": Field(text(), required=True),
        "actor": Field(term(taxonomy.facet("actor")), required=True),
        "role": Field(text()),
    }
    return list_of(record(partner, Partner), most=MAX_PARTNERS, keys="name")


def _figures(sources: int) -> Reader:
    numbers = {str(number): number for number in range(1, sources + 1)}
    figure = {
        "label": Field(text(), required=True),
        "value": Field(text(), required=True),
        "unit": Field(text()),
        "year": Field(YEAR_READER),
        "source": Field(parsed(numbers.__getitem__, "unknown-source", last=sources)),
    }
    return list_of(record(figure, Figure), most=MAX_FIGURES, keys="label")


def _nearest_term(value: str, facet: Facet) -> str:
    named = [slug for slug in facet.named(quotable(value)) if slug not in facet.implicit]
    return named[0] if named else nearest(value, (term.slug for term in facet.offered))


def _year(value: str) -> int:
    if not _YEAR.fullmatch(value) or not FIRST_YEAR <= int(value) <= LAST_YEAR:
        raise ValueError(value)
    return int(value)


def _day(value: str) -> date:
    if not _DAY.fullmatch(value):
        raise ValueError(value)
    return date.fromisoformat(value)


def _date(value: str) -> str:
    """A year, a month or a day, as it is written."""
    if not _DATE.fullmatch(value):
        raise ValueError(value)
    date.fromisoformat(value + "0000-01-01"[len(value) :])
    return value


def _url(value: str) -> str:
    if len(value) > MAX_URL_CHARACTERS or _NOT_IN_URL.search(value) or not value.isprintable():
        raise ValueError(value)
    parts = urlsplit(value)
    has_credentials = "@" in parts.netloc
    _ = parts.port  # ValueError if it is no number
    if parts.scheme not in {"http", "https"} or not parts.hostname or has_credentials:
        raise ValueError(value)
    return value


YEAR_READER = parsed(_year, "not-a-year", first=FIRST_YEAR, last=LAST_YEAR)
URL_READER = parsed(_url, "not-a-url", most=MAX_URL_CHARACTERS)
_SLUG_READER = parsed(slug, "not-a-slug", most=MAX_SLUG_CHARACTERS)
_SOURCES = list_of(
    record(
        {
            "title": Field(text(), required=True),
            "publisher": Field(text()),
            "url": Field(URL_READER),
            "date": Field(parsed(_date, "not-a-date")),
        },
        Source,
    ),
    most=MAX_SOURCES,
    keys="title",
)
