import re

import pytest
from flask.testing import FlaskClient

from kb.domain.account import Account, Role
from tests.people import base_of, events, letters, send, sign_in, whoami

EMAIL, PASSWORD = "camille@example.org", "cheval batterie agrafe"


@pytest.fixture
def camille(own_client: FlaskClient) -> Account:
    return base_of(own_client).enrolling.add(EMAIL, Role.MODERATOR)


def link_in_mail(client: FlaskClient) -> str:
    found = re.search(
        r"http://localhost:8000(/connexion/mot-de-passe/\S+)", letters(client)[0].text
    )
    assert found
    return found[1]


def choose(client: FlaskClient, link: str, password: str, repeated: str | None = None) -> int:
    fields = {"action": "save", "password": password, "repeated": repeated or password}
    return send(client, link, **fields).status_code


def test_a_link_lets_one_choose_a_password_once(own_client: FlaskClient, camille: Account) -> None:
    asked = send(own_client, "/connexion/mot-de-passe", action="send-link", email=EMAIL)
    link = link_in_mail(own_client)

    chosen = choose(own_client, link, PASSWORD)
    again = own_client.get(link)

    assert (asked.status_code, asked.location) == (303, "/connexion/mot-de-passe/envoye")
    assert (chosen, again.status_code) == (303, 410)
    assert not whoami(own_client).is_signed_in
    answer = send(own_client, "/connexion", action="sign-in", email=EMAIL, password=PASSWORD)
    assert answer.status_code == 303
    assert events(own_client, camille) == ["account-created", "password-changed", "signed-in"]


@pytest.mark.usefixtures("camille")
def test_a_new_password_ends_all_sessions(own_client: FlaskClient) -> None:
    other = own_client.application.test_client()
    sign_in(other, email=EMAIL)
    send(own_client, "/connexion/mot-de-passe", action="send-link", email=EMAIL)

    choose(own_client, link_in_mail(own_client), PASSWORD)

    assert not whoami(other).is_signed_in


def test_an_unknown_address_gets_the_same_answer_and_no_letter(own_client: FlaskClient) -> None:
    answer = send(
        own_client, "/connexion/mot-de-passe", action="send-link", email="personne@example.org"
    )

    assert answer.location == "/connexion/mot-de-passe/envoye"
    assert not letters(own_client)


@pytest.mark.parametrize(
    ("password", "repeated", "told"),
    [
        ("court", "court", "de 12 à 200 caractères"),
        ("aaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaa", "de 12 à 200 caractères"),
        (EMAIL, EMAIL, "différent de votre adresse"),
        (PASSWORD, "autre chose encore", "ne sont pas les mêmes"),
        ("x" * 300, "x" * 300, "de 12 à 200 caractères"),
    ],
)
@pytest.mark.usefixtures("camille")
def test_a_password_that_could_be_guessed_is_refused(
    own_client: FlaskClient, password: str, repeated: str, told: str
) -> None:
    send(own_client, "/connexion/mot-de-passe", action="send-link", email=EMAIL)
    link = link_in_mail(own_client)

    answer = send(own_client, link, action="save", password=password, repeated=repeated)

    assert answer.status_code == 422
    assert told in answer.text
    assert password not in answer.text or password == EMAIL
    assert own_client.get(link).status_code == 200


@pytest.mark.parametrize("token", ["faux", "x" * 3000, "WyIwIiwgbnVsbF0.aaaa.bbbb", "é"])
def test_a_link_that_is_not_ours_opens_nothing(own_client: FlaskClient, token: str) -> None:
    answer = own_client.get(f"/connexion/mot-de-passe/{token}")

    assert answer.status_code == 410
    assert "demandez-en un autre" in answer.text


def test_the_first_administrator_comes_by_a_link_that_works_once(own_client: FlaskClient) -> None:
    link = base_of(own_client).enrolling.first_link()
    assert link
    fields = {"action": "create", "email": EMAIL, "password": PASSWORD, "repeated": PASSWORD}

    answer = send(own_client, link, **fields)

    assert (answer.status_code, answer.location) == (303, "/compte")
    assert whoami(own_client).role is Role.ADMINISTRATOR
    assert own_client.get(link).status_code == 410
    assert base_of(own_client).enrolling.first_link() is None


@pytest.mark.parametrize(
    "token", ["0-" + "0" * 40, "99999999999-" + "0" * 40, "faux", "-", "9" * 200]
)
def test_a_forged_first_link_opens_nothing(own_client: FlaskClient, token: str) -> None:
    assert own_client.get(f"/connexion/premier-compte/{token}").status_code == 410


def test_opening_any_link_of_any_letter_changes_nothing_and_signs_nobody_in(
    own_client: FlaskClient, camille: Account
) -> None:
    send(own_client, "/connexion", action="send-code", email=EMAIL)
    send(own_client, "/connexion/mot-de-passe", action="send-link", email=EMAIL)
    texts = "\n".join(letter.text for letter in letters(own_client))
    addresses = re.findall(r"http://localhost:8000(/\S*)", texts)
    before = events(own_client, camille), letters(own_client)

    for address in addresses:
        for method in ("GET", "HEAD"):
            assert own_client.open(address, method=method).status_code == 200

    assert len(addresses) == 2
    assert not whoami(own_client).is_signed_in
    assert (events(own_client, camille), letters(own_client)) == before


@pytest.mark.parametrize("path", ["/us-verify-link", "/confirm/x", "/reset/x", "/login", "/verify"])
def test_the_pages_of_the_library_are_not_there(own_client: FlaskClient, path: str) -> None:
    assert own_client.get(path).status_code == 404
