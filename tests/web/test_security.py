import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kb.bootstrap import assemble
from kb.settings import Settings
from kb.web.app import create_app
from kb.web.security import HEADERS, MAX_REQUEST_BYTES


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/?q=emploi",
        "/cas/solidarauto-garages-solidaires",
        "/cas/solidarauto-garages-solidaires.md",
        "/cas/nulle-part",
        "/aide",
        "/healthz",
        "/robots.txt",
        "/api/v1/cases",
        "/api/v1/nulle-part",
    ],
)
def test_every_answer_carries_the_security_headers(client: FlaskClient, address: str) -> None:
    headers = client.get(address).headers

    assert {name: headers.get(name) for name in HEADERS} == dict(HEADERS)


def test_the_policy_allows_nothing_inline_and_nobody_else() -> None:
    policy = HEADERS["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "http" not in policy
    assert "default-src 'none'" in policy


def test_a_page_has_no_script_or_style_of_its_own(client: FlaskClient) -> None:
    for address in ("/", "/cas/solidarauto-garages-solidaires", "/aide"):
        page = client.get(address).text
        assert page.count("<script") == page.count('<script type="module" src=') + page.count(
            '<script type="application/ld+json">'
        )
        assert "<style" not in page
        assert " style=" not in page


def test_a_request_over_the_limit_is_refused_before_it_is_read(client: FlaskClient) -> None:
    form = "application/x-www-form-urlencoded"

    most = client.post("/connexion", data=b"x" * MAX_REQUEST_BYTES, content_type=form)
    more = client.post("/connexion", data=b"x" * (MAX_REQUEST_BYTES + 1), content_type=form)

    assert most.status_code == 403  # it was read: it has no token
    assert more.status_code == 413
    assert "1 Mio" in more.text


@pytest.mark.parametrize(
    ("public_url", "name", "flags"),
    [
        ("https://alliances.example", "__Host-kb", {"Secure", "HttpOnly", "Path=/"}),
        ("http://localhost:8000", "kb", {"HttpOnly", "Path=/"}),
    ],
)
def test_the_cookie_of_a_session_is_for_this_site_alone(
    home: Path, public_url: str, name: str, flags: set[str]
) -> None:
    settings = Settings(home=home, public_url=public_url)
    client = create_app(assemble(settings), settings).test_client()

    cookie = client.get("/connexion", base_url=public_url).headers["Set-Cookie"]

    assert cookie.startswith(f"{name}=")
    assert set(cookie.split("; ")[1:]) == flags | {"SameSite=Lax"}


@pytest.mark.parametrize(
    ("public_url", "sent"), [("https://alliances.example", True), ("http://localhost:8000", False)]
)
def test_browsers_are_told_to_stay_on_https_only_where_the_site_is(
    home: Path,
    public_url: str,
    sent: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    settings = Settings(home=home, public_url=public_url)
    client = create_app(assemble(settings), settings).test_client()

    assert ("Strict-Transport-Security" in client.get("/aide").headers) is sent


def test_an_answer_needs_no_event_loop_and_disturbs_none(client: FlaskClient) -> None:
    async def asked_within_one() -> int:
        return client.get("/aide").status_code

    with ThreadPoolExecutor(1) as elsewhere:  # a browser may keep this thread's loop busy
        status = elsewhere.submit(lambda: asyncio.run(asked_within_one())).result()

    assert status == 200


def test_an_unchanged_page_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get("/?q=emploi", headers={"Accept-Encoding": "br"})
    again = client.get(
        "/?q=emploi",
        headers={"Accept-Encoding": "br", "If-None-Match": first.headers["ETag"]},
    )

    assert first.headers["Cache-Control"] == "no-cache"
    assert "Accept-Encoding" in first.headers["Vary"]
    assert again.status_code == 304
    assert again.data == b""
