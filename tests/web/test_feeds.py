import json
from collections.abc import Callable
from datetime import date
from typing import Any

import feedparser
import jsonschema_rs
import pytest
from flask.testing import FlaskClient

from kb.settings import Settings
from kb.web.app import create_app
from tests.bases import Base

#: What version 1.1 requires and forbids, written from jsonfeed.org/version/1.1.
_AUTHOR = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "url": {"type": "string", "format": "uri"},
        "avatar": {"type": "string", "format": "uri"},
    },
    "minProperties": 1,
}
_ITEM = {
    "type": "object",
    "required": ["id"],
    "anyOf": [{"required": ["content_html"]}, {"required": ["content_text"]}],
    "properties": {
        "id": {"type": "string", "minLength": 1},
        "url": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "content_text": {"type": "string"},
        "summary": {"type": "string"},
        "date_published": {"type": "string", "format": "date-time"},
        "date_modified": {"type": "string", "format": "date-time"},
        "authors": {"type": "array", "items": _AUTHOR},
        "tags": {"type": "array", "items": {"type": "string"}},
    },
    "not": {"required": ["author"]},
}
JSON_FEED = {
    "type": "object",
    "required": ["version", "title", "items"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": {"type": "string", "minLength": 1},
        "home_page_url": {"type": "string", "format": "uri"},
        "feed_url": {"type": "string", "format": "uri"},
        "next_url": {"type": "string", "format": "uri"},
        "description": {"type": "string"},
        "language": {"type": "string"},
        "authors": {"type": "array", "items": _AUTHOR},
        "items": {"type": "array", "items": _ITEM},
    },
    "not": {"required": ["author"]},
}


def atom(client: FlaskClient, search: str = "") -> Any:
    answer = client.get(f"/flux.atom?{search}")
    assert answer.status_code == 200
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    parsed = feedparser.parse(answer.data)
    assert not parsed.bozo
    assert parsed.version == "atom10"
    return parsed


@pytest.mark.parametrize("search", ["", "q=emploi&region=bretagne", "q=zzzzz", "q=%22%3C%26%22"])
def test_both_forms_hold_the_cases_of_the_search(client: FlaskClient, search: str) -> None:
    expected = client.get(f"/api/v1/cases?{search}&sort=updated&per_page=50").get_json()

    feed = atom(client, search)
    answer = client.get(f"/flux.json?{search}")

    assert answer.content_type == "application/feed+json; charset=utf-8"
    jsonschema_rs.validator_for(JSON_FEED, validate_formats=True).validate(answer.get_json())
    urls = [item["url"] for item in expected["items"]]
    assert [entry.link for entry in feed.entries] == urls
    assert [item["url"] for item in answer.get_json()["items"]] == urls


def test_an_entry_says_what_the_case_is_and_when_it_changed(
    base_of: Callable[..., Base],
) -> None:
    base = base_of(
        vieux={"title": "Un bus & <b>deux</b>", "published_on": date(2020, 1, 2)},
        neuf={"published_on": date(2020, 1, 1), "updated_on": date(2021, 5, 6)},
    )
    client = create_app(base.knowledge_base, Settings(home=base.home)).test_client()

    feed = atom(client)
    item = client.get("/flux.json").get_json()["items"][1]

    assert [entry.id.rsplit("/", 1)[1] for entry in feed.entries] == ["neuf", "vieux"]
    assert feed.feed.updated == feed.entries[0].updated == "2021-05-06T00:00:00Z"
    assert feed.entries[0].published == "2020-01-01T00:00:00Z"
    assert feed.entries[1].title == "Un bus &amp; <b>deux</b>" or "deux" in feed.entries[1].title
    assert item["title"] == "Un bus & <b>deux</b>"
    assert feed.entries[1].author == "Les Voisins"
    assert "Bretagne" in [tag.term for tag in feed.entries[1].tags]


def test_a_feed_is_named_after_its_search_and_leads_to_its_page(client: FlaskClient) -> None:
    feed = atom(client, "q=garage&domain=mobilite&category_not=mecenat&year_from=2010").feed

    assert feed.title.startswith("«\u00a0garage\u00a0» · sauf Mécénat")
    assert "Mobilité / transports" in feed.title
    path = "?q=garage&category_not=mecenat&domain=mobilite&year_from=2010"
    assert feed.link == f"http://localhost:8000/{path}&sort=updated"
    assert feed.id == f"http://localhost:8000/flux.atom{path}"


def test_a_reader_who_follows_the_next_pages_gets_every_case_once(client: FlaskClient) -> None:
    slugs, path = [], "/flux.json"
    while path:
        values = client.get(path).get_json()
        slugs += [item["id"] for item in values["items"]]
        path = values.get("next_url", "").removeprefix("http://localhost:8000")

    total = client.get("/api/v1/cases").get_json()["total"]
    assert len(slugs) == len(set(slugs)) == total


def test_an_unchanged_feed_is_not_sent_again(client: FlaskClient) -> None:
    tag = client.get("/flux.atom").headers["ETag"]

    assert client.get("/flux.atom", headers={"If-None-Match": tag}).status_code == 304


def test_a_feed_asked_for_wrongly_is_refused(client: FlaskClient) -> None:
    assert client.get("/flux.atom?region=atlantide").status_code == 400
    assert client.get("/flux.json?per_page=0").status_code == 400


def test_the_results_page_names_its_feeds(client: FlaskClient) -> None:
    page = client.get("/?q=garage&page=2").text

    for form in ("atom", "json"):
        assert f'href="/flux.{form}?q=garage"' in page
    assert json.loads(client.get("/flux.json?q=garage").data)["feed_url"].endswith("?q=garage")
