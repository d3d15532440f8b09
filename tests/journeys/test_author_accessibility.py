"""Every page of an author, empty, filled in and refused, by the rules of axe and of reflow."""

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests.journeys.authors import STEPS, begin, fill_all, is_saved, send
from tests.journeys.axe import complaints
from tests.journeys.conftest import Writes
from tests.journeys.test_author import link_of_last_letter

pytestmark = pytest.mark.browser


def test_the_pages_of_a_new_draft(own_site: str, writes: Writes) -> None:
    page = writes(f"{own_site}/proposer")
    assert complaints(page) == []
    begin(page)
    draft = page.url.rpartition("/")[0]

    for path in ("", *(f"/{step}?manque" for step in STEPS), "/apercu"):
        page.goto(draft + path)
        assert complaints(page) == [], path


def test_the_last_step_refused_with_a_near_case(own_site: str, writes: Writes) -> None:
    page = writes(f"{own_site}/proposer")
    begin(page)
    page.locator("#title").fill("Solidarauto : la voiture donnée qui remet sur la route")
    expect(page.locator("#near a")).to_be_visible()
    is_saved(page)
    assert complaints(page) == []
    page.goto(page.url.replace("/alliance", "/relecture"))
    page.get_by_role("button", name="Envoyer la proposition").click()
    expect(page.locator(".sommaire-erreurs")).to_be_visible()

    assert complaints(page) == []


def test_two_versions_to_choose_from(own_site: str, writes: Writes) -> None:
    page = writes(f"{own_site}/proposer")
    begin(page)
    other = page.context.new_page()
    other.goto(page.url)
    for each, title in ((page, "Une"), (other, "Deux")):
        each.locator("#title").fill(title)
        is_saved(each)

    assert complaints(other) == []
    other.get_by_role("link", name="comparez-les et choisissez").click()
    expect(other.get_by_role("heading", name="Choisir une version")).to_be_visible()
    assert complaints(other) == []


def test_the_pages_after_sending(own_app: Flask, own_site: str, writes: Writes) -> None:
    page = writes(f"{own_site}/proposer")
    begin(page)
    fill_all(page)
    assert complaints(page) == []
    send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Proposition enregistrée")
    assert complaints(page) == []
    page.goto(f"{own_site}/suivi")
    assert complaints(page) == []

    page.goto(own_site + link_of_last_letter(own_app.extensions["kb"].knowledge_base))
    assert complaints(page) == []
    page.get_by_role("button", name="Confirmer et envoyer").click()
    expect(page.get_by_role("heading", name="Envoyée")).to_be_visible()
    assert complaints(page) == []


def test_a_change_of_a_published_case(own_site: str, writes: Writes) -> None:
    page = writes(f"{own_site}/proposer?cas=solidarauto-garages-solidaires")
    assert complaints(page) == []
    page.get_by_role("button", name="Modifier cette fiche").click()
    draft = page.url.rpartition("/")[0]

    for path in (*(f"/{step}" for step in STEPS), "/apercu"):
        page.goto(draft + path)
        assert complaints(page) == [], path
