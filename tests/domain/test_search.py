"""A query as it changes from one click to the next."""

import pytest

from kb.domain.search import FacetChoice, SearchQuery


def choice(*included: str, excluded: tuple[str, ...] = ()) -> FacetChoice:
    return FacetChoice(included=frozenset(included), excluded=frozenset(excluded))


@pytest.mark.parametrize(
    ("before", "excluded", "after"),
    [
        (choice(), False, choice("emploi")),
        (choice("emploi", "sante"), False, choice("sante")),
        (choice(excluded=("emploi",)), False, choice("emploi")),
        (choice("sante"), True, choice("sante", excluded=("emploi",))),
        (choice("emploi", "sante"), True, choice("sante", excluded=("emploi",))),
        (choice("sante", excluded=("emploi",)), True, choice("sante")),
    ],
)
def test_a_value_that_is_switched_is_never_both_kept_and_left_out(
    *, before: FacetChoice, excluded: bool, after: FacetChoice
) -> None:
    query = SearchQuery(choices={"domain": before})

    assert query.toggled("domain", "emploi", excluded=excluded).choice("domain") == after


def test_a_change_of_filters_leads_to_the_first_page() -> None:
    assert SearchQuery(page=3).toggled("domain", "emploi").page == 1


def test_a_facet_without_a_choice_is_no_filter() -> None:
    query = SearchQuery(choices={"domain": choice("emploi")}).toggled("domain", "emploi")

    assert query == SearchQuery()
    assert not query.has_filters
