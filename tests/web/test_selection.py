"""The selection that a browser keeps: buttons, form, downloads, and what others must not notice."""

import io
import json
import zipfile
from collections.abc import Callable
from hashlib import shake_256
from html import unescape
from http import HTTPStatus
from typing import Any

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient

from kb.domain.selection import MOST_CASES, MOST_NOTE_CHARACTERS
from kb.settings import Settings
from kb.web.app import create_app
from kb.web.basket import COOKIE
from tests.bases import Base
from tests.builders import PROJECT
from tests.pages import Page
from tests.selections import OUR_PAGE, SOME, kept, pick, press

_BUTTONS = ("/?q=garage", f"/cas/{SOME[0]}", f"/comparer?cas={SOME[0]}&cas={SOME[1]}")


def told(page: str) -> str:
    return unescape(Page(page).text).replace("\u00a0", " ")


@pytest.mark.parametrize("page", [*_BUTTONS, "/entrees/co-construction-territoriale"])
def test_where_cases_are_shown_each_has_a_button_that_adds_it(
    client: FlaskClient, page: str
) -> None:
    buttons = [each for each in Page(client.get(page).text).all("button") if "form" in each]
    slugs = [each["value"] or "" for each in buttons if each.get("name") == "add"]

    answer = pick(client, slugs[0], page=page)

    assert answer.headers["Location"] == f"{page}#ajoutee-{slugs[0]}"
    again = client.get(page)
    assert "Ma sélection (1)" in again.text
    assert f'name="remove" value="{slugs[0]}"' in again.text
    assert f'id="ajoutee-{slugs[0]}"' in again.text


def test_a_case_is_taken_out_where_it_was_put_in(client: FlaskClient) -> None:
    pick(client, *SOME[:2])

    data = {"remove": SOME[0], "next": "/?q=garage"}
    answer = client.post("/selection/fiches", data=data, headers=OUR_PAGE)

    assert answer.headers["Location"] == f"/?q=garage#retiree-{SOME[0]}"
    assert kept(client).slugs == (SOME[1],)


@pytest.mark.parametrize(
    "address",
    [
        *("//evil.example/", "https://evil.example", "/\\evil.example", "x", "/\r\nX: y", ""),
        "/?q=" + "x" * 9_000,  # no proxy passes on such a header
    ],
)
def test_one_is_never_led_to_another_site(client: FlaskClient, address: str) -> None:
    fields = {"add": SOME[0], "next": address}
    answer = client.post("/selection/fiches", data=fields, headers=OUR_PAGE)

    assert answer.headers["Location"] == f"/selection#ajoutee-{SOME[0]}"


def test_one_is_led_back_to_the_longest_search(client: FlaskClient) -> None:
    page = "/?q=" + "%C3%A9t%C3%A9+" * 70

    answer = pick(client, SOME[0], page=page)

    assert answer.headers["Location"] == f"{page}#ajoutee-{SOME[0]}"


@pytest.mark.parametrize("fields", [{}, {"add": "nulle-part"}, {"add": "../x"}, {"remove": "\x00"}])
def test_what_is_no_case_is_not_added(client: FlaskClient, fields: dict[str, str]) -> None:
    answer = client.post("/selection/fiches", data=fields, headers=OUR_PAGE)

    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert kept(client).slugs == ()


def test_who_keeps_nothing_gets_the_same_page_as_everyone_without_a_cookie(app: Flask) -> None:
    for page in _BUTTONS:
        first, second = (app.test_client().get(page) for _ in range(2))

        assert first.data == second.data
        assert first.headers["ETag"] == second.headers["ETag"]
        assert first.headers["Cache-Control"] == "no-cache"
        assert "Set-Cookie" not in first.headers
        assert "Ma sélection" not in first.text


@pytest.mark.parametrize("page", _BUTTONS)
def test_the_page_of_who_keeps_something_is_theirs_alone(client: FlaskClient, page: str) -> None:
    tag = client.get(page).headers["ETag"]
    pick(client, SOME[0])

    answer = client.get(page, headers={"If-None-Match": tag})

    assert answer.status_code == HTTPStatus.OK
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Cookie" in answer.headers["Vary"]
    assert "ETag" not in answer.headers


def test_what_programs_read_is_the_same_with_a_selection(client: FlaskClient) -> None:
    pick(client, SOME[0])

    answer = client.get("/api/v1/cases?q=garage")

    assert "private" not in answer.headers["Cache-Control"]


