"""`/api/v1/suggest`: what somebody who types may mean, each with the page that it leads to."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from kb.domain.suggestion import Suggestion, SuggestionKind
from kb.web.api_suggestions import suggestion_values
from tests.builders import a_taxonomy


def _a_suggestion(
    kind: SuggestionKind, value: str, *, label: str = "", facet: str | None = None
) -> Suggestion:
    return Suggestion(kind=kind, label=label or value, value=value, facet=facet)


def _values(*suggestions: Suggestion) -> Any:
    return suggestion_values(suggestions, a_taxonomy(), public_url="https://exemple.fr")


def _groups(client: FlaskClient, text: str) -> list[Any]:
    response = client.get("/api/v1/suggest", query_string={"q": text})
    assert response.status_code == 200
    groups: list[Any] = response.get_json()["groups"]
    return groups


def test_suggestions_stand_in_groups_in_a_fixed_order_and_empty_groups_are_left_out() -> None:
    place = _a_suggestion(SuggestionKind.PLACE, "Lyon")
    case = _a_suggestion(SuggestionKind.CASE, "garage", label="Un garage")

    assert _values(place, case) == {
        "groups": [
            {
                "id": "case",
                "label": "Fiches",
                "items": [{"label": "Un garage", "url": "https://exemple.fr/cas/garage"}],
            },
            {
                "id": "place",
                "label": "Lieux",
                "items": [{"label": "Lyon", "url": "https://exemple.fr/?q=lieu%3A%22Lyon%22"}],
            },
        ]
    }


@pytest.mark.parametrize(
    ("facet", "slug", "label", "shown"),
    [
        ("domain", "sante", "Santé", "Santé"),
        ("category", "mecenat", "Mécénat", "Mécénat"),
        ("region", "bretagne", "Bretagne", "Bretagne (Région)"),
        ("scale", "local", "Local", "Local (Échelon territorial)"),
    ],
)
def test_a_term_names_its_facet_where_the_group_does_not(
    facet: str, slug: str, label: str, shown: str
) -> None:
    term = _a_suggestion(SuggestionKind.TERM, slug, label=label, facet=facet)

    (group,) = _values(term)["groups"]

    assert group["items"] == [{"label": shown, "url": f"https://exemple.fr/?{facet}={slug}"}]


@pytest.mark.parametrize("beginning", ["emm", "lyon", "bret", "fond", "l'", "saint", "par", "éco"])
def test_every_suggestion_leads_to_what_it_names(client: FlaskClient, beginning: str) -> None:
    groups = _groups(client, beginning)

    assert groups
    for group in groups:
        assert 1 <= len(group["items"]) <= 5
        for item in group["items"]:
            url = urlsplit(item["url"])
            page = client.get(f"{url.path}?{url.query}")
            assert page.status_code == 200, item
            assert "/cas/" in page.text, item
            assert 'class="notice"' not in page.text, item


def test_addresses_are_public_ones(client: FlaskClient) -> None:
    for group in _groups(client, "solidar"):
        for item in group["items"]:
            assert item["url"].startswith("http://localhost:8000/"), item


@pytest.mark.parametrize("text", ["", "   ", "!", '"', "zzzzz", "\0", "*"])
def test_what_has_no_letter_or_begins_nothing_has_no_suggestion(
    client: FlaskClient, text: str
) -> None:
    assert _groups(client, text) == []


def test_without_words_there_is_no_suggestion(client: FlaskClient) -> None:
    assert client.get("/api/v1/suggest").get_json() == {"groups": []}


def test_other_parameters_do_not_matter(client: FlaskClient) -> None:
    assert client.get("/api/v1/suggest?q=bret&domain=inconnu&page=0").status_code == 200


def test_a_text_that_is_too_long_is_a_problem(client: FlaskClient) -> None:
    response = client.get("/api/v1/suggest", query_string={"q": "a" * 501})

    assert response.status_code == 400
    assert response.mimetype == "application/problem+json"
