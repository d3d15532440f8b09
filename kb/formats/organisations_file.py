"""What is known by hand of organisations: `organisations.yaml` to an OrganisationBook."""

from kb.domain.case import MAX_SLUG_CHARACTERS
from kb.domain.organisation import KnownOrganisation, OrganisationBook
from kb.domain.problems import Problem
from kb.formats.case_fields import slug
from kb.formats.fields import Field, Reader, Spot, list_of, parsed, record, text
from kb.formats.nodes import Node
from kb.formats.side_file import read_record, report_twice

_MAX_ORGANISATIONS, _MAX_NAMES, _MAX_CASES = 5000, 50, 200


def read(text: str) -> OrganisationBook | tuple[Problem, ...]:
    """The book, or all that is wrong, by line."""
    values = read_record(text, _FILE)
    if not isinstance(values, dict):
        return values
    return OrganisationBook(
        known=values.get("organisations", ()),  # type: ignore[arg-type]  # as read
        ignored=values.get("ignored", ()),  # type: ignore[arg-type]  # as read
    )


def _organisations(node: Node, spot: Spot) -> tuple[object, ...] | None:
    known = list_of(_organisation, most=_MAX_ORGANISATIONS, keys="slug")(node, spot)
    slugs = [each.slug if isinstance(each, KnownOrganisation) else "" for each in known or ()]
    report_twice(slugs, node, spot, "slug")
    return known


def _organisation(node: Node, spot: Spot) -> object:
    def build(**values: object) -> KnownOrganisation:
        return KnownOrganisation(**values, line=node.line)  # type: ignore[arg-type]  # readers return field types

    return record(_ORGANISATION, build)(node, spot)


_SLUG: Reader = parsed(slug, "not-a-slug", most=MAX_SLUG_CHARACTERS)
_ORGANISATION = {
    "slug": Field(_SLUG, required=True),
    "name": Field(text(), required=True),
    "names": Field(list_of(text(), most=_MAX_NAMES, unique=True)),
    "cases": Field(list_of(_SLUG, most=_MAX_CASES, unique=True)),
}
_FILE = {
    "version": Field(parsed(int, "not-a-version"), required=True),
    "organisations": Field(_organisations),
    "ignored": Field(list_of(text(), most=_MAX_ORGANISATIONS, unique=True)),
}