@pytest.mark.parametrize("word", ["x", "é", "A" * 4000, "eJwDAAAAAAE", "%00"])
def test_a_damaged_cookie_is_an_empty_selection_and_told(client: FlaskClient, word: str) -> None:
    client.set_cookie(COOKIE, word)

    page = client.get("/selection")

    assert page.status_code == HTTPStatus.OK
    assert "ne se lit plus" in page.text
    assert client.get("/").status_code == HTTPStatus.OK
    pick(client, SOME[0])
    assert kept(client).slugs == (SOME[0],)
    assert "ne se lit plus" not in client.get("/selection").text


def test_title_order_and_notes_are_kept(client: FlaskClient) -> None:
    notes = {SOME[0]: "Un\r\ndeux", SOME[2]: "<b>trois</b>"}
    answer = press(client, "save", notes=notes, title="  Atelier\tmobilité ")

    page = client.get("/selection")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/selection#enregistree")
    assert page.headers["Cache-Control"] == "no-store"
    assert kept(client).title == "Atelier mobilité"
    assert [case.note for case in kept(client).cases] == ["Un\ndeux", "", "<b>trois</b>"]
    assert "&lt;b&gt;trois&lt;/b&gt;" in page.text
    assert page.text.index(SOME[0]) < page.text.index(SOME[1]) < page.text.index(SOME[2])


@pytest.mark.parametrize(
    ("action", "order", "place"),
    [
        (f"up:{SOME[1]}", (SOME[1], SOME[0], SOME[2]), f"monter-{SOME[1]}"),
        (f"down:{SOME[0]}", (SOME[1], SOME[0], SOME[2]), f"descendre-{SOME[0]}"),
        (f"up:{SOME[0]}", SOME, f"monter-{SOME[0]}"),
        (f"remove:{SOME[1]}", (SOME[0], SOME[2]), "retiree"),
        ("empty", (), "videe"),
        ("nonsense:x", SOME, "enregistree"),
        ("", SOME, "enregistree"),
    ],
)
def test_a_button_changes_the_selection_and_keeps_what_was_typed(
    client: FlaskClient, action: str, order: tuple[str, ...], place: str
) -> None:
    answer = press(client, action, notes={SOME[0]: "Gardée"})

    assert answer.headers["Location"] == f"/selection#{place}"
    assert kept(client).slugs == order
    assert {case.note for case in kept(client).cases if case.slug == SOME[0]} <= {"Gardée"}


def test_what_another_window_added_meanwhile_stays(client: FlaskClient) -> None:
    pick(client, *SOME)

    press(client, "save", SOME[1:2])

    assert kept(client).slugs == (SOME[1], SOME[0], SOME[2])


def test_what_a_browser_cannot_keep_is_shown_again_whole_and_may_be_shared(
    own_client: FlaskClient,
) -> None:
    slugs = [path.stem for path in sorted((PROJECT / "cases").glob("*.md"))][:MOST_CASES]
    notes = {slug: shake_256(slug.encode()).hexdigest(200) for slug in slugs}
    pick(own_client, SOME[0])

    answer = press(own_client, "save", [*slugs[: MOST_CASES - 1]], notes=notes, title="Long")

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Pas encore enregistré" in answer.text
    assert "sous un lien secret" in told(answer.text)
    assert notes[slugs[7]] in answer.text
    assert kept(own_client).slugs == (SOME[0],)
    share = press(own_client, "share", slugs[: MOST_CASES - 1], notes=notes, title="Long")
    assert notes[slugs[7]] in own_client.get(share.headers["Location"]).text


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"title": "x" * 121}, "Le titre dépasse 120"),
        ({f"note-{SOME[0]}": "x" * (MOST_NOTE_CHARACTERS + 1)}, "Une note dépasse 500"),
    ],
)
def test_a_text_that_is_too_long_is_refused_and_given_back(
    client: FlaskClient, fields: dict[str, str], says: str
) -> None:
    given: dict[str, Any] = {**fields}
    answer = press(client, "save", **given)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert says in answer.text
    assert next(iter(fields.values())) in answer.text


def test_one_case_too_many_is_shown_and_not_kept(client: FlaskClient) -> None:
    slugs = [path.stem for path in sorted((PROJECT / "cases").glob("*.md"))]
    press(client, "save", slugs[:MOST_CASES])

    answer = pick(client, slugs[MOST_CASES])

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "50 fiches au plus" in answer.text
    assert f'value="{slugs[MOST_CASES]}"' in answer.text
    assert len(kept(client).cases) == MOST_CASES


@pytest.mark.parametrize("count", [2, 3])
def test_ticked_cases_are_compared(client: FlaskClient, count: int) -> None:
    answer = press(client, "compare", compare=list(SOME[:count]))

    assert answer.status_code == HTTPStatus.SEE_OTHER
    assert answer.headers["Location"] == "/comparer?" + "&".join(f"cas={s}" for s in SOME[:count])


