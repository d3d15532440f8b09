import re

import pytest
import time_machine
from flask.testing import FlaskClient
from passlib.totp import TOTP
from werkzeug.test import TestResponse

from kb.bootstrap import assemble
from kb.domain.account import Account, Role
from kb.settings import Settings
from kb.web.app import create_app
from tests.people import base_of, events, letters, send, sign_in, whoami

EMAIL, PASSWORD = "camille@example.org", "cheval batterie agrafe"
SECOND_FACTOR = "/compte/double-authentification"


@pytest.fixture
def camille(own_client: FlaskClient) -> Account:
    base_of(own_client).enrolling.add(EMAIL, Role.MODERATOR, password=PASSWORD)
    return sign_in(own_client, email=EMAIL)


def enrol(client: FlaskClient) -> tuple[TOTP, list[str]]:
    """Turn the second factor on: the application, and the recovery codes."""
    send(client, SECOND_FACTOR, action="begin")
    key = re.search(r"<code>([A-Z2-7 -]+)</code>", client.get(SECOND_FACTOR).text)
    assert key
    application = TOTP(key[1].replace("-", "").replace(" ", ""))
    answer = send(client, SECOND_FACTOR, action="confirm", code=application.generate().token)
    assert answer.status_code == 200
    return application, re.findall(r"<code>([0-9a-f-]{14})</code>", answer.text)


def first_step(client: FlaskClient) -> TestResponse:
    return send(client, "/connexion", action="sign-in", email=EMAIL, password=PASSWORD)


def second_step(client: FlaskClient, code: str) -> TestResponse:
    return send(client, "/connexion/double-authentification", action="sign-in", code=code)


@pytest.mark.usefixtures("camille")
def test_one_sees_oneself(own_client: FlaskClient) -> None:
    page = own_client.get("/compte").text

    assert EMAIL in page
    assert "Vous n’avez encore rien proposé" in page
    assert "Modération" in page


def test_another_password_ends_the_other_sessions(
    own_client: FlaskClient, camille: Account
) -> None:
    other = own_client.application.test_client()
    sign_in(other, email=EMAIL)
    new = "girafe moulin parapluie"

    answer = send(own_client, "/compte/mot-de-passe", action="save", password=new, repeated=new)

    assert (answer.status_code, answer.location) == (303, "/compte")
    assert (whoami(own_client).id, whoami(other).is_signed_in) == (camille.id, False)
    assert letters(own_client)[0].subject == "Votre mot de passe a changé"
    assert events(own_client, camille)[-1] == "password-changed"


@pytest.mark.usefixtures("camille")
def test_what_matters_asks_for_a_fresh_sign_in(own_client: FlaskClient) -> None:
    with own_client.session_transaction() as session:
        session["fs_paa"] -= 3600

    for path in ("/compte/mot-de-passe", SECOND_FACTOR):
        answer = own_client.get(path)
        assert (answer.status_code, answer.location) == (303, f"/connexion?next={path}")
    assert "confirmez que c’est bien vous" in own_client.get(answer.location).text
    assert own_client.get("/compte").status_code == 200


@pytest.mark.usefixtures("camille")
def test_one_signs_out(own_client: FlaskClient) -> None:
    answer = send(own_client, "/compte", action="sign-out")

    assert (answer.status_code, answer.location) == (303, "/")
    assert not whoami(own_client).is_signed_in


@pytest.mark.usefixtures("camille")
def test_one_signs_out_everywhere(own_client: FlaskClient) -> None:
    other = own_client.application.test_client()
    sign_in(other, email=EMAIL)

    send(own_client, "/compte", action="sign-out-everywhere")

    assert not whoami(own_client).is_signed_in
    assert not whoami(other).is_signed_in


@pytest.mark.parametrize("change", ["role", "disable", "drop_second_factor"])
@pytest.mark.usefixtures("camille")
def test_a_session_ends_when_role_or_state_change(own_client: FlaskClient, change: str) -> None:
    enrolling = base_of(own_client).enrolling
    arguments = (Role.CONTRIBUTOR,) if change == "role" else ()

    getattr(enrolling, change)(EMAIL, *arguments)

    assert not whoami(own_client).is_signed_in


@pytest.mark.usefixtures("camille")
def test_the_key_of_a_second_factor_is_shown_as_a_picture_of_ours(own_client: FlaskClient) -> None:
    send(own_client, SECOND_FACTOR, action="begin")

    picture = own_client.get(f"{SECOND_FACTOR}/cle.svg")

    assert picture.mimetype == "image/svg+xml"
    assert b"<svg" in picture.data
    assert picture.headers["Cache-Control"] == "private, no-store"
    assert "data:" not in own_client.get(SECOND_FACTOR).text


