"""From a way in to a comparison, and from a need to its cases, without script."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Opens

pytestmark = pytest.mark.browser


def test_a_way_in_leads_to_cases_and_their_comparison(opens: Opens) -> None:
    page = opens("/", java_script_enabled=False)

    page.get_by_role("link", name="Engager les salariés").click()
    page.get_by_role("link", name=re.compile(r"^Voir les \d+")).click()
    page.locator(".card h3 a").first.click()
    page.locator("a.compare-with").first.click()

    expect(page.locator(".compared thead th")).to_have_count(3)


def test_a_completed_sentence_leads_to_an_ordinary_search(opens: Opens) -> None:
    page = opens("/besoin", java_script_enabled=False)

    page.get_by_label("en région").select_option("Corse")
    page.get_by_label("je veux agir sur").select_option("Mobilité / transports")
    page.get_by_label("Entreprise", exact=True).check()
    page.get_by_role("button", name="Trouver des exemples").click()
    link = page.get_by_role("link", name=re.compile("dans la recherche"))
    promised = re.search(r"\d+", link.inner_text())
    link.click()

    assert promised
    expect(page.locator("#count")).to_have_text(re.compile(rf"^{promised[0]} fiche"))


def test_an_organisation_leads_to_its_allies(opens: Opens) -> None:
    page = opens("/alliances", java_script_enabled=False)

    page.locator(".network a[href='/organisation/enedis']").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Enedis")
    page.get_by_role("link", name="La Poste").first.click()

    expect(page.get_by_role("heading", level=1)).to_have_text("La Poste")
