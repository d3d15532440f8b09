"""What axe and reflow find wrong with a page, in light and dark, wide and narrow."""

from itertools import product
from pathlib import Path
from typing import Final, Literal

from playwright.sync_api import Page

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text("utf-8")
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

THEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")


def complaints(page: Page) -> list[tuple[str, int, str]]:
    """Theme, width and what is wrong, all lists opened; a page that is too wide as well."""
    page.evaluate(AXE)
    for opened in ("list.name = ''", "list.open = true"):  # of those with one name one is open
        page.evaluate(f"document.querySelectorAll('details').forEach(list => {{ {opened} }})")
    found: list[tuple[str, int, str]] = []
    for theme, width in product(THEMES, (1280, 320)):
        page.emulate_media(color_scheme=theme)
        page.set_viewport_size({"width": width, "height": 800})
        found += [(theme, width, violation) for violation in violations(page)]
        room = page.evaluate("document.documentElement.scrollWidth")
        found += [(theme, width, f"{room} pixels wide")] * (room > width)
    return found


def violations(page: Page) -> list[str]:
    """What axe finds, each rule with the places that break it."""
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", _RULES)
    return [
        f"{violation['id']}: {[node['html'][:200] for node in violation['nodes']]}"
        for violation in found["violations"]
    ]
