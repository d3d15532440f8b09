"""Somebody who is signed in, and forms sent as a page of ours would send them."""

import re
import time
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from kb.domain.account import Account, Role
from kb.domain.audit import Subject
from kb.domain.mail import Mail
from kb.services.knowledge_base import KnowledgeBase
from kb.settings import Settings
from kb.stores.database import database_engine
from kb.stores.tables import AccountRow
from kb.web.context import signed_in

#: The token in a form.
TOKEN = re.compile(r'name="csrf_token"[^>]* value="([^"]+)"')


def base_of(client: FlaskClient) -> KnowledgeBase:
    """The knowledge base behind a browser without a screen."""
    knowledge_base: KnowledgeBase = client.application.extensions["kb"].knowledge_base
    return knowledge_base


def sign_in(client: FlaskClient, role: Role = Role.CONTRIBUTOR, *, email: str = "") -> Account:
    """Sign the browser in with a new account of this role, or with the one of this address."""
    email = email or f"{role}-{time.perf_counter_ns()}@example.org"
    enrolling = base_of(client).enrolling
    known = {each.email: each for each in enrolling.every()}
    account = known.get(email) or enrolling.add(email, role)
    now = time.time()
    with client.session_transaction() as session:
        session.permanent = True
        session.update(_user_id=_session_key(client, email), fs_paa=now, kb_seen=now, _fresh=True)
    return account


def send(client: FlaskClient, address: str, *, page: str = "", **fields: Any) -> TestResponse:
    """Send a form with the token of the page that shows it.

    Args:
        page: where the form stands, if not at the address that it is sent to.
    """
    shown = TOKEN.search(client.get(page or address).text)
    assert shown, f"no form at {page or address}"
    return client.post(address, data={"csrf_token": shown[1], **fields})


def letters(client: FlaskClient) -> list[Mail]:
    """All letters, the newest first."""
    with base_of(client).enrolling.work.reading() as unit:
        return list(unit.outbox.every())


def events(client: FlaskClient, account: Account) -> list[str]:
    """What happened to an account, the first first."""
    with base_of(client).enrolling.work.reading() as unit:
        return [each.action for each in unit.audit.of(Subject.ACCOUNT, str(account.id))]


def whoami(client: FlaskClient) -> Account:
    """Who the site takes this browser for."""
    with client:
        client.get("/aide")
        return signed_in()


def _session_key(client: FlaskClient, email: str) -> str:
    settings: Settings = client.application.extensions["kb"].settings
    with Session(database_engine(settings.database)) as database:
        return database.scalars(
            select(AccountRow.fs_uniquifier).where(AccountRow.email == email)
        ).one()
