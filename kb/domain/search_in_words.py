"""A search in a few words, for titles, chips and letters."""

from collections.abc import Iterator

from kb.domain.french import quoted
from kb.domain.search import SearchQuery
from kb.domain.taxonomy import Taxonomy


def in_words(query: SearchQuery, taxonomy: Taxonomy) -> str:
    """`« garage » · Bretagne · sauf Mécénat`, or `Toutes les fiches`."""
    return " · ".join(_named(query, taxonomy)) or "Toutes les fiches"


def years_in_words(query: SearchQuery) -> str:
    """The years of a search that has some: `depuis 2015`, `en 2019`, `de 2015 à 2020`."""
    first, last = query.year_from, query.year_to
    if first is None:
        return f"jusqu’en {last}"
    if last is None:
        return f"depuis {first}"
    return f"en {first}" if first == last else f"de {first} à {last}"


def _named(query: SearchQuery, taxonomy: Taxonomy) -> Iterator[str]:
    if query.text:
        yield quoted(query.text)
    for facet_id, choice in query.choices.items():
        yield from (taxonomy.label(facet_id, slug) for slug in sorted(choice.included))
        yield from (f"sauf {taxonomy.label(facet_id, slug)}" for slug in sorted(choice.excluded))
    if query.has_years:
        yield years_in_words(query)
