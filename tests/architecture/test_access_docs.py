"""docs/access.md says who may ask for what; it is made from the code, by the last test here."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from kb.domain.account import Account, Permission, Role
from kb.web.access import ACCESS, Door
from tests.builders import PROJECT
from tests.people import sign_in

TEXT = (PROJECT / "docs" / "access.md").read_text("utf-8")
_MARK = {True: "yes", False: "–"}


def rules(app: Flask) -> list[Rule]:
    return sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, _methods(rule)))


def _methods(rule: Rule) -> str:
    return "POST" if "POST" in (rule.methods or ()) else "GET"


def may(role: Role, endpoint: str) -> str:
    """What the table says of a role."""
    who = ACCESS[endpoint]
    if who is Door.AUTHOR:
        return "own"
    is_signed_in = role is not Role.VISITOR
    if who is Door.MINE:
        return "own" if is_signed_in else _MARK[False]
    if isinstance(who, Permission):
        return _MARK[is_signed_in and Account(role=role).may(who)]
    return _MARK[is_signed_in or who is Door.OPEN]


def row(rule: Rule) -> str:
    cells = " | ".join(may(role, rule.endpoint) for role in Role)
    return f"| `{rule.rule}` | {_methods(rule)} | {cells} |"


def test_every_route_is_in_the_table_and_nothing_else(app: Flask) -> None:
    assert {rule.endpoint for rule in rules(app)} == set(ACCESS)


@pytest.mark.parametrize("role", Role)
def test_the_table_is_enforced(own_client: FlaskClient, role: Role) -> None:
    """Whoever may not come in learns nothing of what is behind: no page, no 404."""
    if role is not Role.VISITOR:
        sign_in(own_client, role)
    for rule in rules(own_client.application):
        if rule.endpoint == "static" or ACCESS[rule.endpoint] in {Door.OPEN, Door.AUTHOR}:
            continue
        values = {name: 1 if name in {"number", "draft"} else "x" for name in rule.arguments}
        with own_client.application.test_request_context():
            _, path = rule.build(values) or ("", "")
        answer = own_client.open(path, method=_methods(rule))

        is_kept_out = (answer.status_code, answer.location or "") in {
            (403, ""),
            (303, f"/connexion?next={path}"),
        } and "Ce formulaire a expiré" not in answer.text
        assert is_kept_out == (may(role, rule.endpoint) == "–"), (role, path, answer.status_code)


def test_the_documented_table_is_that_of_the_code(app: Flask) -> None:
    documented = [line for line in TEXT.splitlines() if line.startswith("| `")]

    assert documented == [row(rule) for rule in rules(app)]
