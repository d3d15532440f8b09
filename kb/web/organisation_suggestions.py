"""The pages of organisations among what is suggested while typing."""

from collections.abc import Iterable

from kb.domain.suggestion import Suggestion, SuggestionKind
from kb.web.alliances_page import OrganisationLink
from kb.web.api_suggestions import SuggestionGroup, SuggestionItem
from kb.web.context import absolute, knowledge_base


def organisation_groups(suggestions: Iterable[Suggestion]) -> list[SuggestionGroup]:
    """One group with the organisations that the suggested partners are; none without any.

    Only those of several cases: the page of another one says no more than its case.
    """
    directory = knowledge_base().allying.at_hand()
    if directory is None:
        return []
    named = [directory.named(s.value) for s in suggestions if s.kind is SuggestionKind.PARTNER]
    links = {each.slug: OrganisationLink.of(each) for each in named if each and len(each.cases) > 1}
    items = [SuggestionItem(label=e.name, url=absolute(e.address)) for e in links.values()]
    return [SuggestionGroup(id="organisation", label="Organisations", items=items)] if items else []
