"""A reader from the first word to the case: with a mouse, with a keyboard, without script."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Opens

pytestmark = pytest.mark.browser


def _tab_to(page: Page, target: Locator, *, most: int = 120) -> None:
    """Press Tab until the target has the focus, as somebody without a mouse does."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"{target} ne se trouve pas au clavier")


@pytest.mark.parametrize("address", ["/?domain=mobilite", "/carte?domain=mobilite"])
def test_with_the_keyboard_one_passes_over_the_filters(opens: Opens, address: str) -> None:
    page = opens(address)

    _tab_to(page, page.get_by_role("link", name="Aller aux résultats"), most=2)
    page.keyboard.press("Enter")

    expect(page.locator("#count")).to_be_focused()


def test_with_the_keyboard_alone_one_searches_filters_and_opens_a_case(opens: Opens) -> None:
    page = opens("/")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_in_viewport()
    page.keyboard.press("Enter")
    _tab_to(page, page.locator("#q"), most=2)
    page.keyboard.type("garage")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?q=garage$"))
    _tab_to(page, page.locator("#f-category-mecenat"))
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile(r"\?q=garage&category=mecenat$"))
    first = page.locator(".card h3 a").first
    title = first.inner_text()
    _tab_to(page, first)
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/cas/"))
    expect(page.locator("h1")).to_have_text(title)


def test_a_closed_drawer_hides_nothing_from_the_keyboard_on_a_wide_screen(opens: Opens) -> None:
    page = opens("/", viewport={"width": 1280, "height": 800})

    assert page.locator("#drawer").evaluate("drawer => drawer.open") is False
    expect(page.locator("#f-category-mecenat")).to_be_visible()
    _tab_to(page, page.locator("#f-category-mecenat"))


def test_without_script_one_searches_filters_excludes_sorts_and_opens_a_case(
    opens: Opens,
) -> None:
    page = opens("/", java_script_enabled=False)
    page.locator("#q").fill("emploi -numérique")
    page.get_by_role("button", name="Rechercher").click()
    page.locator("#f-domain-emploi").check()
    page.get_by_role("button", name="Appliquer les filtres").click()
    page.get_by_role("link", name="exclure Mécénat", exact=True).click()
    expect(page.locator(".chips li")).to_have_count(3)
    expect(page.locator("#q")).to_have_value("emploi -numérique")
    page.locator("#sort").select_option(label="Titre, de A à Z")
    page.get_by_role("button", name="Trier").click()
    expect(page.locator(".chips li")).to_have_count(3)

    link = page.locator(".card h3 a").first
    title = link.inner_text()
    link.click()
    expect(page.locator("h1")).to_have_text(title)
    page.get_by_role("link", name="Toutes les fiches", exact=True).click()
    expect(page.locator("#count")).to_have_text("113 fiches")


def test_a_case_leads_back_to_the_search_that_one_came_from(opens: Opens) -> None:
    page = opens("/?q=%22garage+solidaire%22&domain=mobilite")

    page.locator(".card h3 a").first.click()
    page.get_by_role("link", name="Retour aux résultats").click()

    expect(page).to_have_url(re.compile(r"\?q=%22garage\+solidaire%22&domain=mobilite$"))


def test_on_a_telephone_one_reads_a_case_and_follows_a_citation_to_its_source_and_back(
    opens: Opens,
) -> None:
    page = opens("/cas/solidarauto-garages-solidaires", viewport={"width": 360, "height": 640})

    page.get_by_role("link", name="Le besoin").click()
    expect(page.locator("h2#besoin")).to_be_in_viewport()
    page.locator("#citation-1-1").click()
    expect(page.locator("#source-1")).to_be_in_viewport()
    page.locator("#source-1 .backlinks a").first.click()
    expect(page.locator("#citation-1-1")).to_be_in_viewport()


def test_a_tag_of_a_case_leads_to_its_like(opens: Opens) -> None:
    page = opens("/cas/solidarauto-garages-solidaires")

    page.locator(".tags").get_by_role("link", name="Mobilité / transports").click()

    expect(page).to_have_url(re.compile(r"\?domain=mobilite$"))
    expect(page.locator(".chips")).to_contain_text("Domaine d’action : Mobilité / transports")


def test_a_printed_case_shows_its_story_and_the_addresses_of_its_sources(opens: Opens) -> None:
    page = opens("/cas/solidarauto-garages-solidaires")

    page.emulate_media(media="print")

    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("#source-1")).to_be_visible()
    expect(page.locator("header nav")).to_be_hidden()
    shown = page.locator("#source-1 > a").evaluate("a => getComputedStyle(a, '::after').content")
    assert "lafranceagricole.fr" in shown
