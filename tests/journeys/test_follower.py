"""Following a search by mail, from the search to the last letter, without script.

The server and the letters are real; the mornings are made: nobody waits for seven o'clock.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
import time_machine
from playwright.sync_api import Page, expect

from kb.bootstrap import assemble
from kb.cli.tasks import Task, tasks
from kb.domain.mail_server import mail_server as address_of_server
from kb.formats import front_matter
from kb.settings import Settings
from tests.builders import a_case
from tests.cli.served import Served, served
from tests.journeys.axe import complaints
from tests.journeys.conftest import Writes
from tests.mail_server import Postman, mail_server

pytestmark = pytest.mark.browser

CLAIRE = "claire@example.org"


@dataclass(frozen=True)
class Morning:
    """What the worker of a base does, and what arrives in letter boxes."""

    home: Path
    postman: Postman

    def works(self, *, after_days: int) -> None:
        """Do the worker's tasks once, so many mornings later."""
        url = address_of_server(f"smtp://127.0.0.1:{self.postman.port}")
        knowledge_base = assemble(Settings(home=self.home, mail_server=url))
        what = {task.name: task for task in tasks(knowledge_base)}
        eight = datetime.now(UTC).replace(hour=8, minute=0) + timedelta(days=after_days)
        with time_machine.travel(eight if after_days else datetime.now(UTC), tick=True):
            for name in ("index", "alerts", "mail"):
                _succeeds(what[name])

    def publish(self, slug: str, **changes: Any) -> None:
        """Put the file of a case into the base by hand."""
        text = front_matter.render(a_case(**changes))
        (self.home / "cases" / f"{slug}.md").write_text(text, "utf-8")

    @property
    def last(self) -> EmailMessage:
        """The last letter."""
        return self.postman.letters[-1]


def _succeeds(task: Task) -> None:
    task.look(task.due)
    assert not task.failed, task.name


@contextmanager
def following(home: Path) -> Iterator[tuple[Served, Morning]]:
    with mail_server() as postman, served(home, "--no-worker", "--workers", "1") as server:
        yield server, Morning(home, postman)


def path_in(letter: EmailMessage) -> str:
    """The path of the page of the alert."""
    found = re.search(r"http://[^/]+(/alertes/\S+)", letter.get_content())
    assert found
    return found[1]


def subscribe(page: Page) -> None:
    page.get_by_role("link", name="Recevoir les nouvelles fiches par courriel").click()
    expect(page.locator("main")).to_contain_text("Mobilité / transports · Occitanie")
    page.get_by_label("Votre adresse électronique").fill(CLAIRE)
    page.get_by_label("Chaque jour").check()
    page.get_by_role("button", name="Recevoir le message à confirmer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Regardez votre courrier")


def test_a_search_is_followed_by_mail_until_one_click_ends_it(home: Path, writes: Writes) -> None:
    with following(home) as (server, morning):
        page = writes(
            f"{server.address}/?domain=mobilite&region=occitanie", java_script_enabled=False
        )
        subscribe(page)
        morning.works(after_days=0)
        assert morning.last["Subject"] == "Confirmez votre alerte"
        page.goto(server.address + path_in(morning.last))
        page.get_by_role("button", name="Confirmer l’alerte").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Votre alerte")

        morning.works(after_days=1)
        assert len(morning.postman.letters) == 1
        morning.publish("train", title="Un train pour le marché", regions=("occitanie",))
        morning.works(after_days=2)
        assert morning.last["Subject"].startswith("1 nouvelle fiche")
        assert "/cas/train" in morning.last.get_content()
        assert morning.last["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

        morning.publish("bus", title="Un bus à la demande", regions=("occitanie",))
        morning.publish("ferme", title="Une ferme", regions=("occitanie",), domains=("emploi",))
        morning.works(after_days=3)
        morning.works(after_days=3)
        assert len(morning.postman.letters) == 3
        text = morning.last.get_content()
        assert ("/cas/bus" in text, "/cas/ferme" in text, "/cas/train" in text) == (1, 0, 0)

        address = urlsplit(str(morning.last["List-Unsubscribe"]).strip("<>"))
        post = Request(server.address + address.path, data=b"List-Unsubscribe=One-Click")  # noqa: S310 - our own address
        with urlopen(post, timeout=60) as answer:  # noqa: S310 - our own address
            assert (answer.status, urlsplit(answer.url).path) == (200, address.path)
            assert answer.headers["Set-Cookie"] is None
        morning.publish("car", title="Un car de nuit", regions=("occitanie",))
        morning.works(after_days=4)
        assert set(morning.postman.recipients) == {CLAIRE}
        assert len(morning.postman.letters) == 3


def test_the_pages_of_an_alert_by_the_rules_of_axe_and_of_reflow(
    home: Path, writes: Writes
) -> None:
    with following(home) as (server, morning):
        page = writes(f"{server.address}/?domain=mobilite&region=occitanie")
        page.get_by_role("link", name="Recevoir les nouvelles fiches par courriel").click()
        assert complaints(page) == []
        page.get_by_role("button", name="Recevoir le message à confirmer").click()
        expect(page.locator(".sommaire-erreurs")).to_be_visible()
        assert complaints(page) == []
        page.goto(f"{server.address}/?domain=mobilite&region=occitanie")
        subscribe(page)
        assert complaints(page) == []
        morning.works(after_days=0)
        alert = server.address + path_in(morning.last)
        page.goto(alert)
        assert complaints(page) == []
        page.get_by_role("button", name="Confirmer l’alerte").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Votre alerte")
        assert complaints(page) == []
        page.goto(f"{alert}/desinscription")
        assert complaints(page) == []
        page.get_by_role("button", name="Arrêter cette alerte").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("L’alerte est arrêtée")
        assert complaints(page) == []
