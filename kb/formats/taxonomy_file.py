"""The vocabulary as text: `taxonomy.yaml` to a Taxonomy."""

from collections.abc import Iterator

from kb.domain.case import MAX_SLUG_CHARACTERS
from kb.domain.hashes import sha256_of
from kb.domain.problems import Problem
from kb.domain.taxonomy import KEY_OF_FACET, Facet, Group, Taxonomy, Term
from kb.formats.case_fields import MAX_TERMS, slug
from kb.formats.fields import Field, Spot, list_of, nearest, parsed, record, text
from kb.formats.nodes import Entries, Items, Node, Text
from kb.formats.side_file import read_record, report_twice

#: The facet of which a case has one value, and the one that its partners carry: `Case` says so.
_SINGLE, _DERIVED = "stage", {"actor": "partners"}

_BOOLEANS = {"true": True, "false": False}
_MAX_DEFINITION = 1000
_MAX_SYNONYMS = 1000


def read(text: str) -> Taxonomy | tuple[Problem, ...]:
    """The taxonomy, its facets in the order of `KEY_OF_FACET`, or all that is wrong, by line."""
    values = read_record(text, _TAXONOMY)
    if not isinstance(values, dict):
        return values
    return Taxonomy(**values, sha256=sha256_of(text))  # type: ignore[arg-type]  # readers return field types


def _facets(node: Node, spot: Spot) -> tuple[Facet, ...]:
    """Every facet of `KEY_OF_FACET`, in its order."""
    facets = list_of(_facet, most=len(KEY_OF_FACET) * 2, keys="id")(node, spot) or ()
    report_twice([each.id if isinstance(each, Facet) else "" for each in facets], node, spot, "id")
    by_id = {facet.id: facet for facet in facets if isinstance(facet, Facet)}
    for missing in (facet_id for facet_id in KEY_OF_FACET if facet_id not in _ids(node)):
        spot.report(node.line, "missing-facet", value=missing)
    return tuple(by_id[facet_id] for facet_id in KEY_OF_FACET if facet_id in by_id)


def _ids(node: Node) -> set[str]:
    """The ids of the facets that are there, readable or not."""
    facets = node.nodes if isinstance(node, Items) else []
    ids = [facet.nodes.get("id") for facet in facets if isinstance(facet, Entries)]
    return {facet_id.value for facet_id in ids if isinstance(facet_id, Text)}


def _facet(node: Node, spot: Spot) -> Facet | None:
    facet = record(_FACET, _built)(node, spot)
    if not isinstance(facet, Facet) or not isinstance(node, Entries):
        return None
    if facet.id not in KEY_OF_FACET:
        values = {"value": facet.id, "nearest": nearest(facet.id, KEY_OF_FACET)}
        spot.entry("id").report(node.nodes["id"].line, "unknown-facet", **values)
        return None
    _require_fit(facet, node, spot)
    terms = [term.slug for term in facet.terms]
    report_twice(terms, node.nodes["terms"], spot.entry("terms"), "slug")
    if "groups" in node.nodes:
        groups = [group.slug for group in facet.groups]
        report_twice(groups, node.nodes["groups"], spot.entry("groups"), "slug")
    _require_known(facet, node, spot)
    return facet


def _term(node: Node, spot: Spot) -> object:
    return record(_TERM, Term)(_joined(node), spot)


def _joined(node: Node) -> Node:
    """The node with texts whole that a comma cut: `{label: one, two}` has no key `two`.

    YAML takes what follows the comma for a key without a value; whoever wrote it meant a text.
    """
    if not isinstance(node, Entries):
        return node
    joined = Entries(node.line, lines=node.lines)
    last = ""
    for key, value in node.nodes.items():
        before = joined.nodes.get(last)
        if key in _TERM or value != Text("", node.lines[key]) or not isinstance(before, Text):
            joined.nodes[key], last = value, key
        else:
            joined.nodes[last] = Text(f"{before.value}, {key}", before.line)
    return joined


def _built(**values: object) -> Facet:
    derived_from = values.pop("from", None)
    implicit = frozenset(values.pop("implicit", ()))  # type: ignore[call-overload]  # a tuple of slugs
    return Facet(**values, derived_from=derived_from, implicit=implicit)  # type: ignore[arg-type]  # as above


def _require_fit(facet: Facet, node: Entries, spot: Spot) -> None:
    """What a case looks like is not for the taxonomy to say: it repeats it."""
    if facet.multiple == (facet.id == _SINGLE):
        expected = str(not facet.multiple).lower()
        line = node.nodes["multiple"].line if "multiple" in node.nodes else node.line
        spot.entry("multiple").report(line, "fixed-value", facet=facet.id, expected=expected)
    expected_from = _DERIVED.get(facet.id)
    if facet.derived_from == expected_from:
        return
    line = node.nodes["from"].line if "from" in node.nodes else node.line
    code = "fixed-value" if expected_from else "fixed-absent"
    spot.entry("from").report(line, code, facet=facet.id, expected=expected_from)


def _require_known(facet: Facet, node: Entries, spot: Spot) -> None:
    groups = {group.slug for group in facet.groups}
    named = [term.group or "" for term in facet.terms]
    for number, group, line in _numbered(named, node.nodes["terms"]):
        if group and group not in groups:
            where = spot.entry("terms").item(number).entry("group")
            where.report(line, "unknown-group", value=group, nearest=nearest(group, groups))
    for unknown in sorted(facet.implicit - facet.by_slug.keys()):
        line = node.nodes["implicit"].line
        spot.entry("implicit").report(line, "unknown-implicit", value=unknown)


def _numbered(values: list[str], node: Node) -> Iterator[tuple[int, str, int]]:
    """Each value of a list, counted from 1, with its line."""
    nodes = node.nodes if isinstance(node, Items) else []
    for number, (value, item) in enumerate(zip(values, nodes, strict=False), start=1):
        yield number, value, item.line


_SLUG = Field(parsed(slug, "not-a-slug", most=MAX_SLUG_CHARACTERS), required=True)
_LABEL = Field(text(), required=True)

_TERM = {
    "slug": _SLUG,
    "label": _LABEL,
    "definition": Field(text(most=_MAX_DEFINITION)),
    "group": Field(_SLUG.read),
    "synonyms": Field(list_of(text(), most=MAX_TERMS, unique=True)),
    "insee": Field(text()),
}
_FACET = {
    "id": Field(text(), required=True),
    "label": _LABEL,
    "multiple": Field(parsed(_BOOLEANS.__getitem__, "not-true-or-false")),
    "from": Field(text()),
    "implicit": Field(list_of(_SLUG.read, most=MAX_TERMS, unique=True)),
    "groups": Field(list_of(record({"slug": _SLUG, "label": _LABEL}, Group), most=MAX_TERMS)),
    "terms": Field(list_of(_term, most=MAX_TERMS, keys="slug"), required=True),
}
_SYNONYMS = list_of(list_of(text(), most=MAX_TERMS, unique=True), most=_MAX_SYNONYMS)
_TAXONOMY = {
    "version": Field(parsed(int, "not-a-version"), required=True),
    "facets": Field(_facets, required=True),
    "synonyms": Field(_SYNONYMS),
}
