from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from kb.settings import Settings
from kb.web.app import create_app
from tests.bases import Base
from tests.pages import Page

A_SLUG = "1000-cafes-villages"
A_CASE = f"http://localhost:8000/cas/{A_SLUG}"


def test_a_page_says_to_networks_what_it_is(client: FlaskClient) -> None:
    page = Page(client.get(f"/cas/{A_SLUG}").text)

    said = {meta["property"]: meta["content"] for meta in page.all("meta") if "property" in meta}
    assert said["og:type"] == "article"
    assert said["og:url"] == A_CASE
    assert str(said["og:title"]).startswith("1000 cafés\u00a0: rouvrir")
    assert said["og:locale"] == "fr_FR"
    assert said["og:description"]
    assert "og:type" not in client.get("/cas/nulle-part").text


def test_a_card_can_be_framed_by_any_site_and_sets_no_cookie(client: FlaskClient) -> None:
    answer = client.get(f"/cas/{A_SLUG}/vignette")

    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert "X-Frame-Options" not in answer.headers
    assert answer.headers["Content-Security-Policy"].endswith("frame-ancestors *")
    page = Page(answer.text)
    assert next(link["href"] for link in page.all("a")) == A_CASE
    assert all(link["target"] == "_blank" for link in page.all("a"))
    assert page.all("script") == []


def test_no_other_page_can_be_framed(client: FlaskClient) -> None:
    for path in ("/", f"/cas/{A_SLUG}", "/cas/nulle-part/vignette/", f"/cas/{A_SLUG}.md"):
        answer = client.get(path)
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_a_site_that_is_given_the_address_of_a_case_learns_how_to_show_it(
    client: FlaskClient,
) -> None:
    links = Page(client.get(f"/cas/{A_SLUG}").text).all("link")
    (discovered,) = [link for link in links if link.get("type") == "application/json+oembed"]

    answer = client.get(str(discovered["href"]).removeprefix("http://localhost:8000"))

    values = answer.get_json()
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert (values["version"], values["type"]) == ("1.0", "rich")
    assert (values["width"], values["height"]) == (480, 420)
    (frame,) = Page(values["html"]).all("iframe")
    assert frame["src"] == f"{A_CASE}/vignette"
    assert frame["title"] == values["title"]


def test_a_card_takes_no_more_room_than_there_is(client: FlaskClient) -> None:
    values = client.get(f"/oembed?url={A_CASE}&maxwidth=300&maxheight=9999").get_json()

    assert (values["width"], values["height"]) == (300, 420)
    assert 'width="300"' in values["html"]


def test_a_title_stays_text_in_the_frame(base_of: Callable[..., Base]) -> None:
    base = base_of(a={"title": 'Le "bus" <script>alert(1)</script>'})
    client = create_app(base.knowledge_base, Settings(home=base.home)).test_client()

    values = client.get("/oembed?url=http://localhost:8000/cas/a").get_json()
    card = client.get("/cas/a/vignette").text

    assert [tag for tag, _ in Page(values["html"]).tags] == ["iframe"]
    assert "<script" not in card


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 404),
        ("url=", 404),
        ("url=http://evil.example/cas/a", 404),
        ("url=http://localhost:8000/cas/nulle-part", 404),
        ("url=http://localhost:8000/cas/../aide", 404),
        ("url=http://localhost:8000/cas/%5B%5B%00", 404),
        (f"url={A_CASE}&format=xml", 501),
        (f"url={A_CASE}&maxwidth=0", 400),
        (f"url={A_CASE}&maxwidth=100", 400),
        (f"url={A_CASE}&maxheight=beaucoup", 400),
        (f"url={A_CASE}&maxheight=%C2%B2", 400),
        (f"url={A_CASE}&maxheight={'9' * 5000}", 400),
    ],
)
def test_what_cannot_be_embedded_is_refused(client: FlaskClient, query: str, status: int) -> None:
    answer = client.get(f"/oembed?{query}")

    assert answer.status_code == status
    assert answer.get_json()["status"] == status
    assert answer.get_json()["detail"]


def test_the_card_of_a_case_that_moved_moves_along(base_of: Callable[..., Base]) -> None:
    base = base_of(nouveau={"redirects": ("ancien",)})
    client = create_app(base.knowledge_base, Settings(home=base.home)).test_client()

    answer = client.get("/cas/ancien/vignette")

    assert (answer.status_code, answer.location) == (301, "/cas/nouveau/vignette")
