"""A proposal as a browser without script sends it, page after page."""

import re
from collections.abc import Mapping
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kb.domain.submission import Status, Submission
from kb.formats.form_fields import fields_of
from kb.web.submit_steps import REVIEW, STEP, step_of
from tests.builders import a_case
from tests.people import base_of

_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')

#: Far from all published cases.
FIELDS: Mapping[str, Any] = {
    **fields_of(a_case(title="La conciergerie des refuges du Queyras")),
    "summary": ["Trois gardiens de refuge partagent une conciergerie et un atelier de couture."],
}
ANSWERS = {"email": "autrice@example.org", "licence": "2026-11", "privacy": "2026-11"}


def begin(client: FlaskClient, action: str = "start-complete", **fields: str) -> str:
    """The address of a new draft."""
    answer = client.post("/proposer", data={"action": action, **fields, **token(client)})
    assert answer.status_code == 303, answer.text
    return answer.location.rpartition("/")[0]


def token(client: FlaskClient) -> dict[str, str]:
    """The token of a form."""
    return {"csrf_token": hidden(client, "/proposer")["csrf_token"]}


def hidden(client: FlaskClient, address: str) -> dict[str, str]:
    """The hidden fields of a page."""
    return dict(_HIDDEN.findall(client.get(address).text))


def save(client: FlaskClient, draft: str, step: str, **fields: Any) -> TestResponse:
    """Send the page of a step; `action` is a field like the others."""
    address = f"{draft}/{step}"
    return client.post(address, data={**hidden(client, address), "action": "save", **fields})


def write(client: FlaskClient, draft: str, **changes: Any) -> None:
    """Fill in all steps."""
    fields = {**FIELDS, **changes}
    for step in STEP:
        own = {name: each for name, each in fields.items() if step_of(name).id == step}
        if own and step != REVIEW:
            assert save(client, draft, step, **own).status_code == 303


def send(client: FlaskClient, draft: str, **answers: str) -> TestResponse:
    """Send the last page."""
    return save(client, draft, REVIEW, **{**ANSWERS, "action": "submit", **answers})


def proposals(client: FlaskClient) -> list[Submission]:
    """All that was proposed."""
    with base_of(client).drafting.work.reading() as unit:
        return list(unit.submissions.with_status(*Status))


def link(client: FlaskClient) -> str:
    """The secret link in the last letter."""
    with base_of(client).drafting.work.reading() as unit:
        found = re.search(r"/suivi/\S+", unit.outbox.every()[0].text)
    assert found
    return found[0]
