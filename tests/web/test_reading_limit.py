from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kb.bootstrap import assemble
from kb.settings import Settings
from kb.web.app import create_app


def client_of(home: Path, **changes: int | bool) -> FlaskClient:
    settings = replace(Settings(home=home, reads_per_minute=3), **changes)  # type: ignore[arg-type]  # fields of it
    knowledge_base = assemble(settings)
    knowledge_base.indexing.catch_up()
    return create_app(knowledge_base, settings).test_client()


@pytest.fixture
def limited(home: Path) -> FlaskClient:
    """The site, where one may read three times a minute."""
    return client_of(home)


def test_every_answer_to_a_program_says_what_is_left(limited: FlaskClient) -> None:
    first, second = limited.get("/api/v1/taxonomy"), limited.get("/export.bib?q=garage")

    assert first.headers["RateLimit-Policy"] == '"reads";q=3;w=60'
    assert first.headers["RateLimit"] == '"reads";r=2;t=60'
    assert second.headers["RateLimit"].startswith('"reads";r=1;t=')


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/cases",
        "/api/v1/nothing",
        "/export.csv",
        "/cas/1000-cafes-villages.md",
        "/cas/1000-cafes-villages.ris",
        "/flux.atom",
        "/flux.json",
        "/oai?verb=Identify",
        "/oembed?url=http://localhost:8000/cas/1000-cafes-villages",
        "/catalogue.jsonld",
        "/llms.txt",
    ],
)
def test_one_read_too_many_is_a_problem_that_says_when_to_come_back(
    limited: FlaskClient, path: str
) -> None:
    for _ in range(3):
        assert limited.get(path).status_code != 429

    refused = limited.get(path, headers={"Origin": "https://elsewhere.example"})

    assert refused.status_code == 429
    assert refused.content_type == "application/problem+json"
    values = refused.get_json()
    assert (values["title"], values["status"]) == ("Trop de demandes", 429)
    assert values["detail"].startswith("Cette adresse a fait 3 lectures en une minute")
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert refused.headers["RateLimit"] == f'"reads";r=0;t={refused.headers["Retry-After"]}'
    assert "Retry-After" in refused.headers["Access-Control-Expose-Headers"]
    assert "RateLimit" in refused.headers["Access-Control-Expose-Headers"]


def test_people_read_pages_as_often_as_they_like(limited: FlaskClient) -> None:
    for _ in range(5):
        for path in ("/", "/cas/1000-cafes-villages", "/cas/1000-cafes-villages/vignette"):
            answer = limited.get(path)
            assert answer.status_code == 200
            assert "RateLimit" not in answer.headers


def test_an_answer_that_has_not_changed_counts_too(limited: FlaskClient) -> None:
    tag = limited.get("/api/v1/cases").headers["ETag"]
    unchanged = [limited.get("/api/v1/cases", headers={"If-None-Match": tag}) for _ in range(3)]

    assert [each.status_code for each in unchanged] == [304, 304, 429]
    assert unchanged[1].headers["RateLimit"].startswith('"reads";r=0')


def test_a_browser_may_ask_what_it_may_do_all_the_same(limited: FlaskClient) -> None:
    for _ in range(5):
        assert limited.options("/api/v1/cases").status_code == 200


def test_a_link_that_somebody_follows_ends_in_a_page(limited: FlaskClient) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    for _ in range(3):
        limited.get("/export.csv?q=garage")

    refused = limited.get("/export.csv?q=garage", headers=browser)

    assert refused.status_code == 429
    assert refused.mimetype == "text/html"
    assert "Trop de demandes" in refused.text
    assert "Accept" in refused.headers["Vary"]


def test_behind_a_proxy_each_reader_counts_alone(home: Path) -> None:
    client = client_of(home, trusted_proxies=1)

    def left(told: str) -> str:
        answer = client.get("/api/v1/taxonomy", headers={"X-Forwarded-For": told})
        return answer.headers["RateLimit"].split(";")[1]

    assert [left("192.0.2.1"), left("192.0.2.2")] == ["r=2", "r=2"]
    assert left("203.0.113.9, 192.0.2.1") == "r=1", "only what our proxy adds is believed"


def test_without_a_proxy_nobody_is_believed(limited: FlaskClient) -> None:
    for number in range(3):
        limited.get("/api/v1/taxonomy", headers={"X-Forwarded-For": f"192.0.2.{number}"})

    assert limited.get("/api/v1/taxonomy").status_code == 429


def test_limits_can_be_switched_off(home: Path) -> None:
    client = client_of(home, limits_tries=False)

    answers = [client.get("/api/v1/taxonomy") for _ in range(5)]

    assert {each.status_code for each in answers} == {200}
    assert "RateLimit" not in answers[-1].headers
