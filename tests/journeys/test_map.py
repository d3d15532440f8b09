"""The map with script: it follows the filters, stays the map, and leads back to the same list."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Opens

pytestmark = pytest.mark.browser


def test_ticking_a_box_redraws_the_map_and_the_list_has_the_same_search(opens: Opens) -> None:
    page = opens("/carte?q=emploi")

    page.locator("#f-domain-sante").check()
    expect(page).to_have_url(re.compile(r"/carte\?q=emploi&domain=sante$"))
    expect(page.locator(".chips")).to_contain_text("Santé")
    count = page.locator("#count").inner_text()
    page.get_by_role("link", name="Liste").click()

    expect(page).to_have_url(re.compile(r"/\?q=emploi&domain=sante$"))
    expect(page.locator("#count")).to_have_text(count)


def test_without_script_a_region_of_the_picture_leads_to_its_cases(opens: Opens) -> None:
    page = opens("/carte?domain=sante", java_script_enabled=False)

    region = page.locator(".map a[aria-label^='Bretagne']")
    promised = re.search(r"\d+", region.get_attribute("aria-label") or "")
    region.click()

    assert promised
    expect(page).to_have_url(re.compile(r"/\?domain=sante&region=bretagne$"))
    expect(page.locator("#count")).to_have_text(re.compile(rf"^{promised[0]} fiche"))
