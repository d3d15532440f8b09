"""The parameters of the API, described for programs and, on `/api`, for people."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from kb.domain.case import MAX_SLUG_CHARACTERS
from kb.domain.search import MAX_PER_PAGE, MAX_QUERY_CHARACTERS, Sort
from kb.domain.taxonomy import FIRST_YEAR, KEY_OF_FACET, LAST_YEAR, YEAR, YEAR_LABEL, Taxonomy
from kb.web.json_schema import Schema
from kb.web.oai_request import PREFIX, VERBS
from kb.web.vignette import LEAST

#: The greatest page that can be asked for.
_MAX_PAGE = 1_000_000

_TEXT: Schema = {"type": "string", "maxLength": MAX_QUERY_CHARACTERS}
_PIXELS: Schema = {"type": "integer", "minimum": LEAST, "maximum": 999_999_999}
_DAY: Schema = {"type": "string", "format": "date"}

#: Without them nothing can be answered.
_REQUIRED = frozenset({"slug", "url", "verb"})

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
        "url": ("query", "L’adresse publique de la fiche", _TEXT),
        "format": ("query", "La forme de la réponse", {"type": "string", "enum": ["json"]}),
        "maxwidth": ("query", "La largeur qu’il y a, en pixels", _PIXELS),
        "maxheight": ("query", "La hauteur qu’il y a, en pixels", _PIXELS),
        "verb": (
            "query",
            "Ce qui est demandé",
            {"type": "string", "enum": list(VERBS)},
        ),
        "metadataPrefix": (
            "query",
            "La forme des notices",
            {"type": "string", "enum": [PREFIX]},
        ),
        "identifier": ("query", "L’identifiant d’une notice : oai:hôte:adresse-courte", _TEXT),
        "from": ("query", "Changées ce jour ou après, en UTC", _DAY),
        "until": ("query", "Changées ce jour ou avant, en UTC", _DAY),
        "set": ("query", "Un ensemble, comme region:bretagne", _TEXT),
        "resumptionToken": ("query", "Où reprendre une liste ; sans autre argument", _TEXT),
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


def every_name() -> Sequence[str]:
    """All names that `parameters` knows."""
    return (*_PARAMETERS, "facets")


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


def terms(taxonomy: Taxonomy) -> Mapping[str, Schema]:
    """The schema of the values of each facet, by its name."""
    return {
        _terms_of(facet_id): {
            "type": "string",
            "enum": [term.slug for term in taxonomy.facet(facet_id).offered],
        }
        for facet_id in KEY_OF_FACET
    }


def _terms_of(facet_id: str) -> str:
    return f"{facet_id.title()}Term"


def _facets(taxonomy: Taxonomy) -> Iterable[Schema]:
    years: Schema = {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR}
    for facet_id in (*KEY_OF_FACET, YEAR):
        if facet_id == YEAR:
            label, item = YEAR_LABEL, years
        else:
            label = taxonomy.facet(facet_id).label
            item = {"$ref": f"#/components/schemas/{_terms_of(facet_id)}"}
        several: Schema = {"type": "array", "items": item}
        yield _parameter(facet_id, "query", f"{label} : l’une de ces valeurs", several)
        yield _parameter(f"{facet_id}_not", "query", f"{label} : aucune de ces valeurs", several)


def _parameter(name: str, place: str, meaning: str, schema: Schema) -> Schema:
    found: Schema = {"name": name, "in": place, "description": meaning, "schema": schema}
    return {**found, "required": True} if name in _REQUIRED else found
