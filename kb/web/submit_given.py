"""What an address of `/proposer` says of a new case already: `?region=bretagne&domain=mobilite`."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from werkzeug.datastructures import MultiDict

from kb.domain.draft import Fields
from kb.domain.taxonomy import Taxonomy

#: Parameters, which are facets, and the fields of the form that they fill in.
_FIELDS: Mapping[str, str] = MappingProxyType({"region": "regions", "domain": "domains"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A term that the draft begins with."""

    parameter: str
    slug: str
    label: str


def given_by(values: MultiDict[str, str], taxonomy: Taxonomy) -> tuple[Given, ...]:
    """The terms that were sent, the first of each kind; unknown ones are passed over."""
    return tuple(_known(values, taxonomy))


def fields_given(given: Iterable[Given]) -> Fields:
    """The first fields of a draft."""
    return {_FIELDS[each.parameter]: [each.slug] for each in given}


def _known(values: MultiDict[str, str], taxonomy: Taxonomy) -> Iterator[Given]:
    for facet_id in _FIELDS:
        slug = values.get(facet_id, "")
        if slug in taxonomy.facet(facet_id).by_slug:
            yield Given(parameter=facet_id, slug=slug, label=taxonomy.label(facet_id, slug))
