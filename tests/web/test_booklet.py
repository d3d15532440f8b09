"""Cases as one document: to print from the browser, and as PDF where that can be made."""

import io
import re
import sys
from collections import Counter
from collections.abc import Callable
from html import unescape
from http import HTTPStatus

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from kb.domain.limits import ALLOWANCES, Limit
from kb.printing import BookletBusyError, Printing
from kb.settings import Settings
from kb.web.app import create_app
from tests.bases import Base
from tests.pages import Page
from tests.selections import SOME, press, shared

_NOTES = {SOME[1]: "Pour ouvrir : qui a fait le premier pas ?\nDix minutes."}


@pytest.fixture
def reader_of(own_client: FlaskClient) -> Callable[[str], PdfReader]:
    def read(path: str) -> PdfReader:
        answer = own_client.get(path)
        assert answer.status_code == HTTPStatus.OK
        assert answer.mimetype == "application/pdf"
        return PdfReader(io.BytesIO(answer.data))

    return read


def text_of(reader: PdfReader) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


def test_the_page_to_print_has_each_case_whole_in_its_order(client: FlaskClient) -> None:
    press(client, "save", notes=_NOTES, title="Atelier mobilité")

    page = unescape(client.get("/selection/livret").text)

    assert "<title>Atelier mobilité – IMPACT" in page
    assert "3\u00a0fiches, le " in page
    assert "<p>Pour ouvrir\u00a0: qui a fait le premier pas\u00a0?</p>" in page
    assert page.count("<h2>Sources</h2>") == page.count("Pour la citer") == len(SOME)
    places = [page.index(f'<h1 id="fiche-{number}">') for number in (1, 2, 3)]
    assert places == sorted(places)


@pytest.mark.parametrize("path", ["/selection/livret", f"/cas/{SOME[0]}/livret"])
def test_every_link_within_the_document_leads_to_one_place(client: FlaskClient, path: str) -> None:
    press(client, "save")

    tags = Page(client.get(path).text).tags

    ids = Counter(attributes["id"] for _, attributes in tags if "id" in attributes)
    links = {attributes.get("href") or "" for _, attributes in tags}
    inside = {link[1:] for link in links if link.startswith("#")}
    assert set(ids.values()) == {1}
    assert inside
    assert inside <= set(ids)


@pytest.mark.pdf
def test_the_pdf_has_title_page_numbers_notes_sources_and_licence(
    own_client: FlaskClient, reader_of: Callable[[str], PdfReader]
) -> None:
    press(own_client, "save", SOME[:2], notes=_NOTES, title="Atelier mobilité")

    reader = reader_of("/selection/livret.pdf")
    text = text_of(reader)

    assert str(reader.root_object["/Lang"]) == "fr"
    assert reader.metadata
    assert str(reader.metadata.title).startswith("Atelier mobilité")
    assert "Sommaire" in text
    assert "qui a fait le premier pas" in text
    assert "Creative Commons Attribution 4.0" in text
    assert "Pour la citer" in text
    assert "Revenir" not in text
    assert reader.pages[2].extract_text().rstrip().endswith("3")
    chapters = [entry for entry in reader.outline if not isinstance(entry, list)]
    assert len(chapters) == 1 + 2
    contents = reader.pages[1].extract_text()
    for entry in chapters[1:]:
        page = reader.get_destination_page_number(entry)
        assert page is not None
        assert f"{page + 1}" in contents


