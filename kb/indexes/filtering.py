"""What the choices of a query keep."""

from kb.domain.search import SearchQuery
from kb.domain.taxonomy import YEAR
from kb.indexes.bits import Documents
from kb.indexes.snapshot import Snapshot


def passing(facet_id: str, query: SearchQuery, snapshot: Snapshot) -> Documents:
    """The cases that the choice in one facet keeps: any of the included, none of the excluded."""
    choice, facets = query.choice(facet_id), snapshot.facets
    kept = snapshot.everything
    if choice.included:
        kept = facets.having(facet_id, choice.included)
    if choice.excluded:
        kept = kept & ~facets.having(facet_id, choice.excluded)
    if facet_id == YEAR and query.has_years:
        years = [year for year in facets.terms[YEAR] if _in_years(int(year), query)]
        kept = kept & facets.having(YEAR, years)
    return kept


def _in_years(year: int, query: SearchQuery) -> bool:
    return (query.year_from or year) <= year <= (query.year_to or year)
