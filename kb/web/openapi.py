"""The API described for programs, made from the shapes that it answers with.

Source: OpenAPI 3.1.0. Its texts are French: `/api` shows them to people.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import TypedDict

from kb.domain.taxonomy import Taxonomy
from kb.web.api_shapes import CaseAnswer, SearchValues
from kb.web.api_suggestions import SuggestionsAnswer
from kb.web.api_taxonomy import TaxonomyValues
from kb.web.head import SITE
from kb.web.json_schema import Schema, Schemas
from kb.web.openapi_parameters import parameters

_PROBLEM_TYPE = "application/problem+json"


class ProblemValues(TypedDict):
    """What went wrong (Source: RFC 9457)."""

    title: str
    status: int
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One address of the API.

    Attributes:
        answer: the shape of what is answered. refusals: statuses of errors that it may end in.
        parameters: their names; `facets` stands for those of all facets.
    """

    path: str
    id: str
    summary: str
    answer: type
    refusals: tuple[int, ...] = ()
    parameters: tuple[str, ...] = ()


OPERATIONS = (
    Operation(
        path="/api/v1/cases",
        id="searchCases",
        summary="Une page des fiches qu’une recherche trouve, et le compte de chaque filtre",
        answer=SearchValues,
        refusals=(400, 503),
        parameters=("q", "words", "facets", "year_from", "year_to", "sort", "page", "per_page"),
    ),
    Operation(
        path="/api/v1/cases/{slug}",
        id="getCase",
        summary="Une fiche entière",
        answer=CaseAnswer,
        refusals=(404, 503),
        parameters=("slug",),
    ),
    Operation(
        path="/api/v1/suggest",
        id="suggest",
        summary="Ce que peut vouloir dire un début de mot",
        answer=SuggestionsAnswer,
        refusals=(400, 503),
        parameters=("q",),
    ),
    Operation(
        path="/api/v1/taxonomy",
        id="getTaxonomy",
        summary="Le vocabulaire : chaque facette, chaque valeur",
        answer=TaxonomyValues,
        refusals=(503,),
    ),
)


def document(taxonomy: Taxonomy, *, public_url: str) -> Mapping[str, object]:
    """The whole description.

    Args:
        public_url: of the site, without a final slash.
    """
    schemas = Schemas()
    paths = {each.path: {"get": _operation(each, taxonomy, schemas)} for each in OPERATIONS}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": SITE,
            "version": "1",
            "description": "La base en lecture, sans clé. Dans la version 1, des champs peuvent "
            "s’ajouter ; aucun ne disparaît ni ne change de sens.",
        },
        "servers": [{"url": public_url}],
        "paths": paths,
        "components": {"schemas": schemas.described},
    }


def _operation(operation: Operation, taxonomy: Taxonomy, schemas: Schemas) -> Schema:
    answer: Schema = {
        "description": operation.summary,
        "headers": {"ETag": {"schema": {"type": "string"}}, **_links(operation)},
        "content": {"application/json": {"schema": schemas.of(operation.answer)}},
    }
    problem: Schema = {_PROBLEM_TYPE: {"schema": schemas.of(ProblemValues)}}
    refused = {
        str(status): {"description": HTTPStatus(status).phrase, "content": problem}
        for status in operation.refusals
    }
    moved = {"301": {"description": "La fiche a changé d’adresse"}}
    return {
        "operationId": operation.id,
        "summary": operation.summary,
        "parameters": parameters(operation.parameters, taxonomy),
        "responses": {
            "200": answer,
            **(moved if "slug" in operation.parameters else {}),
            "304": {"description": "Rien n’a changé depuis l’étiquette « If-None-Match »"},
            **refused,
        },
    }


def _links(operation: Operation) -> Schema:
    if "page" not in operation.parameters:
        return {}
    return {"Link": {"description": "first, prev, next, last", "schema": {"type": "string"}}}