@pytest.mark.pdf
def test_who_has_the_pdf_is_not_sent_it_again(
    own_client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    press(own_client, "save", SOME[:1])
    first = own_client.get("/selection/livret.pdf")
    monkeypatch.setattr(Printing, "pdf", lambda *_: pytest.fail("made once more"))

    kept = own_client.get("/selection/livret.pdf")
    told = own_client.get("/selection/livret.pdf", headers={"If-None-Match": first.headers["ETag"]})

    assert kept.data == first.data
    assert (told.status_code, told.data) == (HTTPStatus.NOT_MODIFIED, b"")
    assert first.headers["Cache-Control"] == told.headers["Cache-Control"] == "private, no-cache"
    assert first.headers["X-Robots-Tag"] == "noindex"
    assert first.headers["Content-Disposition"] == 'inline; filename="livret.pdf"'


@pytest.mark.pdf
def test_a_shared_selection_and_a_case_have_theirs(
    own_app: Flask, reader_of: Callable[[str], PdfReader]
) -> None:
    path = shared(own_app.test_client(), SOME[:1], title="Atelier partagé", notes=_NOTES)

    assert "Atelier partagé" in text_of(reader_of(f"{path}/livret.pdf"))
    assert "Atelier partagé" in own_app.test_client().get(f"{path}/livret").text
    alone = own_app.test_client().get(f"/cas/{SOME[0]}/livret")
    assert alone.headers["Cache-Control"] == "no-cache"
    assert "Sommaire" not in alone.text
    assert own_app.test_client().get("/selection/inconnu/livret.pdf").status_code == 404
    assert own_app.test_client().get("/cas/nulle-part/livret").status_code == 404


def test_a_former_slug_leads_to_the_booklet_of_the_present_one(
    base_of: Callable[..., Base],
) -> None:
    base = base_of(atelier={"title": "Garage", "redirects": ("garage",)})
    client = create_app(base.knowledge_base, Settings(home=base.home)).test_client()

    for what in ("livret", "livret.pdf"):
        answer = client.get(f"/cas/garage/{what}")
        assert (answer.status_code, answer.headers["Location"]) == (301, f"/cas/atelier/{what}")


def test_without_weasyprint_the_page_says_how_to_print(
    own_client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    press(own_client, "save")

    refused = own_client.get("/selection/livret.pdf")

    assert refused.status_code == HTTPStatus.NOT_FOUND
    assert "choisissez «\u00a0Imprimer\u00a0»" in unescape(refused.text)
    assert "Télécharger en PDF" not in own_client.get("/selection/livret").text
    assert "Livret en PDF" not in own_client.get("/selection").text
    assert "Enregistrer au format PDF" in own_client.get("/selection/livret").text


def test_when_another_one_is_being_made_one_is_asked_to_come_back(
    own_client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Printing, "pdf", _busy)
    press(own_client, "save")

    answer = own_client.get("/selection/livret.pdf")

    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert int(answer.headers["Retry-After"]) > 0
    assert "Un autre livret" in answer.text


def test_whoever_has_to_wait_has_not_tried(
    base_of: Callable[..., Base], monkeypatch: pytest.MonkeyPatch
) -> None:
    base = base_of(garage={"title": "Garage"})
    app = create_app(base.knowledge_base, Settings(home=base.home))
    monkeypatch.setattr(Printing, "pdf", lambda *_: b"%PDF")
    with monkeypatch.context() as busy:
        busy.setattr(Printing, "require_free", _busy)
        answers = [
            app.test_client().get("/cas/garage/livret.pdf").status_code
            for _ in range(ALLOWANCES[Limit.BOOKLET].tries + 1)
        ]

    assert set(answers) == {HTTPStatus.SERVICE_UNAVAILABLE}
    assert app.test_client().get("/cas/garage/livret.pdf").status_code == HTTPStatus.OK


def _busy(*_: object) -> bytes:
    raise BookletBusyError


def test_booklets_are_limited_by_address_and_one_is_told_when_to_come_back(
    base_of: Callable[..., Base], monkeypatch: pytest.MonkeyPatch
) -> None:
    base = base_of(garage={"title": "Garage"})
    client = create_app(base.knowledge_base, Settings(home=base.home)).test_client()
    monkeypatch.setattr(Printing, "pdf", lambda *_: b"%PDF")
    answers = [
        client.get("/cas/garage/livret.pdf") for _ in range(ALLOWANCES[Limit.BOOKLET].tries + 1)
    ]

    assert {answer.status_code for answer in answers[:-1]} == {HTTPStatus.OK}
    assert answers[-1].status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert answers[-1].headers["Retry-After"] == "900"
    assert client.get("/cas/garage/livret").status_code == HTTPStatus.OK


def test_a_case_that_is_gone_is_told_on_the_cover(base_of: Callable[..., Base]) -> None:
    base = base_of(garage={"title": "Garage"}, velo={"title": "Atelier vélo"})
    client = create_app(base.knowledge_base, Settings(home=base.home)).test_client()
    press(client, "save", ("garage", "velo"))

    base.remove("garage")
    base.catch_up()
    page = client.get("/selection/livret")

    assert "Ce qui manque à ce livret" in page.text
    assert "Atelier vélo" in page.text
    assert "1\u00a0fiche, le" in page.text
