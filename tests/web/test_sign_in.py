import re
import time
from statistics import median

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kb.bootstrap import assemble
from kb.domain.account import Account, Role
from kb.settings import Settings
from kb.web.app import create_app
from tests.people import TOKEN, base_of, events, letters, send, sign_in, whoami

EMAIL, PASSWORD = "camille@example.org", "cheval batterie agrafe"


@pytest.fixture
def camille(own_client: FlaskClient) -> Account:
    return base_of(own_client).enrolling.add(EMAIL, Role.MODERATOR, password=PASSWORD)


def code_in_mail(client: FlaskClient) -> str:
    found = re.search(r"^\d{8}$", letters(client)[0].text, re.MULTILINE)
    assert found
    return found[0]


def test_one_signs_in_by_password(own_client: FlaskClient, camille: Account) -> None:
    answer = send(
        own_client, "/connexion", action="sign-in", email=" Camille@Example.org ", password=PASSWORD
    )

    assert (answer.status_code, answer.location) == (303, "/compte")
    assert whoami(own_client).id == camille.id
    assert events(own_client, camille) == ["account-created", "signed-in"]


@pytest.mark.parametrize(
    ("email", "password"),
    [(EMAIL, "pas le bon mot"), ("personne@example.org", PASSWORD), ("", ""), ("\ud7ff", "\x00")],
)
def test_whoever_is_refused_learns_nothing(
    own_client: FlaskClient, camille: Account, email: str, password: str
) -> None:
    answer = send(own_client, "/connexion", action="sign-in", email=email, password=password)

    assert answer.status_code == 422
    assert "<title>Erreur : Se connecter" in answer.text
    assert "Adresse ou mot de passe inexact" in answer.text
    assert not whoami(own_client).is_signed_in
    assert events(own_client, camille) == ["account-created"]


def test_one_signs_in_by_a_code_that_comes_by_mail_and_is_confirmed(
    own_client: FlaskClient,
) -> None:
    with base_of(own_client).enrolling.work.writing() as unit:
        account = unit.accounts.add(Account(email=EMAIL, role=Role.CONTRIBUTOR))
    asked = send(own_client, "/connexion?next=/aide", action="send-code", email=EMAIL)

    answer = send(own_client, asked.location, action="sign-in", code=code_in_mail(own_client))

    assert (asked.status_code, asked.location) == (303, "/connexion/code?next=/aide")
    assert (answer.status_code, answer.location) == (303, "/aide")
    assert (whoami(own_client).id, whoami(own_client).is_confirmed) == (account.id, True)


def test_the_letter_with_the_code_has_no_link(own_client: FlaskClient, camille: Account) -> None:
    send(own_client, "/connexion", action="send-code", email=camille.email)

    letter = letters(own_client)[0]

    assert "://" not in letter.text
    assert letter.is_secret


def test_a_code_is_taken_once(own_client: FlaskClient, camille: Account) -> None:
    send(own_client, "/connexion", action="send-code", email=camille.email)
    code = code_in_mail(own_client)
    send(own_client, "/connexion/code", action="sign-in", code=code)
    other = own_client.application.test_client()
    with other.session_transaction() as session:
        session["kb_asked"] = EMAIL

    answer = send(other, "/connexion/code", action="sign-in", code=code)

    assert answer.status_code == 422
    assert not whoami(other).is_signed_in


def test_after_five_wrong_codes_the_right_one_is_worthless(
    own_client: FlaskClient, camille: Account
) -> None:
    send(own_client, "/connexion", action="send-code", email=camille.email)
    code = code_in_mail(own_client)
    for _ in range(5):
        send(own_client, "/connexion/code", action="sign-in", code="00000000")

    answer = send(own_client, "/connexion/code", action="sign-in", code=code)

    assert answer.status_code == 422
    assert not whoami(own_client).is_signed_in


@pytest.mark.usefixtures("camille")
def test_an_unknown_address_gets_the_same_answer_and_no_letter(own_client: FlaskClient) -> None:
    before = letters(own_client)

    asked = send(own_client, "/connexion", action="send-code", email="personne@example.org")
    page = own_client.get(asked.location)
    wrong = send(own_client, "/connexion/code", action="sign-in", code="12345678")

    assert asked.location == "/connexion/code"
    assert "personne@example.org est connue ici" in page.text
    assert wrong.status_code == 422
    assert letters(own_client) == before


def test_a_closed_account_does_not_open(own_client: FlaskClient, camille: Account) -> None:
    base_of(own_client).enrolling.add("autre@example.org", Role.ADMINISTRATOR)
    base_of(own_client).enrolling.disable(camille.email)

    by_password = send(own_client, "/connexion", action="sign-in", email=EMAIL, password=PASSWORD)
    send(own_client, "/connexion", action="send-code", email=EMAIL)

    assert by_password.status_code == 422
    assert "code de connexion" not in letters(own_client)[0].subject


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://example.org/",
        "//example.org/",
        "/\\example.org",
        "\\\\example.org",
        "/\t/example.org",
        "javascript:alert(1)",
        "compte",
        "http:///example.org",
        "/\n/example.org",
    ],
)
@pytest.mark.usefixtures("camille")
def test_the_way_back_never_leaves_the_site(own_client: FlaskClient, elsewhere: str) -> None:
    answer = send(
        own_client, "/connexion", action="sign-in", email=EMAIL, password=PASSWORD, next=elsewhere
    )

    assert answer.location == "/compte"


