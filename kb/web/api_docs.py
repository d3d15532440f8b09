"""`/api`: how programs read the base, shown from the same description that they are given."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from kb.domain.french import typographic
from kb.domain.taxonomy import Taxonomy
from kb.web.context import absolute, knowledge_base, settings
from kb.web.dataset import dataset
from kb.web.head import Head, Link
from kb.web.openapi import document
from kb.web.openapi_operations import OPERATIONS, Operation
from kb.web.openapi_parameters import parameters
from kb.web.take_away import FORMS

pages = Blueprint("api_docs", __name__)

#: A request that answers, for each operation.
_EXAMPLES = {
    "searchCases": "/api/v1/cases?q=garage+solidaire&region=bretagne&per_page=5",
    "getCase": "/api/v1/cases/1000-cafes-villages",
    "suggest": "/api/v1/suggest?q=bret",
    "getTaxonomy": "/api/v1/taxonomy",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterLine:
    """A parameter: its name, what it means, what it may be."""

    name: str
    meaning: str
    values: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldLine:
    """A field of an answer and its type, in the words of JSON."""

    name: str
    type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationPart:
    """One address: how to ask, an example, what is answered."""

    id: str
    path: str
    summary: str
    example: str
    parameters: tuple[ParameterLine, ...]
    fields: tuple[FieldLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiPage:
    """The documentation.

    Attributes:
        forms: the whole base in each form.
        reads_per_minute: from one address; 0 where nothing is limited.
        dataset: for machines.
    """

    head: Head
    operations: tuple[OperationPart, ...]
    forms: tuple[Link, ...]
    base: str
    reads_per_minute: int
    dataset: Mapping[str, object]


@pages.get("/api")
def show() -> ResponseReturnValue:
    """The documentation of the interfaces."""
    taxonomy = knowledge_base().taxonomies.current()
    described = document(taxonomy, public_url=absolute(""))
    schemas = cast("dict[str, dict[str, object]]", described["components"])["schemas"]
    page = ApiPage(
        head=Head(page_title="Données ouvertes et API", canonical=absolute("/api")),
        operations=tuple(_part(each, taxonomy, schemas) for each in OPERATIONS),
        forms=tuple(
            Link(text=form.label, address=f"/export.{extension}")
            for extension, form in FORMS.items()
        ),
        base=absolute(""),
        reads_per_minute=settings().reads_per_minute if settings().limits_tries else 0,
        dataset=dataset(absolute("")),
    )
    return render_template("api_docs/show.html", page=page)


def _part(operation: Operation, taxonomy: Taxonomy, schemas: object) -> OperationPart:
    return OperationPart(
        id=operation.id,
        path=operation.path,
        summary=typographic(operation.summary),
        example=_EXAMPLES[operation.id],
        parameters=tuple(map(_line, parameters(operation.parameters, taxonomy))),
        fields=tuple(_fields(operation, schemas)),
    )


def _line(parameter: Mapping[str, object]) -> ParameterLine:
    return ParameterLine(
        name=str(parameter["name"]),
        meaning=typographic(str(parameter["description"])),
        values=_values(cast("Mapping[str, object]", parameter["schema"])),
    )


def _values(schema: Mapping[str, object]) -> str:
    """`« all »`, `de 1 à 100`, `texte`, `termes du vocabulaire`."""
    if schema["type"] == "array":
        items = cast("Mapping[str, object]", schema["items"])
        return "termes du vocabulaire" if "$ref" in items else f"{_values(items)}, répétable"
    if "enum" in schema:
        return ", ".join(cast("list[str]", schema["enum"]))
    if "minimum" in schema:
        return f"de {schema['minimum']} à {schema['maximum']}"
    return f"texte, {schema['maxLength']} caractères au plus"


def _fields(operation: Operation, schemas: object) -> Iterator[FieldLine]:
    name = operation.answer.__name__.removesuffix("Values").removesuffix("Answer")
    shape = cast("dict[str, dict[str, dict[str, Mapping[str, object]]]]", schemas)[name]
    for field, schema in shape["properties"].items():
        yield FieldLine(name=field, type=_type(schema))


def _type(schema: Mapping[str, object]) -> str:
    """`string`, `integer | null`, `Case[]`."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[1]
    if "anyOf" in schema:
        return " | ".join(
            _type(each) for each in cast("list[Mapping[str, object]]", schema["anyOf"])
        )
    if schema["type"] == "array":
        return f"{_type(cast('Mapping[str, object]', schema['items']))}[]"
    kind = schema["type"]
    return " | ".join(kind) if isinstance(kind, list) else str(kind)
