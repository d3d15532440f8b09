"""Preparing a workshop on mobility in Occitanie, from the map to the printed booklet."""

import io
import re

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.journeys.axe import complaints
from tests.journeys.conftest import Opens, Writes

pytestmark = pytest.mark.browser

_TITLE = "Atelier mobilité en Occitanie"
_NOTE = "Pour ouvrir : qui a fait le premier pas ?"
_CASE = "/cas/solidarauto-garages-solidaires"


def from_map_to_cases(page: Page) -> None:
    """From the map, with its filter, to the cases of one region, two of them picked."""
    page.locator(".map a[aria-label^='Occitanie']").click()
    expect(page).to_have_url(re.compile(r"domain=mobilite.*region=occitanie"))
    for count in (1, 2):
        page.get_by_role("button", name="Ajouter à ma sélection").first.click()
        expect(page.get_by_role("link", name=f"Ma sélection ({count})")).to_be_visible()
        expect(page.locator(".told:visible")).to_contain_text("Ajoutée")


def one_more_from_its_page(page: Page) -> None:
    """A case that the search did not bring, from its own page."""
    page.goto(_CASE)
    page.get_by_role("button", name="Ajouter à ma sélection").click()
    expect(page.get_by_role("link", name="Ma sélection (3)")).to_be_visible()


def arranged(page: Page) -> list[str]:
    """Title, note, another order; the titles of the cases in it."""
    page.get_by_role("link", name="Ma sélection (3)").click()
    page.get_by_label("Titre").fill(_TITLE)
    last = page.locator(".selected > li").last
    last.locator("textarea").fill(_NOTE)
    moved = last.get_by_role("heading").inner_text()
    last.get_by_role("button", name="Monter").click()
    expect(page.locator(".selected > li").nth(1)).to_contain_text(moved)
    expect(page.locator(":focus")).to_have_text(re.compile("Monter"))
    return page.locator(".selected h2").all_inner_texts()


def read(pdf: bytes) -> str:
    return " ".join(
        " ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages
    )


def test_with_script_buttons_answer_in_place_and_the_browser_prints_the_booklet(
    own_site: str, writes: Writes
) -> None:
    page = writes(f"{own_site}/carte", base_url=own_site)
    page.locator("#f-domain-mobilite").check()
    expect(page).to_have_url(re.compile(r"/carte\?domain=mobilite$"))

    from_map_to_cases(page)
    expect(page).not_to_have_url(re.compile("#"))
    one_more_from_its_page(page)
    titles = arranged(page)
    page.get_by_role("button", name="Imprimer le livret").click()
    expect(page.get_by_role("heading", name=_TITLE)).to_be_visible()
    text = read(page.pdf(prefer_css_page_size=True))

    assert text.index(_TITLE) < text.index("Sommaire") < text.index("qui a fait le premier pas")
    places = [text.rindex(" ".join(title.split())[:30]) for title in titles]
    assert places == sorted(places)
    assert "Revenir" not in text


@pytest.mark.pdf
def test_without_script_the_same_and_the_site_makes_the_pdf(own_site: str, writes: Writes) -> None:
    page = writes(f"{own_site}/carte", base_url=own_site, java_script_enabled=False)
    page.locator("#f-domain-mobilite").check()
    page.get_by_role("button", name="Appliquer les filtres").click()

    from_map_to_cases(page)
    one_more_from_its_page(page)
    titles = arranged(page)
    text = read(page.request.get("/selection/livret.pdf").body())

    assert text.count(_TITLE) >= 1
    assert "qui a fait le premier pas" in text
    assert all(" ".join(title.split())[:30] in text for title in titles)


def test_a_shared_selection_is_taken_over_in_another_browser_and_withdrawn_in_the_first(
    own_site: str, writes: Writes
) -> None:
    author = writes(f"{own_site}{_CASE}", java_script_enabled=False)
    author.get_by_role("button", name="Ajouter à ma sélection").click()
    author.get_by_role("link", name="Ma sélection (1)").click()
    author.get_by_label("Titre").fill(_TITLE)
    author.get_by_role("button", name="Partager par un lien secret").click()
    expect(author.get_by_role("heading", level=1)).to_have_text(_TITLE)

    reader = writes(author.url)
    reader.get_by_role("button", name="Reprendre dans ma sélection").click()
    expect(reader.get_by_text("Les fiches sont dans votre sélection.")).to_be_visible()
    expect(reader.get_by_label("Titre")).to_have_value(_TITLE)
    address = author.url
    author.get_by_role("button", name="Retirer ce lien").click()
    expect(author.get_by_text("Le lien ne mène plus à rien.")).to_be_visible()

    reader.goto(address)
    expect(reader.get_by_role("heading", level=1)).to_have_text("Page introuvable")


def test_a_note_is_kept_as_soon_as_one_leaves_its_field(own_site: str, writes: Writes) -> None:
    page = writes(f"{own_site}{_CASE}")
    page.get_by_role("button", name="Ajouter à ma sélection").click()
    page.get_by_role("link", name="Voir ma sélection").click()
    page.wait_for_load_state("load")

    page.locator("textarea").fill(_NOTE)
    page.keyboard.press("Tab")
    expect(page.locator("#saved")).to_have_text("Enregistré.")
    page.goto(f"{own_site}/selection")

    expect(page.locator("textarea")).to_have_value(_NOTE)


def test_the_keyboard_alone_adds_a_case_and_finds_the_selection(opens: Opens) -> None:
    page = opens(_CASE)

    page.get_by_role("button", name="Ajouter à ma sélection").focus()
    page.keyboard.press("Enter")
    expect(page.locator(":focus")).to_contain_text("Ajoutée")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Ma sélection")


def test_the_pages_of_a_selection_break_no_rule_of_axe(own_site: str, writes: Writes) -> None:
    page = writes(f"{own_site}/selection", base_url=own_site)
    assert complaints(page) == []
    for path in (_CASE, "/cas/1000-cafes-villages"):
        page.goto(path)
        page.get_by_role("button", name="Ajouter à ma sélection").click()
        expect(page.locator(".told:visible")).to_contain_text("Ajoutée")
        assert complaints(page) == []

    page.goto("/selection")
    page.locator("textarea").first.fill(_NOTE)
    page.get_by_role("button", name="Comparer les fiches cochées").click()
    expect(page.get_by_role("alert")).to_contain_text("Pas encore enregistré")
    assert complaints(page) == []
    page.get_by_role("button", name="Partager par un lien secret").click()
    expect(page.get_by_role("button", name="Retirer ce lien")).to_be_visible()
    assert complaints(page) == []
    page.goto("/selection/livret")
    assert complaints(page) == []
    page.goto("/?q=garage")
    assert complaints(page) == []
