"""Forms without a token: another site cannot send them in the name of whoever reads ours."""

import pytest
from flask.testing import FlaskClient

from tests.selections import SOME, kept

_ADD = {"add": SOME[0]}


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
        {"Origin": "http://localhost"},  # the name that the browser asked for
        {"Origin": "http://localhost:8000"},  # the public address
    ],
)
def test_a_page_of_ours_fills_a_selection(client: FlaskClient, headers: dict[str, str]) -> None:
    answer = client.post("/selection/fiches", data=_ADD, headers=headers)

    assert answer.status_code == 303
    assert kept(client).slugs == (SOME[0],)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "", "Origin": "http://localhost"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "http://evil.example"},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "http://evil.example/localhost"},
        {"Origin": "http://localhost@evil.example"},
        {"Origin": "http://[localhost"},
    ],
)
@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/selection/fiches", _ADD),
        ("/selection", {"action": "empty"}),
        ("/selection/x", {"action": "take"}),
    ],
)
def test_another_site_or_nobody_known_does_not(
    client: FlaskClient, headers: dict[str, str], path: str, fields: dict[str, str]
) -> None:
    answer = client.post(path, data=fields, headers=headers)

    assert answer.status_code == 403
    assert "ne vient pas d’une page de ce site" in answer.text
    assert "Set-Cookie" not in answer.headers
