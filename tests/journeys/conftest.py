"""A real browser, one for all tests of a process."""

import shutil
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)
from werkzeug.serving import make_server

from kb.domain.account import Role
from kb.services.knowledge_base import KnowledgeBase
from tests.people import sign_in

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

#: What a machine under load may need for what takes a moment.
_PATIENCE_MILLISECONDS = 20_000

#: Opens a page of the site as the options of `Browser.new_context` say.
Opens = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, as Debian packages it."""
    expect.set_options(timeout=_PATIENCE_MILLISECONDS)
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


#: A window of an author: its console may tell of requests that fail, as they do without network.
Writes = Callable[..., Page]


@pytest.fixture
def own_site(own_app: Flask) -> Iterator[str]:
    """The address of a site of one's own, to be changed."""
    server = make_server("127.0.0.1", 0, own_app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, name="own site")
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def writes(browser: Browser) -> Iterator[Writes]:
    """Opens a page of a site to write on; an error in a script is a failure."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def open_page(address: str, **options: Any) -> Page:
        context = browser.new_context(locale="fr-FR", **options)
        context.set_default_timeout(20_000)
        contexts.append(context)
        context.on("weberror", lambda error: errors.append(str(error.error)))
        page = context.new_page()
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []


#: Opens a page as somebody who moderates, on a site of one's own.
Moderates = Callable[..., Page]


@pytest.fixture
def knowledge_base(own_app: Flask) -> KnowledgeBase:
    """The base behind the site of one's own."""
    behind: KnowledgeBase = own_app.extensions["kb"].knowledge_base
    return behind


@pytest.fixture
def moderates(own_app: Flask, own_site: str, writes: Writes) -> Moderates:
    """Opens a page in a browser in which moderatrice@example.org has signed in."""
    client = own_app.test_client()
    with ThreadPoolExecutor(1) as elsewhere:  # the browser's loop is at work in this thread
        elsewhere.submit(sign_in, client, Role.MODERATOR, email="moderatrice@example.org").result()
    cookie = client.get_cookie(own_app.config["SESSION_COOKIE_NAME"])
    assert cookie

    def open_page(path: str, **options: Any) -> Page:
        page = writes(f"{own_site}/healthz", base_url=own_site, **options)
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": own_site}])
        page.goto(path)
        return page

    return open_page
