from typing import Any, NotRequired, TypedDict

import jsonschema_rs
import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given, settings

from kb.web.json_schema import Schemas
from kb.web.open_reading import CASE_AS_DATA, OPEN
from kb.web.openapi_operations import EVERYTHING, OPERATIONS


@pytest.fixture(scope="session")
def api(app: Flask) -> Any:
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)


@pytest.mark.parametrize("path", [each.path for each in EVERYTHING])
def test_the_api_keeps_what_its_description_promises(api: Any, path: str) -> None:
    # Left out: an empty value, which forms send, is no mistake here, nor is a repeated one, though
    # the description does not offer them.
    left_out = [schemathesis.checks.negative_data_rejection]

    @settings(max_examples=25 if path.startswith("/api/") else 8, deadline=None, database=None)
    @given(case=api[path]["GET"].as_strategy())
    def holds(case: Any) -> None:
        plain = {"Accept-Encoding": "identity"}  # the client for WSGI does not unpack
        case.call_and_validate(excluded_checks=left_out, headers=plain)

    holds()


def test_all_that_is_made_for_programs_is_described(app: Flask) -> None:
    addresses = app.url_map.bind("localhost")

    described = {addresses.match(each.path.format(slug="x"))[0] for each in EVERYTHING}

    made_for_programs = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(OPEN) or rule.endpoint in CASE_AS_DATA
    }
    assert made_for_programs == described | {"api.openapi", "cases.data"}


def test_real_answers_are_valid_by_their_schemas(client: FlaskClient) -> None:
    document = client.get("/api/v1/openapi.json").get_json()
    assert document["openapi"] == "3.1.0"
    for path, name in (
        ("/api/v1/cases?q=garage", "Search"),
        ("/api/v1/cases/1000-cafes-villages", "Case"),
        ("/api/v1/suggest?q=bret", "Suggestions"),
        ("/api/v1/taxonomy", "Taxonomy"),
        ("/api/v1/cases?page=0", "Problem"),
    ):
        root = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
        jsonschema_rs.validator_for(root).validate(client.get(path).get_json())


def test_a_shape_is_described_field_by_field() -> None:
    class ThingValues(TypedDict):
        name: str
        size: int | None
        note: NotRequired[list[float]]

    schemas = Schemas()

    assert schemas.of(ThingValues) == {"$ref": "#/components/schemas/Thing"}
    assert schemas.described["Thing"] == {
        "type": "object",
        "required": ["name", "size"],
        "properties": {
            "name": {"type": "string"},
            "size": {"type": ["integer", "null"]},
            "note": {"type": "array", "items": {"type": "number"}},
        },
    }


def test_an_annotation_that_nobody_thought_of_is_an_error() -> None:
    with pytest.raises(TypeError):
        Schemas().of(set[str])


def test_an_answer_leads_to_its_other_pages(client: FlaskClient) -> None:
    header = client.get("/api/v1/cases?domain=emploi&per_page=5&page=2").headers["Link"]

    base = "http://localhost:8000/api/v1/cases?domain=emploi&per_page=5"
    assert f'<{base}>; rel="first"' in header
    assert f'<{base}>; rel="prev"' in header
    assert f'<{base}&page=3>; rel="next"' in header
    assert 'rel="last"' in header
    beyond = client.get("/api/v1/cases?per_page=5&page=999").headers["Link"]
    assert 'rel="next"' not in beyond
    assert 'rel="prev"' in beyond
    alone = client.get("/api/v1/cases?q=zzzz&words=all").headers["Link"]
    assert alone.count("rel=") == 2


def test_an_unchanged_answer_is_not_sent_again(client: FlaskClient) -> None:
    for path in ("/api/v1/cases?q=garage", "/api/v1/openapi.json", "/api/v1/taxonomy"):
        tag = client.get(path).headers["ETag"]
        again = client.get(path, headers={"If-None-Match": tag})
        assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    "path", ["/api/v1/cases", "/api/v1/nothing", "/export.csv?q=zzz", "/flux.json", "/oai"]
)
def test_scripts_of_other_sites_may_read_what_is_made_for_programs(
    client: FlaskClient, path: str
) -> None:
    answer = client.get(path, headers={"Origin": "https://elsewhere.example"})
    before = client.options(path)

    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert "Link" in answer.headers["Access-Control-Expose-Headers"]
    assert before.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


def test_scripts_of_other_sites_read_no_page(client: FlaskClient) -> None:
    for path in ("/", "/aide", "/cas/1000-cafes-villages"):
        assert "Access-Control-Allow-Origin" not in client.get(path).headers


def test_the_documentation_shows_every_address_with_an_example_that_answers(
    client: FlaskClient,
) -> None:
    page = client.get("/api").text

    for each in OPERATIONS:
        assert f"GET {each.path}" in page
    for example in ("/api/v1/cases?q=garage", "/api/v1/suggest?q=bret", "/api/v1/taxonomy"):
        assert f'href="{example}' in page
        assert client.get(example).status_code == 200
