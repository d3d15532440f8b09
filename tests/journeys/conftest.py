"""A real browser, one for all tests of a process."""

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

#: Nothing but the pages: no updates, no telemetry, no sandbox for whoever runs tests as root.
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

#: Opens a page of the site as the options of `Browser.new_context` say.
Opens = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, as Debian packages it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=[*_FLAGS]
        )
        yield browser
        browser.close()


@pytest.fixture
def opens(browser: Browser, site: str) -> Iterator[Opens]:
    """Opens pages with a visitor's own settings; a console message of any of them is a failure."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def complain(message: ConsoleMessage) -> None:
        document = message.page.url if message.page else ""
        if message.location["url"] != document:  # Chromium notes each 404 page there itself
            complaints.append(message.text)

    def open_page(path: str, **options: Any) -> Page:
        context = browser.new_context(base_url=site, locale="fr-FR", **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        context.on("console", complain)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        page = context.new_page()
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
