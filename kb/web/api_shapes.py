"""What the API answers, as JSON values. The fields and their order are in docs/http-api.md."""

from collections.abc import Iterator
from typing import Literal, NotRequired, TypedDict

from kb.domain.search import CaseSummary, FacetChoice, Hit, Reason, SearchQuery, SearchResults
from kb.domain.taxonomy import FACET_IDS, FIRST_YEAR, LAST_YEAR, YEAR, YEAR_LABEL, Facet, Taxonomy
from kb.formats.case_json import CaseValues, case_url, iso


class HighlightsValues(TypedDict):
    """Escaped text in which `<mark>` is the only tag."""

    title: str
    passage: str


class ReasonValues(TypedDict):
    """Why a case was found: a word of the query and what it matched."""

    word: str
    matched: str
    field: str
    kind: Literal["word", "synonym", "correction"]


class ItemValues(TypedDict):
    """One case of a list."""

    slug: str
    title: str
    summary: str
    actors: list[str]
    regions: list[str]
    scales: list[str]
    domains: list[str]
    categories: list[str]
    impacts: list[str]
    odd: list[str]
    stage: str | None
    started: int | None
    ended: int | None
    published_on: str | None
    updated_on: str | None
    url: str
    score: float | None
    highlights: HighlightsValues | None
    reasons: list[ReasonValues]


class FacetTermValues(TypedDict):
    """One value of a facet; `group` only where the facet has groups."""

    slug: str
    label: str
    group: NotRequired[str | None]
    count: int
    selected: bool
    excluded: bool


class FacetValues(TypedDict):
    """One facet of a search."""

    id: str
    label: str
    terms: list[FacetTermValues]


class SearchValues(TypedDict):
    """The answer to a search."""

    total: int
    page: int
    per_page: int
    relaxed: str | None
    did_you_mean: str | None
    items: list[ItemValues]
    facets: list[FacetValues]


class CaseAnswer(CaseValues):
    """One case in full; `html` is the body, cleaned."""

    html: str


def search_values(
    query: SearchQuery, results: SearchResults, taxonomy: Taxonomy, *, public_url: str
) -> SearchValues:
    """What a search is answered with.

    Args:
        public_url: of the site, without a final slash.
    """
    return SearchValues(
        total=results.total,
        page=query.page,
        per_page=query.per_page,
        relaxed=results.relaxed.value if results.relaxed else None,
        did_you_mean=results.did_you_mean,
        items=[_item(hit, taxonomy, public_url) for hit in results.hits],
        facets=[
            FacetValues(
                id=facet_id,
                label=YEAR_LABEL if facet_id == YEAR else taxonomy.facet(facet_id).label,
                terms=list(_terms(facet_id, query, results, taxonomy)),
            )
            for facet_id in FACET_IDS
        ],
    )


def _item(hit: Hit, taxonomy: Taxonomy, public_url: str) -> ItemValues:
    case, marked = hit.case, hit.highlights
    return ItemValues(
        slug=case.slug,
        title=case.title,
        summary=case.summary,
        actors=list(case.tags["actor"]),
        regions=list(case.tags["region"]),
        scales=list(case.tags["scale"]),
        domains=list(case.tags["domain"]),
        categories=list(case.tags["category"]),
        impacts=list(case.tags["impact"]),
        odd=list(taxonomy.with_implicit("odd", case.tags["odd"])),
        stage=_stage(case),
        started=case.started,
        ended=case.ended,
        published_on=iso(case.published_on),
        updated_on=iso(case.updated_on),
        url=case_url(public_url, case.slug),
        score=hit.score,
        highlights=HighlightsValues(title=marked.title, passage=marked.passage) if marked else None,
        reasons=[_reason(each) for each in hit.reasons],
    )


def _reason(reason: Reason) -> ReasonValues:
    return ReasonValues(
        word=reason.word, matched=reason.matched, field=reason.field, kind=reason.kind.value
    )


def _stage(case: CaseSummary) -> str | None:
    return next(iter(case.tags["stage"]), None)


def _terms(
    facet_id: str, query: SearchQuery, results: SearchResults, taxonomy: Taxonomy
) -> Iterator[FacetTermValues]:
    facet = taxonomy.by_id.get(facet_id)
    choice = query.choice(facet_id)
    for each in results.counts[facet_id]:
        values = FacetTermValues(
            slug=each.slug,
            label=taxonomy.label(facet_id, each.slug),
            count=each.count,
            selected=_is_selected(facet_id, each.slug, query, choice),
            excluded=each.slug in choice.excluded,
        )
        yield _with_group(values, facet) if facet and facet.groups else values


def _is_selected(facet_id: str, slug: str, query: SearchQuery, choice: FacetChoice) -> bool:
    if slug in choice.included:
        return True
    if facet_id != YEAR or not query.has_years:
        return False
    return (query.year_from or FIRST_YEAR) <= int(slug) <= (query.year_to or LAST_YEAR)


def _with_group(values: FacetTermValues, facet: Facet) -> FacetTermValues:
    term = facet.by_slug.get(values["slug"])
    slug, label = values["slug"], values["label"]
    return {"slug": slug, "label": label, "group": term.group if term else None, **values}
