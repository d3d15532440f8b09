"""Every kind of page, in light and dark, wide and narrow, by the rules of axe and of reflow."""

from itertools import product

import pytest
from playwright.sync_api import expect

from tests.journeys.axe import AXE, THEMES, violations
from tests.journeys.conftest import Opens

pytestmark = pytest.mark.browser


_PAGES = {
    "search": "/",
    "result": "/?q=emploi&region=bretagne&category_not=mecenat&year_from=2005",
    "last page": "/?page=6",
    "nothing for these words": "/?q=zzzzz",
    "corrected words": "/?q=garrage+solidere",
    "why a case is found": "/pourquoi?cas=solidarauto-garages-solidaires&q=garage",
    "why a case is not found": "/pourquoi?cas=begawatts-beganne&q=garage+-vent&region=corse",
    "why, of a case that nobody knows": "/pourquoi?cas=garage&q=emploi&region=atlantide",
    "nothing for these filters": "/?q=solidarauto&region=mayotte&domain_not=sante",
    "notices": "/?q=precarite+numerique+zzzzz&region=atlantide&year_from=0",
    "map": "/carte?domain=emploi&region=bretagne&year_from=1950",
    "empty map": "/carte?q=solidarauto&region=mayotte&domain_not=sante",
    "figures": "/chiffres",
    "comparison": "/comparer?cas=solidarauto-garages-solidaires&cas=1000-cafes-villages&cas=x",
    "comparison of one": "/comparer?cas=solidarauto-garages-solidaires&ajout=emploi",
    "need": "/besoin?actor=association&region=corse&domain=mobilite&partner=entreprise&partner=x",
    "way in": "/entrees/co-construction-territoriale",
    "alliances": "/alliances",
    "organisations of a name": "/alliances?nom=fondation",
    "organisation": "/organisation/la-poste",
    "case": "/cas/solidarauto-garages-solidaires",
    "open data": "/api",
    "card to embed": "/cas/solidarauto-garages-solidaires/vignette",
    "help": "/aide",
    "accessibility": "/accessibilite",
    "personal data": "/donnees-personnelles",
    "not found": "/cas/nulle-part",
}


@pytest.mark.parametrize("path", _PAGES.values(), ids=_PAGES)
def test_a_page_breaks_no_rule_of_axe_in_any_theme_and_width(path: str, opens: Opens) -> None:
    page = opens(path)
    page.evaluate(AXE)
    page.evaluate("document.querySelectorAll('details').forEach(list => list.open = true)")

    for theme, width in product(THEMES, (1280, 320)):
        page.emulate_media(color_scheme=theme)
        page.set_viewport_size({"width": width, "height": 800})
        assert violations(page) == [], (theme, width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (theme, width)


def test_the_list_of_suggestions_breaks_no_rule_either(opens: Opens) -> None:
    page = opens("/")
    page.evaluate(AXE)
    page.locator("#q").press_sequentially("emploi")
    suggestions = page.get_by_role("listbox")
    expect(suggestions).to_be_visible()
    page.keyboard.press("ArrowDown")

    for theme, width in product(THEMES, (1280, 320)):
        page.emulate_media(color_scheme=theme)
        page.set_viewport_size({"width": width, "height": 800})
        expect(suggestions.get_by_role("option", selected=True)).to_be_visible()
        assert violations(page) == [], (theme, width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (theme, width)


def test_axe_finds_what_is_wrong(opens: Opens) -> None:
    page = opens("/aide")
    page.evaluate(AXE)
    page.evaluate("document.querySelector('h1').innerHTML = '<img src=/static/favicon.svg>'")

    assert {found.split(":")[0] for found in violations(page)} >= {"image-alt"}