def test_a_second_factor_is_asked_for_once_it_was_confirmed(
    own_client: FlaskClient, camille: Account
) -> None:
    application, _ = enrol(own_client)
    other = own_client.application.test_client()
    code = application.generate(time=application.now() + 30).token

    first = first_step(other)
    is_in = whoami(other).is_signed_in
    second = second_step(other, code)

    assert (first.status_code, first.location) == (303, "/connexion/double-authentification")
    assert not is_in
    assert second.status_code == 303
    assert whoami(other).has_second_factor
    assert events(own_client, camille)[-2:] == ["second-factor-on", "signed-in"]


@pytest.mark.usefixtures("camille")
def test_a_code_of_the_application_is_taken_once(own_client: FlaskClient) -> None:
    application, _ = enrol(own_client)
    code = application.generate(time=application.now() + 30).token
    clients = [own_client.application.test_client() for _ in range(2)]
    for client in clients:
        first_step(client)

    answers = [second_step(client, code).status_code for client in clients]

    assert answers == [303, 422]


def test_a_recovery_code_opens_once_without_the_application(
    own_client: FlaskClient, camille: Account
) -> None:
    _, codes = enrol(own_client)
    clients = [own_client.application.test_client() for _ in range(2)]
    for client in clients:
        first_step(client)

    answers = [second_step(client, codes[3].upper()).status_code for client in clients]

    assert len(codes) == 10
    assert answers == [303, 422]
    assert "recovery-code-used" in events(own_client, camille)


@pytest.mark.parametrize("code", ["", "000000", "abcd", "9" * 400, "0000-0000-0000", "é"])
@pytest.mark.usefixtures("camille")
def test_a_wrong_second_code_opens_nothing(own_client: FlaskClient, code: str) -> None:
    enrol(own_client)
    other = own_client.application.test_client()
    first_step(other)

    answer = second_step(other, code)

    assert answer.status_code == 422
    assert not whoami(other).is_signed_in


@pytest.mark.usefixtures("camille")
def test_the_second_step_waits_ten_minutes(own_client: FlaskClient) -> None:
    application, _ = enrol(own_client)
    other = own_client.application.test_client()
    first_step(other)
    with other.session_transaction() as session:
        session["kb_pending"] = {**session["kb_pending"], "at": session["kb_pending"]["at"] - 700}

    assert other.get("/connexion/double-authentification").location == "/connexion"
    assert application


@pytest.mark.usefixtures("camille")
def test_a_second_factor_that_was_never_confirmed_is_not_asked_for(own_client: FlaskClient) -> None:
    send(own_client, SECOND_FACTOR, action="begin")

    wrong = send(own_client, SECOND_FACTOR, action="confirm", code="000000")

    assert wrong.status_code == 422
    assert first_step(own_client.application.test_client()).location == "/compte"


@pytest.mark.usefixtures("camille")
def test_a_second_factor_is_given_up(own_client: FlaskClient) -> None:
    enrol(own_client)

    answer = send(own_client, SECOND_FACTOR, action="drop")

    assert answer.status_code == 303
    assert not whoami(own_client).has_second_factor
    assert letters(own_client)[0].subject == "Double authentification retirée"


@pytest.mark.usefixtures("camille")
def test_other_recovery_codes_make_the_old_ones_worthless(own_client: FlaskClient) -> None:
    _, codes = enrol(own_client)

    answer = send(own_client, SECOND_FACTOR, action="renew-codes")
    other = own_client.application.test_client()
    first_step(other)

    assert codes[0] not in answer.text
    assert second_step(other, codes[0]).status_code == 422


def test_where_a_second_factor_is_compulsory_moderators_must_have_it(
    own_client: FlaskClient,
) -> None:
    home = own_client.application.extensions["kb"].settings.home
    settings = Settings(home=home, limits_tries=False, requires_second_factor=True)
    client = create_app(assemble(settings), settings).test_client()
    account = base_of(client).enrolling.add(EMAIL, Role.MODERATOR, password=PASSWORD)
    sign_in(client, email=account.email)

    before = client.get("/moderation")
    told = client.get("/compte").text
    enrol(client)

    assert before.status_code == 403
    assert "activez d’abord la double authentification" in before.text
    assert "il faut d’abord activer la double authentification" in told
    assert client.get("/moderation").status_code == 200
    assert send(client, SECOND_FACTOR, action="drop").status_code == 422


@pytest.mark.parametrize(
    ("role", "idle", "absolute"),
    [(Role.CONTRIBUTOR, 14 * 24, 30 * 24), (Role.MODERATOR, 2, 12)],
)
def test_a_session_ends_by_itself(
    own_client: FlaskClient, role: Role, idle: int, absolute: int
) -> None:
    with time_machine.travel("2026-11-20T08:00:00Z", tick=False) as clock:
        sign_in(own_client, role)
        step = idle * 3600 - 60
        for _ in range(absolute * 3600 // step):
            clock.shift(step)
            assert whoami(own_client).is_signed_in
        clock.shift(step)
        assert not whoami(own_client).is_signed_in

        sign_in(own_client, role)
        clock.shift(idle * 3600 + 60)
        assert not whoami(own_client).is_signed_in
