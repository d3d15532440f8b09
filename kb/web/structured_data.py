"""A case in the vocabulary of schema.org, for search engines."""

from collections.abc import Mapping, Sequence
from datetime import date

from kb.domain.case import Case, Source
from kb.domain.taxonomy import Taxonomy
from kb.web.head import SITE

Values = Mapping[str, object]


def structured_data(case: Case, address: str, *, licence: str, taxonomy: Taxonomy) -> Values:
    """An `Article` about what the case is about (Source: schema.org/Article); absent keys left out.

    Args:
        address: of the page, absolute.
        licence: the address of the licence.
    """
    data = {
        "@context": "https://schema.org",
        "@type": "Article",
        "@id": address,
        "url": address,
        "mainEntityOfPage": address,
        "headline": case.title,
        "description": case.summary,
        "inLanguage": "fr",
        "isAccessibleForFree": True,
        "license": licence,
        "datePublished": _iso(case.published_on),
        "dateModified": _iso(case.updated_on or case.published_on),
        "author": _organization(case.contributor or SITE),
        "publisher": _organization(SITE),
        "contributor": [_organization(partner.name) for partner in case.partners],
        "about": _about(case, taxonomy),
        "keywords": [taxonomy.label("category", slug) for slug in case.categories],
        "spatialCoverage": _places(case, taxonomy),
        "temporalCoverage": _years(case),
        "citation": [_citation(source) for source in case.sources],
    }
    return _present(data)


def _organization(name: str) -> Values:
    return {"@type": "Organization", "name": name}


def _about(case: Case, taxonomy: Taxonomy) -> Sequence[Values]:
    goals = taxonomy.with_implicit("odd", case.odd)
    terms = [("domain", slug) for slug in case.domains] + [("odd", slug) for slug in goals]
    return [
        {
            "@type": "DefinedTerm",
            "name": taxonomy.label(facet_id, slug),
            "termCode": slug,
            "inDefinedTermSet": taxonomy.facet(facet_id).label,
        }
        for facet_id, slug in terms
    ]


def _places(case: Case, taxonomy: Taxonomy) -> Sequence[Values]:
    names = [taxonomy.label("region", slug) for slug in case.regions]
    if case.place:
        names.insert(0, case.place)
    return [{"@type": "Place", "name": name} for name in names]


def _years(case: Case) -> str | None:
    """An interval; `..` is an open end (Source: ISO 8601-2)."""
    if case.started is None:
        return None
    return f"{case.started}/{case.ended or '..'}"


def _citation(source: Source) -> Values:
    return _present(
        {
            "@type": "CreativeWork",
            "name": source.title,
            "publisher": source.publisher and _organization(source.publisher),
            "url": source.url,
            "datePublished": source.date,
        }
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _present(data: Values) -> Values:
    return {key: value for key, value in data.items() if value}
