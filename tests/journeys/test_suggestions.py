"""Suggestions while typing: a combobox for the keyboard, the mouse, the finger and the ear."""

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.journeys.conftest import Opens

pytestmark = pytest.mark.browser


def _field(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Vos mots")


def _list(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Suggestions")


def _options(page: Page) -> Locator:
    return _list(page).get_by_role("option")


def _type(page: Page, text: str) -> None:
    _field(page).press_sequentially(text)
    expect(_list(page)).to_be_visible()


def test_typing_shows_suggestions_in_groups_and_tells_how_many(opens: Opens) -> None:
    page = opens("/")
    expect(_field(page)).to_have_attribute("aria-expanded", "false")

    _type(page, "solidar")

    expect(_field(page)).to_have_attribute("aria-expanded", "true")
    expect(_field(page)).to_have_attribute("aria-controls", "suggestions")
    group = page.get_by_role("group", name="Fiches")
    expect(group.get_by_role("option").first).to_have_text(re.compile("^Solidarauto"))
    count = _options(page).count()
    expect(page.locator("#live")).to_have_text(f"{count} suggestions : flèche bas pour choisir")
    expect(_list(page).get_by_role("option", selected=True)).to_have_count(0)


def test_with_the_keyboard_one_walks_through_the_options_and_opens_one(opens: Opens) -> None:
    page = opens("/")
    _type(page, "solidarauto")
    selected = _list(page).get_by_role("option", selected=True)
    first, last = _options(page).first, _options(page).last

    page.keyboard.press("ArrowUp")
    expect(last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(selected).to_have_count(0)
    expect(_field(page)).not_to_have_attribute("aria-activedescendant", re.compile("."))
    page.keyboard.press("ArrowDown")
    expect(first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("End")
    expect(last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Home")
    expect(first).to_have_attribute("aria-selected", "true")
    expect(selected).to_have_count(1)
    expect(_field(page)).to_have_attribute("aria-activedescendant", first.get_attribute("id") or "")
    expect(_field(page)).to_be_focused()
    expect(_field(page)).to_have_value("solidarauto")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("/cas/solidarauto-garages-solidaires$"))


def test_without_a_choice_home_and_end_move_the_cursor_and_enter_searches(opens: Opens) -> None:
    page = opens("/")
    _type(page, "solidar")

    page.keyboard.press("Home")
    page.keyboard.type("la ")
    expect(_field(page)).to_have_value("la solidar")
    page.keyboard.press("End")
    page.keyboard.type("ite")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/\?q=la\+solidarite$"))


def test_escape_closes_the_list_and_keeps_the_words_and_an_arrow_opens_it_again(
    opens: Opens,
) -> None:
    page = opens("/")
    _type(page, "solidar")

    page.keyboard.press("Escape")
    expect(_list(page)).to_be_hidden()
    expect(_field(page)).to_have_attribute("aria-expanded", "false")
    expect(_field(page)).to_have_value("solidar")

    page.keyboard.press("ArrowDown")
    expect(_list(page)).to_be_visible()


def test_leaving_the_field_closes_the_list(opens: Opens) -> None:
    page = opens("/")
    _type(page, "solidar")
    page.keyboard.press("ArrowDown")

    page.keyboard.press("Tab")

    expect(_list(page)).to_be_hidden()
    expect(page.get_by_role("button", name="Rechercher")).to_be_focused()


@pytest.mark.parametrize("has_touch", [False, True], ids=["mouse", "finger"])
def test_a_pointer_opens_a_suggestion_which_stays_on_this_host(
    opens: Opens, *, has_touch: bool
) -> None:
    page = opens("/", has_touch=has_touch)
    host = page.url
    _type(page, "bretagne")

    option = _list(page).get_by_role("option", name="Bretagne (Région)")
    if has_touch:
        option.tap()
    else:
        option.click()

    expect(page).to_have_url(f"{host}?region=bretagne")
    expect(page.locator(".chips")).to_contain_text("Région : Bretagne")


def test_a_partner_and_a_place_lead_to_a_search_for_them(opens: Opens) -> None:
    page = opens("/")
    _type(page, "secours catholique")

    page.get_by_role("group", name="Partenaires").get_by_role("option").first.click()

    expect(_field(page)).to_have_value(re.compile('^partenaire:".*Secours Catholique'))
    expect(page.locator(".card").first).to_be_visible()


def test_only_the_last_pause_is_asked_about(opens: Opens) -> None:
    page = opens("/")
    asked: list[str] = []
    page.on(
        "request", lambda request: asked.append(request.url) if "suggest?" in request.url else None
    )

    _type(page, "solidarauto")

    assert len(asked) < len("solidarauto")
    assert asked[-1].endswith("?q=solidarauto")


def test_one_letter_suggests_nothing_and_words_that_begin_nothing_are_told(opens: Opens) -> None:
    page = opens("/")

    _field(page).press_sequentially("zzz")
    expect(page.locator("#live")).to_have_text("Aucune suggestion")
    expect(_list(page)).to_be_hidden()
    _field(page).fill("l'")
    page.wait_for_timeout(400)

    expect(_list(page)).to_be_hidden()


@pytest.mark.parametrize("fault", ["nonsense", "no answer"])
def test_when_suggestions_fail_nobody_notices_and_the_form_goes_on(
    opens: Opens, fault: str
) -> None:
    page = opens("/")
    faults = 0

    def fail(route: Route) -> None:
        nonlocal faults
        faults += 1
        if fault == "nonsense":
            route.fulfill(body="<p>panne</p>")

    page.route("**/api/v1/suggest*", fail)
    with page.expect_request("**/api/v1/suggest*"):
        _field(page).press_sequentially("garage")
    expect(_list(page)).to_be_hidden()
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"\?q=garage$"))
    assert faults


def test_without_script_the_field_is_a_plain_one(opens: Opens) -> None:
    page = opens("/", java_script_enabled=False)

    expect(page.get_by_role("searchbox", name="Vos mots")).to_be_visible()
    expect(page.get_by_role("combobox", name="Vos mots")).to_have_count(0)


def test_the_list_lies_over_the_page_and_moves_nothing(opens: Opens) -> None:
    page = opens("/", viewport={"width": 320, "height": 700})
    button = page.get_by_role("button", name="Rechercher")
    before = button.bounding_box()

    _type(page, "emploi")

    assert button.bounding_box() == before
    box = _list(page).bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320


def test_label_apostrophes_are_printed_as_everywhere(opens: Opens) -> None:
    page = opens("/")
    _type(page, "inclusion num")

    texts = "".join(_options(page).all_inner_texts())
    assert "l’inclusion" in texts
    assert "'" not in texts


def test_why_is_asked_from_the_foot_of_the_results_without_script(opens: Opens) -> None:
    page = opens("/?q=garage&region=bretagne", java_script_enabled=False)
    page.get_by_role("link", name="Une fiche manque ? Demandez pourquoi").click()

    page.get_by_label("Titre ou adresse de la fiche").fill(
        "Solidarauto : la voiture donnée qui remet sur la route"
    )
    page.get_by_role("button", name="Demander pourquoi").click()

    expect(page.locator("main")).to_contain_text("Le filtre « Région : Bretagne » l’écarte")
    page.get_by_role("link", name="Chercher sans ce filtre").click()
    expect(page).to_have_url(re.compile(r"/\?q=garage$"))
    expect(page.locator(".cards")).to_contain_text("Solidarauto")
