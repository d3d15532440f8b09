"""Mail programs open links by themselves: none of ours acts before a button was pressed."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kb.domain.mail import Mail
from kb.domain.submission import Submission
from tests.desks import Desks
from tests.followers import Followers
from tests.people import send, whoami

_LINK = re.compile(r"http://localhost:8000(/[^\s>)]*)")


@pytest.fixture
def desks(own_app: Flask) -> Desks:
    context = own_app.extensions["kb"]
    return Desks(context.knowledge_base, Path(context.settings.home))


def every_letter(desks: Desks, client: FlaskClient) -> None:
    """Make the site write each of its letters."""
    waiting = desks.sent(email="attente@example.org", title="Une autre conciergerie de montagne")
    submission, by = desks.proposed(), desks.moderator
    moderating = desks.kb.moderating
    moderating.write(submission.id, "Une question.", by=by)
    moderating.request_changes(submission.id, version=1, reason="Une date ?", by=by)
    rejected = desks.proposed(email="refus@example.org", title="La laiterie des trois vallées")
    moderating.reject(rejected.id, version=1, reason="Hors sujet.", by=by)
    approved = desks.proposed(email="oui@example.org", title="Le fournil coopératif du Trièves")
    moderating.approve(approved.id, version=1, by=by)
    desks.proposed(email="file@example.org", title="La scierie mobile des Baronnies")
    moderating.tell()
    desks.kb.following.resend("attente@example.org")
    send(client, "/connexion", action="send-code", email=by.email)
    send(client, "/connexion/mot-de-passe", action="send-link", email=by.email)
    followed = Followers(desks.kb)
    followed.follows("q=conciergerie")
    followed.asks("q=conciergerie")
    followed.asks("q=autre")
    assert waiting.submitted_at is None


def state(desks: Desks) -> tuple[tuple[Submission, ...], tuple[Mail, ...], tuple[object, ...]]:
    with desks.kb.publishing.work.reading() as unit:
        submissions = tuple(unit.submissions.get(number) for number in range(1, 6))
        others = (*unit.audit.page(limit=500), *unit.alerts.confirmed())
        return submissions, unit.outbox.every(), others


def test_opening_every_link_of_every_letter_changes_nothing_and_signs_nobody_in(
    desks: Desks, own_client: FlaskClient
) -> None:
    every_letter(desks, own_client)
    before = state(desks)
    links = {link for letter in before[1] for link in _LINK.findall(letter.text)}

    for link in sorted(links):
        browser = own_client.application.test_client()
        for method in ("HEAD", "GET", "GET"):
            assert browser.open(link, method=method, follow_redirects=True).status_code == 200, link
        assert not whoami(browser).is_signed_in, link

    assert state(desks) == before
    assert {link.split("/")[1] for link in links} >= {
        "suivi",
        "connexion",
        "moderation",
        "cas",
        "alertes",
    }