@pytest.mark.usefixtures("camille")
def test_whoever_is_not_signed_in_is_led_to_where_they_can_and_back(
    own_client: FlaskClient,
) -> None:
    asked = own_client.get("/compte/mot-de-passe?a=1")

    answer = send(own_client, asked.location, action="sign-in", email=EMAIL, password=PASSWORD)

    assert (asked.status_code, asked.location) == (
        303,
        "/connexion?next=/compte/mot-de-passe?a%3D1",
    )
    assert answer.status_code == 303


@pytest.mark.usefixtures("camille")
def test_a_form_without_the_token_of_this_session_is_refused(own_client: FlaskClient) -> None:
    fields = {"action": "sign-in", "email": EMAIL, "password": PASSWORD}

    without = own_client.post("/connexion", data=fields)
    forged = own_client.post("/connexion", data={**fields, "csrf_token": "faux"})

    assert (without.status_code, forged.status_code) == (403, 403)
    assert "Ce formulaire a expiré" in without.text
    assert not whoami(own_client).is_signed_in


@pytest.mark.parametrize("action", ["", "delete", "x" * 5000])
def test_a_button_that_is_not_there_does_nothing(own_client: FlaskClient, action: str) -> None:
    assert send(own_client, "/connexion", action=action).status_code == 422


@pytest.mark.parametrize(
    "path", ["/connexion/code", "/connexion/double-authentification?next=/aide"]
)
def test_a_later_step_leads_back_to_the_first(own_client: FlaskClient, path: str) -> None:
    answer = own_client.get(path)

    assert answer.status_code == 303
    assert answer.location.startswith("/connexion")


def test_too_many_tries_are_refused_for_all_processes(own_app: Flask) -> None:
    settings: Settings = own_app.extensions["kb"].settings
    strict = Settings(home=settings.home)
    clients = [create_app(assemble(strict), strict).test_client() for _ in range(2)]
    base_of(clients[0]).enrolling.add(EMAIL, Role.MODERATOR, password=PASSWORD)
    for client in clients * 5:
        send(client, "/connexion", action="sign-in", email=EMAIL, password=PASSWORD[:-1])

    answer = send(clients[0], "/connexion", action="sign-in", email=EMAIL, password=PASSWORD)

    assert answer.status_code == 429
    assert "attendez 15\u00a0minutes" in answer.text


def test_readers_get_no_cookie(own_client: FlaskClient) -> None:
    for path in ("/", "/aide", "/cas/1000-cafes-villages", "/api/v1/cases"):
        assert "Set-Cookie" not in own_client.get(path).headers


def test_pages_of_whoever_is_signed_in_are_kept_by_no_cache(own_client: FlaskClient) -> None:
    before = own_client.get("/aide")
    sign_in(own_client)

    during = own_client.get("/aide", headers={"If-None-Match": before.headers["ETag"]})

    assert (before.headers["Cache-Control"], during.headers["Cache-Control"]) == (
        "no-cache",
        "private, no-store",
    )
    assert during.status_code == 200
    assert "ETag" not in during.headers
    assert "Se connecter" in before.text
    assert "Mon compte" in during.text
    assert "Cookie" in before.headers["Vary"]


def test_what_is_published_can_be_read_when_nobody_can_be_known(own_client: FlaskClient) -> None:
    sign_in(own_client, Role.MODERATOR)
    own_client.application.extensions["kb"].settings.database.unlink()

    paths = ("/", "/aide", "/cas/1000-cafes-villages", "/compte", "/moderation")
    answers = [own_client.get(path) for path in paths]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 503, 503]
    assert "Mon compte" not in answers[0].text


@pytest.mark.parametrize(
    ("path", "action"),
    [
        ("/connexion", "sign-in"),
        ("/connexion", "send-code"),
        ("/connexion/mot-de-passe", "send-link"),
    ],
)
def test_known_and_unknown_addresses_are_answered_in_the_same_time(
    own_client: FlaskClient, path: str, action: str
) -> None:
    base_of(own_client).enrolling.add(EMAIL, Role.MODERATOR, password=PASSWORD)
    token = TOKEN.findall(own_client.get(path).text)[0]

    def seconds(email: str) -> float:
        fields = {"csrf_token": token, "action": action, "email": email, "password": PASSWORD[:-1]}
        start = time.process_time()
        own_client.post(path, data=fields)
        return time.process_time() - start

    pairs = [(seconds(EMAIL), seconds("personne@example.org")) for _ in range(15)]

    known, unknown = (median(times) for times in zip(*pairs, strict=True))
    assert 0.5 < known / unknown < 2
