"""What a first visit costs: bytes, requests, jumps; and whom it talks to: only us."""

import time
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Request, Route

from tests.journeys.conftest import Opens

pytestmark = pytest.mark.browser

_CASE = "/cas/solidarauto-garages-solidaires"

_COUNT_SHIFTS = """
  window.shifted = 0;
  new PerformanceObserver(list => {
    for (const shift of list.getEntries()) window.shifted += shift.value;
  }).observe({type: "layout-shift", buffered: true});
"""


@pytest.mark.parametrize("path", ["/", "/?q=emploi&region=bretagne", _CASE])
def test_a_first_visit_weighs_at_most_100_kb_and_asks_nobody_else(
    path: str, browser: Browser, site: str
) -> None:
    requests: list[Request] = []

    def note(request: Request) -> None:
        requests.append(request)

    context = browser.new_context()
    context.on("requestfinished", note)
    context.new_page().goto(site + path, wait_until="networkidle")

    sizes = [request.sizes() for request in requests]
    context.close()
    weight = sum(each["responseHeadersSize"] + each["responseBodySize"] for each in sizes)
    assert {f"http://{urlsplit(request.url).netloc}" for request in requests} == {site}
    assert 20_000 < weight <= 100_000
    assert len(requests) <= 10


@pytest.mark.parametrize("path", ["/", _CASE])
@pytest.mark.parametrize("width", [1280, 320])
def test_a_page_does_not_jump_when_its_fonts_arrive_late(
    path: str, width: int, browser: Browser, site: str
) -> None:
    def late(route: Route) -> None:
        time.sleep(0.3)  # the page is drawn meanwhile
        route.continue_()

    context = browser.new_context(viewport={"width": width, "height": 800})
    context.add_init_script(_COUNT_SHIFTS)
    page = context.new_page()
    page.route("**/*.woff2", late)
    page.goto(site + path, wait_until="networkidle")
    page.evaluate("document.fonts.ready")

    shifted = page.evaluate("window.shifted")
    fonts = page.evaluate("[...document.fonts].filter(font => font.status == 'loaded').length")
    context.close()
    assert fonts >= 2
    assert shifted < 0.02


def test_a_page_leaves_no_trace_in_the_browser(opens: Opens) -> None:
    page = opens("/?q=emploi")

    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
