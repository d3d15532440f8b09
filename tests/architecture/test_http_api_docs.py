import json
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import PROJECT

TEXT = (PROJECT / "docs" / "http-api.md").read_text("utf-8")
REQUESTS = re.findall(r"^GET (\S+)(?: → (\d+))?$", TEXT, re.MULTILINE)
LIST, CASE, SUGGESTIONS, TAXONOMY, PROBLEM = map(
    json.loads, re.findall(r"^```json\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
)


def same_shape(documented: Any, real: Any) -> None:
    """The real value has the documented keys in the documented order, however deep."""
    if isinstance(documented, dict) and isinstance(real, dict):
        assert list(documented) == list(real)
        for key, each in documented.items():
            same_shape(each, real[key])
    elif isinstance(documented, list) and isinstance(real, list) and documented and real:
        same_shape(documented[0], real[0])
    elif documented is not None and real is not None:
        assert type(documented) is type(real)


@pytest.mark.parametrize(("path", "status"), REQUESTS)
def test_every_example_request_is_answered_as_documented(
    client: FlaskClient, path: str, status: str
) -> None:
    assert client.get(path).status_code == int(status or 200)


def test_an_answered_search_looks_as_documented(client: FlaskClient) -> None:
    answer = client.get("/api/v1/cases?q=garage").get_json()
    answer["facets"] = [each for each in answer["facets"] if each["id"] == "domain"]

    same_shape(LIST, answer)


def test_a_case_looks_as_documented(client: FlaskClient) -> None:
    same_shape(CASE, client.get("/api/v1/cases/1000-cafes-villages").get_json())


def test_suggestions_look_as_documented(client: FlaskClient) -> None:
    answer = client.get("/api/v1/suggest?q=bret").get_json()

    same_shape(SUGGESTIONS, answer)
    (documented,) = SUGGESTIONS["groups"]
    assert documented in answer["groups"]


def test_the_vocabulary_looks_as_documented(client: FlaskClient) -> None:
    answer = client.get("/api/v1/taxonomy").get_json()
    answer["facets"] = [each for each in answer["facets"] if each["id"] == "domain"]

    same_shape(TAXONOMY, answer)


def test_a_problem_looks_as_documented(client: FlaskClient) -> None:
    problem = client.get("/api/v1/cases?domain=nothing").get_json()

    same_shape(PROBLEM, problem)
    assert problem["detail"].replace("\u00a0", " ").startswith(PROBLEM["detail"].rstrip("…"))


def test_every_route_of_the_api_is_documented(app: Flask) -> None:
    routes = [rule.rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/")]

    assert routes
    for route in routes:
        assert f"`GET {route}`" in TEXT
