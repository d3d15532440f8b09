"""Why a case is found, and why it is not."""

from collections.abc import Callable

import pytest

from kb.domain.explanation import Explanation
from kb.domain.search import ReasonKind
from tests.bases import Base, a_query

BaseOf = Callable[..., Base]


@pytest.fixture
def shop(base_of: BaseOf) -> Base:
    return base_of(
        garage={"title": "Un garage à Lorient", "regions": ("bretagne",), "started": 2010},
        soup={"title": "Des soupes à Lorient", "regions": ("normandie",)},
    )


def explained(shop: Base, slug: str, text: str = "", **fields: object) -> Explanation:
    explanation = shop.index.explain(slug, a_query(text, **fields))
    assert explanation is not None
    return explanation


def test_a_case_that_is_found_has_its_place_and_its_reasons(shop: Base) -> None:
    explanation = explained(shop, "garage", "garages lorient")

    assert (explanation.place, explanation.total) == (1, 1)
    assert [part.text for part in explanation.parts] == ["garages", "lorient"]
    [reason] = explanation.parts[0].reasons
    assert (reason.matched, reason.field, reason.kind) == ("garage", "title", ReasonKind.WORD)


def test_a_word_that_is_missing_has_no_reason(shop: Base) -> None:
    explanation = explained(shop, "soup", "garage lorient")

    assert explanation.place is None
    assert [bool(part.reasons) for part in explanation.parts] == [False, True]
    assert not explanation.parts[0].is_required


def test_what_never_relaxes_is_required(shop: Base) -> None:
    explanation = explained(shop, "soup", '"garage à Lorient"')

    assert explanation.parts[0].is_required
    assert not explanation.parts[0].reasons


def test_an_exclusion_that_matches_is_named(shop: Base) -> None:
    assert explained(shop, "soup", "lorient -soupe").excluded_by == ("soupe",)
    assert explained(shop, "garage", "lorient -soupe").excluded_by == ()


def test_each_filter_has_its_verdict(shop: Base) -> None:
    explanation = explained(shop, "soup", "lorient", region=["bretagne"], year_from=2000)

    verdicts = {each.facet: (each.passes, each.values) for each in explanation.filters}
    assert verdicts == {"region": (False, ("normandie",)), "year": (False, ())}


def test_an_unknown_case_has_no_explanation(shop: Base) -> None:
    assert shop.index.explain("inconnu", a_query("garage")) is None
