"""All that is made for programs, described for them from the shapes that it answers with.

Source: OpenAPI 3.1.0. Its texts are French: `/api` shows them to people.
"""

from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import TypedDict

from kb.domain.taxonomy import Taxonomy
from kb.web.head import SITE
from kb.web.json_schema import Schema, Schemas
from kb.web.openapi_operations import EVERYTHING, Operation
from kb.web.openapi_parameters import every_name, parameters, terms

_PROBLEM_TYPE = "application/problem+json"

#: Errors that any address may end in.
_ANYWHERE = (429, 503)

_FILE: Schema = {"type": "string", "format": "binary"}

#: header -> what it says, with any answer that was counted
_LIMITS: Mapping[str, str] = MappingProxyType(
    {
        "RateLimit-Policy": 'Combien de lectures, en combien de secondes : "reads";q=600;w=60',
        "RateLimit": 'Combien il en reste, pour combien de secondes : "reads";r=599;t=60',
    }
)


class ProblemValues(TypedDict):
    """What went wrong (Source: RFC 9457)."""

    title: str
    status: int
    detail: str


def document(taxonomy: Taxonomy, *, public_url: str) -> Mapping[str, object]:
    """The whole description.

    Args:
        public_url: of the site, without a final slash.
    """
    schemas = Schemas()
    paths = {each.path: {"get": _operation(each, taxonomy, schemas)} for each in EVERYTHING}
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
        "components": {
            "schemas": {**schemas.described, **terms(taxonomy)},
            "parameters": {str(each["name"]): each for each in parameters(every_name(), taxonomy)},
        },
    }


def _operation(operation: Operation, taxonomy: Taxonomy, schemas: Schemas) -> Schema:
    is_file = operation.answer is bytes
    answer: Schema = {
        "description": operation.summary,
        "headers": _headers({"ETag": "Pour redemander par « If-None-Match »", **_links(operation)}),
        "content": {
            operation.media_type: {"schema": _FILE if is_file else schemas.of(operation.answer)}
        },
    }
    moved: Schema = {"301": {"description": "La fiche a changé d’adresse"}}
    return {
        "operationId": operation.id,
        "tags": [operation.tag],
        "summary": operation.summary,
        "parameters": [
            {"$ref": f"#/components/parameters/{each['name']}"}
            for each in parameters(operation.parameters, taxonomy)
        ],
        "responses": {
            "200": answer,
            **(moved if "slug" in operation.parameters else {}),
            "304": {"description": "Rien n’a changé depuis l’étiquette « If-None-Match »"},
            **_refusals(operation, schemas),
        },
    }


def _refusals(operation: Operation, schemas: Schemas) -> Schema:
    """A problem; outside the API those who ask for a page get one."""
    content: Schema = {_PROBLEM_TYPE: {"schema": schemas.of(ProblemValues)}}
    if not operation.path.startswith("/api/"):
        content["text/html"] = {"schema": {"type": "string"}}
    wait = {"Retry-After": "Secondes à attendre avant de redemander"}
    told: dict[int, Mapping[str, str]] = {status: {} for status in operation.refusals}
    told |= dict.fromkeys(_ANYWHERE, wait)
    return {
        str(status): {
            "description": HTTPStatus(status).phrase,
            "headers": _headers(headers),
            "content": content,
        }
        for status, headers in sorted(told.items())
    }


def _headers(told: Mapping[str, str]) -> Schema:
    return {
        name: {"description": meaning, "schema": {"type": "string"}}
        for name, meaning in {**told, **_LIMITS}.items()
    }


def _links(operation: Operation) -> Mapping[str, str]:
    is_api = operation.path.startswith("/api/")
    return {"Link": "first, prev, next, last"} if is_api and "page" in operation.parameters else {}
