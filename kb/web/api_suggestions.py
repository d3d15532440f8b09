"""What `/api/v1/suggest` answers, as JSON values. The fields are in docs/http-api.md."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TypedDict

from kb.domain.query_text import text_of
from kb.domain.question import Kind, Part, Question
from kb.domain.search import FacetChoice, SearchQuery
from kb.domain.suggestion import Suggestion, SuggestionKind
from kb.domain.taxonomy import Taxonomy
from kb.formats.case_json import case_url
from kb.web.search_address import address_of


class SuggestionItem(TypedDict):
    """One suggestion: what to show, and the page that it leads to."""

    label: str
    url: str


class SuggestionGroup(TypedDict):
    """The suggestions of one kind."""

    id: str
    label: str
    items: list[SuggestionItem]


class SuggestionsAnswer(TypedDict):
    """What may be meant, kind by kind; kinds without suggestion are left out."""

    groups: list[SuggestionGroup]


_GROUPS: Mapping[SuggestionKind, str] = MappingProxyType(
    {
        SuggestionKind.CASE: "Fiches",
        SuggestionKind.TERM: "Thèmes et catégories",
        SuggestionKind.PARTNER: "Partenaires",
        SuggestionKind.PLACE: "Lieux",
    }
)

#: The text field in which the name of a suggestion is looked for.
_FIELDS: Mapping[SuggestionKind, str] = MappingProxyType(
    {SuggestionKind.PARTNER: "partners", SuggestionKind.PLACE: "place"}
)

#: The facets that the heading of their group already names.
_NAMED_BY_GROUP = frozenset({"domain", "category"})


def suggestion_values(
    suggestions: Sequence[Suggestion], taxonomy: Taxonomy, *, public_url: str
) -> SuggestionsAnswer:
    """The suggestions in groups.

    Args:
        public_url: of the site, without a final slash.
    """
    return SuggestionsAnswer(groups=list(_groups(suggestions, taxonomy, public_url)))


def _groups(
    suggestions: Sequence[Suggestion], taxonomy: Taxonomy, public_url: str
) -> Iterator[SuggestionGroup]:
    for kind, label in _GROUPS.items():
        items = [
            SuggestionItem(label=_label(each, taxonomy), url=_url(each, public_url))
            for each in suggestions
            if each.kind is kind
        ]
        if items:
            yield SuggestionGroup(id=kind.value, label=label, items=items)


def _label(suggestion: Suggestion, taxonomy: Taxonomy) -> str:
    if suggestion.facet is None or suggestion.facet in _NAMED_BY_GROUP:
        return suggestion.label
    return f"{suggestion.label} ({taxonomy.facet(suggestion.facet).label})"


def _url(suggestion: Suggestion, public_url: str) -> str:
    if suggestion.kind is SuggestionKind.CASE:
        return case_url(public_url, suggestion.value)
    return public_url + address_of(_query(suggestion))


def _query(suggestion: Suggestion) -> SearchQuery:
    if suggestion.facet is not None:
        only = FacetChoice(included=frozenset({suggestion.value}))
        return SearchQuery().choosing(suggestion.facet, only)
    name = Part(kind=Kind.PHRASE, text=suggestion.value, field=_FIELDS[suggestion.kind])
    return SearchQuery(text=text_of(Question(wanted=((name,),))))
