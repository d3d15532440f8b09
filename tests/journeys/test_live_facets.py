"""Filters with script: the same answers as without, focus kept, history right, no dead end."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Opens

pytestmark = pytest.mark.browser


def _count(page: Page) -> str:
    return page.locator("#count").inner_text()


def _titles(page: Page) -> list[str]:
    return page.locator(".card h3").all_inner_texts()


def test_ticking_a_box_shows_what_the_page_without_script_shows(opens: Opens) -> None:
    live, plain = opens("/?q=emploi"), opens("/?q=emploi", java_script_enabled=False)

    live.locator("#f-region-bretagne").check()
    expect(live).to_have_url(re.compile(r"\?q=emploi&region=bretagne$"))
    plain.locator("#f-region-bretagne").check()
    plain.get_by_role("button", name="Appliquer les filtres").click()

    expect(live.locator(".chips")).to_contain_text("Région : Bretagne")
    assert _count(live) == _count(plain)
    assert _titles(live) == _titles(plain)
    assert live.title() == plain.title()


def test_the_focus_stays_on_the_box_and_the_count_is_announced(opens: Opens) -> None:
    page = opens("/")
    before = _count(page)

    page.locator("#f-domain-sante").focus()
    page.keyboard.press("Space")

    expect(page.locator("#live")).to_have_text(re.compile(r"^\d+ fiches$"))
    expect(page.locator("#f-domain-sante")).to_be_focused()
    expect(page.locator("#f-domain-sante")).to_be_checked()
    assert _count(page) != before
    assert page.title().startswith(_count(page))


def test_going_back_undoes_the_last_choice_and_going_forth_makes_it_again(opens: Opens) -> None:
    page = opens("/")
    page.locator("#f-domain-sante").check()
    expect(page).to_have_url(re.compile(r"domain=sante$"))
    page.locator("#f-actor-fondation").check()
    expect(page).to_have_url(re.compile(r"domain=sante&actor=fondation$"))

    page.go_back()
    expect(page.locator("#f-actor-fondation")).not_to_be_checked()
    expect(page.locator("#f-domain-sante")).to_be_checked()
    page.go_back()
    expect(page.locator("#f-domain-sante")).not_to_be_checked()
    expect(page.locator("#count")).to_have_text("113 fiches")
    page.go_forward()
    expect(page.locator("#f-domain-sante")).to_be_checked()


def test_excluding_and_taking_it_back_keep_the_focus_on_the_same_link(opens: Opens) -> None:
    page = opens("/")
    link = page.locator("#x-category-mecenat")

    link.click()
    expect(page.locator(".chips")).to_contain_text("sauf Mécénat")
    expect(link).to_be_focused()
    expect(link).to_have_accessible_name("ne plus exclure Mécénat")
    page.keyboard.press("Enter")

    expect(page.locator(".chips")).to_have_count(0)
    expect(link).to_be_focused()
    expect(page).to_have_url(re.compile(r"/$"))


def test_removing_a_chip_moves_the_focus_to_the_new_count(opens: Opens) -> None:
    page = opens("/?region=bretagne&domain=emploi")

    page.get_by_role("link", name="Retirer le filtre Région : Bretagne").click()

    expect(page).to_have_url(re.compile(r"\?domain=emploi$"))
    expect(page.locator("#count")).to_be_focused()


def test_an_opened_list_stays_open_when_results_change(opens: Opens) -> None:
    page = opens("/")
    page.locator("summary", has_text="Étape de l’innovation").click()
    page.get_by_text("Voir les 12 autres").click()

    page.locator("#f-stage-essaimage").check()

    expect(page).to_have_url(re.compile(r"stage=essaimage$"))
    expect(page.locator("#f-region-normandie")).to_be_visible()
    expect(page.locator("#f-stage-conception")).to_be_visible()


def test_two_quick_choices_end_in_one_page_with_both(opens: Opens) -> None:
    page = opens("/")

    page.evaluate(
        "for (const id of ['f-domain-sante', 'f-domain-emploi'])"
        " document.getElementById(id).click()"
    )

    expect(page).to_have_url(re.compile(r"domain=emploi&domain=sante$"))
    expect(page.locator(".chips li")).to_have_count(3)


def test_a_year_typed_while_results_change_is_not_lost(opens: Opens) -> None:
    page = opens("/?year_from=2000")

    page.locator("#year_from").fill("2010")
    page.keyboard.press("Tab")
    page.keyboard.type("2015")
    expect(page).to_have_url(re.compile(r"year_from=2010"))
    expect(page.locator("#year_to")).to_have_value("2015")
    expect(page.locator("#year_to")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"year_from=2010&year_to=2015$"))


def test_when_fetching_fails_the_browser_goes_there_by_itself(opens: Opens) -> None:
    page = opens("/")
    page.route(
        "**/?domain=sante",
        lambda route: (
            route.continue_()
            if route.request.is_navigation_request()
            else route.fulfill(body="panne", content_type="text/html")
        ),
    )

    with page.expect_navigation(url="**/?domain=sante"):
        page.locator("#f-domain-sante").click()

    expect(page.locator("#f-domain-sante")).to_be_checked()


def test_sorting_changes_the_order_at_once_and_keeps_the_words(opens: Opens) -> None:
    page = opens("/?q=emploi")
    page.locator("#sort").focus()

    page.locator("#sort").select_option(label="Titre, de A à Z")

    expect(page).to_have_url(re.compile(r"\?q=emploi&sort=title$"))
    expect(page.locator("#sort")).to_be_focused()


def test_the_drawer_of_a_narrow_screen_stays_open_while_choosing(opens: Opens) -> None:
    page = opens("/", viewport={"width": 320, "height": 700})
    expect(page.locator("#f-domain-sante")).to_be_hidden()
    page.get_by_text("Filtrer", exact=True).click()

    page.locator("#f-domain-sante").check()

    expect(page.locator("#drawer > summary")).to_contain_text("Filtrer (1")
    expect(page.locator("#f-domain-sante")).to_be_visible()
