"""The taxonomy as JSON values: what `taxonomy.yaml` says, each key present."""

from typing import TypedDict

from kb.domain.taxonomy import KEY_OF_FACET, Facet, Group, Taxonomy, Term


class TermValues(TypedDict):
    """One legal value."""

    slug: str
    label: str
    definition: str | None
    group: str | None
    synonyms: list[str]
    insee: str | None


class GroupValues(TypedDict):
    """A heading for terms."""

    slug: str
    label: str


#: One facet; `from` is a Python keyword, hence this spelling.
FacetDefinition = TypedDict(
    "FacetDefinition",
    {
        "id": str,
        "key": str,
        "label": str,
        "multiple": bool,
        "from": str | None,
        "groups": list[GroupValues],
        "implicit": list[str],
        "terms": list[TermValues],
    },
)


class TaxonomyValues(TypedDict):
    """The whole vocabulary."""

    version: int
    facets: list[FacetDefinition]
    synonyms: list[list[str]]


def taxonomy_values(taxonomy: Taxonomy) -> TaxonomyValues:
    """The vocabulary that cases are tagged with and searches filter by."""
    return TaxonomyValues(
        version=taxonomy.version,
        facets=[_facet(facet) for facet in taxonomy.facets],
        synonyms=[list(group) for group in taxonomy.synonyms],
    )


def _facet(facet: Facet) -> FacetDefinition:
    return {
        "id": facet.id,
        "key": KEY_OF_FACET[facet.id],
        "label": facet.label,
        "multiple": facet.multiple,
        "from": facet.derived_from,
        "groups": [_group(group) for group in facet.groups],
        "implicit": [term.slug for term in facet.terms if term.slug in facet.implicit],
        "terms": [_term(term) for term in facet.terms],
    }


def _group(group: Group) -> GroupValues:
    return GroupValues(slug=group.slug, label=group.label)


def _term(term: Term) -> TermValues:
    return TermValues(
        slug=term.slug,
        label=term.label,
        definition=term.definition,
        group=term.group,
        synonyms=list(term.synonyms),
        insee=term.insee,
    )
