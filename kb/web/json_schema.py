"""JSON Schema of the shapes that the API answers with, read off their annotations.

Our own, because the kinds of annotation are few and closed: pydantic's `TypeAdapter` refuses
`typing.TypedDict` before Python 3.12, and would be a run-time dependency for one document.
Source: JSON Schema 2020-12, the dialect of OpenAPI 3.1.
"""

from collections.abc import Mapping
from types import MappingProxyType, NoneType, UnionType
from typing import (
    Any,
    Literal,
    NotRequired,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

Schema = dict[str, object]

_SIMPLE: Mapping[object, str] = MappingProxyType(
    {
        str: "string",
        int: "integer",
        float: "number",
        bool: "boolean",
        dict: "object",
        NoneType: "null",
    }
)


class Schemas:
    """The schemas that were needed so far, by name; each shape is described once.

    Attributes:
        described: name to schema, in the order of need.
    """

    def __init__(self) -> None:
        self.described: dict[str, Schema] = {}
        self._kinds: dict[str, type] = {}

    def of(self, kind: Any) -> Schema:  # noqa: ANN401 - an annotation has no type of its own
        """The schema of an annotation; for a shape, a reference to it.

        Raises:
            TypeError: an annotation of another kind; the table of kinds is to be widened. Or two
                shapes would have one name.
        """
        if kind in _SIMPLE:
            return {"type": _SIMPLE[kind]}
        if is_typeddict(kind):
            return self._shape(kind)
        origin, inner = get_origin(kind), get_args(kind)
        if origin is NotRequired:
            return self.of(inner[0])
        if origin is list:
            return {"type": "array", "items": self.of(inner[0])}
        if origin is Literal:
            return {"type": "string", "enum": list(inner)}
        if origin in {UnionType, Union}:
            return _any_of([self.of(each) for each in inner])
        raise TypeError(kind)

    def _shape(self, kind: type) -> Schema:
        name = kind.__name__.removesuffix("Values").removesuffix("Answer")
        if self._kinds.setdefault(name, kind) is not kind:
            raise TypeError(name)
        if name not in self.described:
            self.described[name] = {}  # before its fields, which may lead back to it
            hints = get_type_hints(kind, include_extras=True)
            required = [key for key, each in hints.items() if get_origin(each) is not NotRequired]
            self.described[name] |= {
                "type": "object",
                "required": required,
                "properties": {key: self.of(each) for key, each in hints.items()},
            }
        return {"$ref": f"#/components/schemas/{name}"}


def _any_of(schemas: list[Schema]) -> Schema:
    types = [each["type"] for each in schemas if each.keys() == {"type"}]
    return {"type": types} if len(types) == len(schemas) else {"anyOf": schemas}