@pytest.mark.parametrize("count", [0, 1])
def test_too_few_ticked_cases_are_not_compared_and_stay_ticked(
    client: FlaskClient, count: int
) -> None:
    answer = press(client, "compare", notes={SOME[0]: "Gardée"}, compare=list(SOME[:count]))

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "de 2 à 4 fiches" in answer.text
    assert "Gardée" in answer.text
    ticks = [each for each in Page(answer.text).all("input") if "checked" in each]
    assert len(ticks) == count


@pytest.mark.parametrize(("action", "path"), [("print", "livret"), ("pdf", "livret.pdf")])
def test_what_was_typed_is_kept_before_it_is_printed(
    client: FlaskClient, action: str, path: str
) -> None:
    answer = press(client, action, notes={SOME[0]: "Imprimée"})

    assert answer.headers["Location"] == f"/selection/{path}"
    assert kept(client).cases[0].note == "Imprimée"


def test_a_case_that_is_gone_is_told_and_kept_with_its_note_until_it_is_removed(
    base_of: Callable[..., Base],
) -> None:
    base = base_of(garage={"title": "Garage"}, velo={"title": "Atelier vélo"})
    client = create_app(base.knowledge_base, Settings(home=base.home)).test_client()
    press(client, "save", ("garage", "velo"), notes={"garage": "Précieuse"})

    base.remove("garage")
    base.catch_up()
    page = client.get("/selection")

    assert "Aucune fiche ne porte l’adresse" in page.text
    assert "Précieuse" in page.text
    assert [case["slug"] for case in client.get("/selection.json").get_json()] == ["velo"]
    press(client, "save", ("garage", "velo"), notes={"garage": "Précieuse"})
    assert kept(client).cases[0].note == "Précieuse"
    press(client, "remove:garage", ("garage", "velo"))
    assert kept(client).slugs == ("velo",)


def test_a_case_that_moved_is_followed(base_of: Callable[..., Base]) -> None:
    base = base_of(garage={"title": "Garage"})
    client = create_app(base.knowledge_base, Settings(home=base.home)).test_client()
    press(client, "save", ("garage",), notes={"garage": "Suivie"})

    base.remove("garage")
    base.write("atelier", title="Garage", redirects=("garage",))
    base.catch_up()
    page = client.get("/selection")

    assert 'href="/cas/atelier"' in page.text
    assert "Suivie" in page.text
    assert [case["slug"] for case in client.get("/selection.json").get_json()] == ["atelier"]


def test_the_selection_leaves_in_every_form_in_its_order(client: FlaskClient) -> None:
    press(client, "save", tuple(reversed(SOME)), notes={SOME[1]: "Ma note"}, title="L'atelier")

    workbook = openpyxl.load_workbook(io.BytesIO(client.get("/selection.xlsx").data))
    archive = zipfile.ZipFile(io.BytesIO(client.get("/selection.zip").data))

    assert [case["slug"] for case in client.get("/selection.json").get_json()] == [*reversed(SOME)]
    rows = [row[0].value for row in workbook.worksheets[0].iter_rows(min_row=2)]
    assert rows == [*reversed(SOME)]
    assert [*archive.namelist()] == ["LISEZMOI.md", *(f"cases/{s}.md" for s in reversed(SOME))]
    for slug in SOME:
        assert archive.read(f"cases/{slug}.md") == (PROJECT / "cases" / f"{slug}.md").read_bytes()
    read_me = archive.read("LISEZMOI.md").decode()
    assert read_me.startswith("# L'atelier\n")
    assert "> Ma note" in read_me
    for form in ("csv", "fr.csv", "bib", "ris"):
        answer = client.get(f"/selection.{form}")
        assert answer.status_code == HTTPStatus.OK
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.text.count("1000-cafes-villages") >= 1


def test_an_empty_selection_says_how_to_fill_it_and_leaves_empty(client: FlaskClient) -> None:
    page = client.get("/selection")

    assert page.status_code == HTTPStatus.OK
    assert "Ajouter à ma sélection" in page.text
    assert json.loads(client.get("/selection.json").data) == []
    assert client.get("/selection.exe").status_code == HTTPStatus.NOT_FOUND
    assert client.get("/selection/livret").status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert press(client, "share", ()).status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(own_app: Flask) -> None:
    answer = pick(own_app.test_client(), SOME[0])

    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie


def test_an_emptied_selection_leaves_no_cookie(client: FlaskClient) -> None:
    pick(client, SOME[0])

    press(client, "empty", ())

    assert client.get_cookie(COOKIE) is None
