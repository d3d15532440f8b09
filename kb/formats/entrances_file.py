"""The ways in as text: `entrees.yaml` to Entrances. The head of the file explains its keys."""

from collections.abc import Mapping

from kb.domain.case import MAX_SLUG_CHARACTERS
from kb.domain.entrance import Entrance, SavedSearch, Toolkit
from kb.domain.problems import Problem
from kb.domain.taxonomy import KEY_OF_FACET
from kb.formats.case_fields import MAX_TERMS, URL_READER, slug
from kb.formats.fields import Field, Reader, Spot, list_of, parsed, record, text
from kb.formats.nodes import Entries, Node
from kb.formats.side_file import read_record, report_twice

#: More than a first page can propose.
MAX_ENTRANCES = 12
_MAX_INTRODUCTION, _MAX_CASES, _MAX_TOOLKITS = 4000, 12, 20


def read(text: str) -> tuple[Entrance, ...] | tuple[Problem, ...]:
    """The entrances in their order, or all that is wrong, by line."""
    values = read_record(text, _FILE)
    return values["entrances"] if isinstance(values, dict) else values  # type: ignore[return-value]  # as read


def _entrances(node: Node, spot: Spot) -> tuple[object, ...] | None:
    entrances = list_of(_entrance, most=MAX_ENTRANCES, keys="id")(node, spot)
    ids = [each.id if isinstance(each, Entrance) else "" for each in entrances or ()]
    report_twice(ids, node, spot, "id")
    return entrances


def _entrance(node: Node, spot: Spot) -> object:
    def build(**values: object) -> Entrance:
        return Entrance(**values, line=node.line)  # type: ignore[arg-type]  # readers return field types

    return record(_ENTRANCE, build)(node, spot)


def _search(**values: object) -> SavedSearch:
    words = str(values.pop("words", ""))
    return SavedSearch(words=words, terms=values)  # type: ignore[arg-type]  # lists of slugs


def _some_search(node: Node, spot: Spot) -> object:
    if isinstance(node, Entries) and not node.nodes:
        spot.report(node.line, "empty-value")
        return None
    return _SEARCH(node, spot)


_SLUG: Reader = parsed(slug, "not-a-slug", most=MAX_SLUG_CHARACTERS)
_TERMS = Field(list_of(_SLUG, most=MAX_TERMS, unique=True))
_SEARCH = record({"words": Field(text()), **dict.fromkeys(KEY_OF_FACET, _TERMS)}, _search)
_TOOLKIT = {
    "title": Field(text(), required=True),
    "publisher": Field(text()),
    "url": Field(URL_READER, required=True),
}
_ENTRANCE: Mapping[str, Field] = {
    "id": Field(_SLUG, required=True),
    "title": Field(text(5, 100), required=True),
    "summary": Field(text(10, 200), required=True),
    "introduction": Field(text(40, _MAX_INTRODUCTION, lines=True), required=True),
    "search": Field(_some_search, required=True),
    "cases": Field(list_of(_SLUG, most=_MAX_CASES, unique=True)),
    "toolkits": Field(list_of(record(_TOOLKIT, Toolkit), most=_MAX_TOOLKITS, keys="title")),
}
_FILE = {
    "version": Field(parsed(int, "not-a-version"), required=True),
    "entrances": Field(_entrances, required=True),
}
