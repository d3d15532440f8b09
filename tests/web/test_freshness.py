"""A search page that a browser still has is not made again; any change makes it anew."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask.testing import FlaskClient

from kb.indexes import whoosh_index
from kb.settings import Settings
from kb.web.app import create_app
from tests.bases import Base
from tests.builders import PROJECT

ADDRESSES = ("/?q=garage", "/api/v1/cases?q=garage")


@contextmanager
def no_search(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Searching in this block is an error."""

    def refused(*_: object) -> None:
        pytest.fail("something was searched")

    with monkeypatch.context() as patched:
        patched.setattr(whoosh_index, "answer", refused)
        yield


def client_of(base: Base) -> FlaskClient:
    return create_app(base.knowledge_base, Settings(home=base.home)).test_client()


def tag_of(client: FlaskClient, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.headers["ETag"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_unchanged_search_is_answered_without_searching(
    base_of: Callable[..., Base], address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(base_of(garage={"title": "Garage solidaire"}))
    tag = tag_of(client, address)

    with no_search(monkeypatch):
        response = client.get(address, headers={"If-None-Match": tag})

    assert response.status_code == 304
    assert response.data == b""
    assert response.headers["ETag"] == tag
    assert response.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_publication_makes_every_search_anew(base_of: Callable[..., Base], address: str) -> None:
    base = base_of(garage={"title": "Garage solidaire"})
    client = client_of(base)
    tag = tag_of(client, address)

    base.write("autre", title="Garage associatif")
    base.catch_up()
    response = client.get(address, headers={"If-None-Match": tag})

    assert response.status_code == 200
    assert response.headers["ETag"] != tag
    assert "associatif" in response.text


@pytest.mark.parametrize("file", ["entrees.yaml", "organisations.yaml"])
def test_what_stands_beside_the_cases_makes_every_search_anew(
    base_of: Callable[..., Base], file: str
) -> None:
    base = base_of(garage={"title": "Garage solidaire"})
    client = client_of(base)
    tag = tag_of(client, "/")

    (base.home / file).write_bytes((PROJECT / file).read_bytes())
    response = client.get("/", headers={"If-None-Match": tag})

    assert response.status_code == 200
    assert response.headers["ETag"] != tag


def test_another_address_is_another_page(base_of: Callable[..., Base]) -> None:
    client = client_of(base_of(garage={"title": "Garage solidaire"}))
    tag = tag_of(client, "/?q=garage")

    response = client.get("/?q=garage&page=2", headers={"If-None-Match": tag})

    assert response.status_code == 200


def test_whoever_sends_a_cookie_gets_a_page_of_their_own(base_of: Callable[..., Base]) -> None:
    client = client_of(base_of(garage={"title": "Garage solidaire"}))
    tag = tag_of(client, "/?q=garage")

    client.set_cookie("session", "somebody")
    response = client.get("/?q=garage", headers={"If-None-Match": tag})

    assert response.status_code == 200
    assert response.headers["ETag"] != tag


def test_a_search_that_is_refused_is_not_tagged(base_of: Callable[..., Base]) -> None:
    client = client_of(base_of(garage={"title": "Garage solidaire"}))

    response = client.get("/api/v1/cases?domain=inconnu")

    assert response.status_code == 400
    assert "ETag" not in response.headers
