"""A selection under a secret link: read by whoever has it, withdrawn by whoever made it."""

import io
import zipfile
from collections.abc import Callable
from http import HTTPStatus

from flask import Flask
from flask.testing import FlaskClient

from kb.domain.limits import ALLOWANCES, Limit
from kb.settings import Settings
from kb.web.app import create_app
from tests.bases import Base
from tests.selections import OUR_PAGE, SOME, kept, pick, press, shared

_NOTED = {SOME[1]: "À lire <b>d'abord</b>"}


def test_whoever_has_the_link_reads_and_takes_away_what_was_shared(own_app: Flask) -> None:
    author, reader = own_app.test_client(), own_app.test_client()
    path = shared(author, notes=_NOTED, title="Atelier mobilité")
    press(author, "empty", ())

    page = reader.get(path)

    assert page.status_code == HTTPStatus.OK
    assert "<h1>Atelier mobilité</h1>" in page.text
    assert "À lire &lt;b&gt;d’abord&lt;/b&gt;" in page.text
    assert "Retirer ce lien" not in page.text
    assert [case["slug"] for case in reader.get(f"{path}.json").get_json()] == [*SOME]
    archive = zipfile.ZipFile(io.BytesIO(reader.get(f"{path}.zip").data))
    assert "Atelier mobilité" in archive.read("LISEZMOI.md").decode()
    assert reader.get(f"{path}.fr.csv").status_code == HTTPStatus.OK


def test_the_page_is_in_no_index_no_cache_and_no_other_site_learns_its_address(
    own_client: FlaskClient,
) -> None:
    path = shared(own_client)

    page = own_client.get(path)

    assert '<meta name="robots" content="noindex' in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert own_client.get(f"{path}.csv").headers["X-Robots-Tag"] == "noindex"
    assert path not in own_client.get("/sitemap.xml").text


def test_the_browser_that_shared_it_sees_the_link_and_withdraws_it(own_app: Flask) -> None:
    author, reader = own_app.test_client(), own_app.test_client()
    path = shared(author)

    assert f'value="http://localhost:8000{path}"' in author.get(path).text
    refused = reader.post(path, data={"action": "withdraw"}, headers=OUR_PAGE)
    done = author.post(path, data={"action": "withdraw"}, headers=OUR_PAGE)

    assert refused.status_code == HTTPStatus.NOT_FOUND
    assert done.headers["Location"] == "/selection#lien-retire"
    assert reader.get(path).status_code == HTTPStatus.NOT_FOUND
    assert "demandez-en un autre" in reader.get(path).text
    assert reader.get(f"{path}.csv").status_code == HTTPStatus.NOT_FOUND
    assert kept(author).slugs == SOME


def test_one_browser_withdraws_each_of_its_links(own_client: FlaskClient) -> None:
    first, second = shared(own_client, SOME[:1]), shared(own_client, SOME[1:])

    for path in (first, second):
        own_client.post(path, data={"action": "withdraw"}, headers=OUR_PAGE)
        assert own_client.get(path).status_code == HTTPStatus.NOT_FOUND


def test_a_shared_selection_becomes_ones_own_or_joins_it(own_app: Flask) -> None:
    path = shared(own_app.test_client(), SOME[:2], notes=_NOTED, title="La leur")
    empty, full = own_app.test_client(), own_app.test_client()
    press(full, "save", SOME[1:], notes={SOME[1]: "À moi"}, title="La mienne")

    answers = [each.post(path, data={"action": "take"}, headers=OUR_PAGE) for each in (empty, full)]

    assert {answer.headers["Location"] for answer in answers} == {"/selection#reprise"}
    assert (kept(empty).title, kept(empty).slugs) == ("La leur", SOME[:2])
    assert (kept(full).title, kept(full).slugs) == ("La mienne", (*SOME[1:], SOME[0]))
    assert kept(full).cases[0].note == "À moi"


def test_sharing_keeps_what_was_typed_in_the_browser_as_well(own_client: FlaskClient) -> None:
    pick(own_client, SOME[2])

    shared(own_client, SOME[:2], notes=_NOTED)

    assert kept(own_client).slugs == SOME
    assert kept(own_client).cases[1].note == _NOTED[SOME[1]]


def test_links_are_limited_and_what_was_typed_is_not_lost(
    base_of: Callable[..., Base],
) -> None:
    base = base_of(garage={"title": "Garage"})
    client = create_app(base.knowledge_base, Settings(home=base.home)).test_client()
    for _ in range(ALLOWANCES[Limit.SHARE].tries):
        base.knowledge_base.limiting.require(Limit.SHARE, "127.0.0.1")

    answer = press(client, "share", ("garage",), notes={"garage": "Gardée"})

    assert answer.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert "60 minutes" in answer.text.replace("\u00a0", " ")
    assert "Gardée" in answer.text
    assert client.get("/selection/inconnu").status_code == HTTPStatus.NOT_FOUND
