"""A case in the fifteen elements that every library knows.

Source: DCMI Metadata Element Set 1.1.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from kb.domain import site
from kb.domain.case import Case, Licence
from kb.domain.taxonomy import Taxonomy

#: Where each licence is to be read, for machines.
LICENCE_URIS: Mapping[Licence, str] = MappingProxyType(
    {
        Licence.CC_BY_4_0: "https://creativecommons.org/licenses/by/4.0/",
        Licence.CC_BY_SA_4_0: "https://creativecommons.org/licenses/by-sa/4.0/",
        Licence.CC0_1_0: "https://creativecommons.org/publicdomain/zero/1.0/",
        Licence.ETALAB_2_0: "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
    }
)

#: What a case is about, in this order; regions are its coverage.
_SUBJECTS = ("domain", "category", "odd")


def dublin_core(case: Case, taxonomy: Taxonomy, *, url: str) -> Iterator[tuple[str, str]]:
    """Element and text, several times the same element where there is more to say.

    Args:
        url: of the page of the case, absolute.
    """
    tags = taxonomy.tags(case)
    yield "title", case.title
    yield "creator", case.contributor or site.NAME
    for facet_id in _SUBJECTS:
        for slug in tags[facet_id]:
            yield "subject", taxonomy.label(facet_id, slug)
    yield "description", case.summary
    yield "publisher", site.NAME
    for partner in case.partners:
        yield "contributor", partner.name
    day = case.updated_on or case.published_on
    if day:
        yield "date", day.isoformat()
    yield "type", "Text"  # Source: DCMI Type Vocabulary
    yield "format", "text/html"
    yield "identifier", url
    for source in case.sources:
        yield "source", source.url or source.title
    yield "language", "fr"
    for covered in _coverage(case, taxonomy):
        yield "coverage", covered
    yield "rights", LICENCE_URIS[case.licence]


def _coverage(case: Case, taxonomy: Taxonomy) -> Iterator[str]:
    """Where and when; `..` is an open end (Source: ISO 8601-2)."""
    for slug in case.regions:
        yield taxonomy.label("region", slug)
    if case.place:
        yield case.place
    if case.started:
        yield f"{case.started}/{case.ended or '..'}"
