"""The parameters of the API, described for programs and, on `/api`, for people."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from kb.domain.case import MAX_SLUG_CHARACTERS
from kb.domain.search import MAX_PER_PAGE, MAX_QUERY_CHARACTERS, Sort
from kb.domain.taxonomy import FIRST_YEAR, KEY_OF_FACET, LAST_YEAR, YEAR, YEAR_LABEL, Taxonomy
from kb.web.json_schema import Schema

#: The greatest page that can be asked for.
_MAX_PAGE = 1_000_000

#: Plain parameters: where they stand, what they mean, what they may be.
_PARAMETERS: Mapping[str, tuple[str, str, Schema]] = MappingProxyType(
    {
        "q": (
            "query",
            "Les mots, comme dans la recherche du site",
            {"type": "string", "maxLength": MAX_QUERY_CHARACTERS},
        ),
        "words": (
            "query",
            "Exiger tous les mots au lieu d’assouplir",
            {"type": "string", "enum": ["all"]},
        ),
        "year_from": (
            "query",
            f"{YEAR_LABEL}, au plus tôt",
            {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR},
        ),
        "year_to": (
            "query",
            f"{YEAR_LABEL}, au plus tard",
            {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR},
        ),
        "sort": (
            "query",
            "L’ordre : pertinence avec des mots, sinon publication la plus récente",
            {"type": "string", "enum": [each.value for each in Sort]},
        ),
        "page": (
            "query",
            "La page, à partir de 1",
            {"type": "integer", "minimum": 1, "maximum": _MAX_PAGE, "default": 1},
        ),
        "per_page": (
            "query",
            "Le nombre de fiches par page",
            {"type": "integer", "minimum": 1, "maximum": MAX_PER_PAGE, "default": 20},
        ),
        "slug": (
            "path",
            "L’adresse courte de la fiche",
            {
                "type": "string",
                "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$",
                "maxLength": MAX_SLUG_CHARACTERS,
                "example": "1000-cafes-villages",
            },
        ),
    }
)


def parameters(names: Iterable[str], taxonomy: Taxonomy) -> Sequence[Schema]:
    """The parameters of an operation, in the order of the document."""
    found: list[Schema] = []
    for name in names:
        if name == "facets":
            found += _facets(taxonomy)
            continue
        place, meaning, schema = _PARAMETERS[name]
        found.append(_parameter(name, place, meaning, schema))
    return found


def _facets(taxonomy: Taxonomy) -> Iterable[Schema]:
    years: Schema = {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR}
    for facet_id in (*KEY_OF_FACET, YEAR):
        if facet_id == YEAR:
            label, item = YEAR_LABEL, years
        else:
            facet = taxonomy.facet(facet_id)
            label = facet.label
            item = {"type": "string", "enum": [term.slug for term in facet.offered]}
        several: Schema = {"type": "array", "items": item}
        yield _parameter(facet_id, "query", f"{label} : l’une de ces valeurs", several)
        yield _parameter(f"{facet_id}_not", "query", f"{label} : aucune de ces valeurs", several)


def _parameter(name: str, place: str, meaning: str, schema: Schema) -> Schema:
    found: Schema = {"name": name, "in": place, "description": meaning, "schema": schema}
    return {**found, "required": True} if place == "path" else found
