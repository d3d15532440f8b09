"""The cases of a JSON file: a list of objects, or one object alone."""

import json
from collections.abc import Iterator

from kb.domain.problems import quotable
from kb.formats.csv_rows import csv_text
from kb.formats.incoming import ImportFileError

#: An object of the file, and its place in the list, from 1.
Item = tuple[int, dict[str, object]]


def json_items(data: bytes) -> Iterator[Item]:
    """Each object of the file.

    Raises:
        ImportFileError: it is no JSON, too deep, or no list of objects.
    """
    content = _content(csv_text(data))
    items = content if isinstance(content, list) else [content]
    for number, item in enumerate(items, start=1):
        if not isinstance(item, dict):
            raise ImportFileError(code="json-no-object", row=number)
        yield number, item


def _content(text: str) -> object:
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_refused)
    except json.JSONDecodeError as error:
        raise ImportFileError(code="json-broken", row=error.lineno) from error
    except (ValueError, RecursionError) as error:
        raise ImportFileError(code="json-too-much") from error


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise ImportFileError(code="json-key-twice", column=quotable(key))
        found[key] = value
    return found


def _refused(name: str) -> object:
    raise ValueError(name)
