"""The pages of `/alertes`, asked as browsers and mail programs ask."""

import logging
import re
from itertools import cycle

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kb.bootstrap import assemble
from kb.domain.account import Role
from kb.domain.limits import ALLOWANCES, Limit
from kb.settings import Settings
from kb.web.app import create_app
from tests.followers import CLAIRE, Followers
from tests.people import TOKEN, base_of, letters, send, sign_in

SEARCH = "/alertes?q=garage&domain=mobilite&region=occitanie"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def followers(own_client: FlaskClient) -> Followers:
    return Followers(base_of(own_client))


def link(client: FlaskClient) -> str:
    """The path of the page in the last letter."""
    found = re.search(r"http://localhost:8000(/alertes/\S+)", letters(client)[0].text)
    assert found
    return found[1]


def asked(client: FlaskClient, address: str = SEARCH, **fields: str) -> str:
    """The page of an alert that waits for its confirmation."""
    answer = send(client, address, **({"email": CLAIRE, "rhythm": "daily"} | fields))
    assert (answer.status_code, answer.location) == (303, "/alertes/demande"), answer.text
    return link(client)


@pytest.mark.parametrize(
    ("address", "alert"),
    [
        ("/", "/alertes"),
        ("/?q=garage&sort=title&page=2", "/alertes?q=garage"),
        ("/?domain=mobilite&category_not=mecenat", "/alertes?category_not=mecenat&amp;domain="),
        ("/?q=introuvableici", "/alertes?q=introuvableici"),
        ("/carte?q=garage", "/alertes?q=garage"),
        ("/besoin?region=bretagne&domain=mobilite", "/alertes?domain=mobilite"),
        ("/entrees/cocreation-territoriale", "/alertes?"),
    ],
)
def test_what_is_searched_can_be_followed(client: FlaskClient, address: str, alert: str) -> None:
    if "entrees" in address:
        found = re.search(r"/entrees/[\w-]+", client.get("/").text)
        assert found
        address = found[0]

    assert f'<a href="{alert}' in client.get(address).text


def test_the_page_says_what_will_be_followed(client: FlaskClient) -> None:
    text = client.get(SEARCH).text

    assert "«\u00a0garage\u00a0» · Mobilité / transports · Occitanie" in text
    assert 'href="/alertes?q=garage&amp;region=occitanie"' in text  # without one of the filters
    assert 'href="/?q=garage&amp;domain=mobilite&amp;region=occitanie"' in text


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/alertes", "Elle trouve 113\u00a0fiches aujourd’hui\u00a0;"),
        ("/alertes?q=garage+zorglub", "Aucune fiche avec tous ces mots aujourd’hui\u00a0:"),
    ],
)
def test_the_page_says_what_the_search_finds_today(
    client: FlaskClient, address: str, told: str
) -> None:
    assert told in client.get(address).text


def test_no_cache_keeps_the_page_and_no_search_engine_lists_it(client: FlaskClient) -> None:
    answer = client.get(SEARCH)

    assert answer.headers["Cache-Control"] == "no-store"
    assert '<meta name="robots" content="noindex,follow">' in answer.text


def test_an_address_gets_the_same_answer_whether_it_is_known_or_not(
    own_client: FlaskClient,
) -> None:
    base_of(own_client).enrolling.add("connue@example.org", Role.MODERATOR)
    answers = [
        send(own_client, SEARCH, email=email, rhythm="daily")
        for email in ("connue@example.org", "inconnue@example.org", "connue@example.org")
    ]

    assert len({(each.status_code, each.location, each.text) for each in answers}) == 1
    assert "Regardez votre courrier" in own_client.get("/alertes/demande").text


@pytest.mark.parametrize(
    ("fields", "told", "about"),
    [
        ({"email": " "}, "indiquez où vous écrire", "#email"),
        ({"email": "<script>"}, "«\u00a0&lt;script&gt;\u00a0» n’est pas une adresse", "#email"),
        ({"email": "a" * 5000}, "n’est pas une adresse électronique", "#email"),
        ({"rhythm": "hourly"}, "choisissez chaque jour ou chaque semaine", "#rhythm"),
        ({"rhythm": ""}, "choisissez chaque jour ou chaque semaine", "#rhythm"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_the_rest_is_kept(
    own_client: FlaskClient, fields: dict[str, str], told: str, about: str
) -> None:
    answer = send(own_client, SEARCH, **({"email": CLAIRE, "rhythm": "daily"} | fields))

    assert answer.status_code == 422
    assert told in answer.text
    assert f'<a href="{about}">' in answer.text
    assert "<title>Erreur" in answer.text
    assert 'action="/alertes?q=garage&amp;domain=mobilite&amp;region=occitanie"' in answer.text
    assert letters(own_client) == []


@pytest.mark.parametrize(
    "search", ["domain=inconnu", "year_from=12", f"q={'x' * 600}", "words=some"]
)
def test_a_search_that_cannot_be_read_whole_is_shown_without_and_not_followed(
    own_client: FlaskClient, search: str
) -> None:
    shown = own_client.get(f"/alertes?{search}")
    refused = send(own_client, f"/alertes?{search}", email=CLAIRE, rhythm="daily")

    assert (shown.status_code, refused.status_code) == (200, 400)
    assert "notice" in shown.text
    assert letters(own_client) == []


def test_a_form_without_its_token_does_nothing_and_gives_back_what_was_typed(
    own_client: FlaskClient,
) -> None:
    answer = own_client.post(SEARCH, data={"email": CLAIRE, "rhythm": "daily"})

    assert answer.status_code == 400
    assert f'value="{CLAIRE}"' in answer.text
    assert letters(own_client) == []


def test_who_has_signed_in_need_not_type_the_address(own_client: FlaskClient) -> None:
    account = sign_in(own_client)

    assert f'value="{account.email}"' in own_client.get(SEARCH).text


def test_nobody_fills_the_letter_box_of_somebody_else(own_app: Flask) -> None:
    strict = Settings(home=own_app.extensions["kb"].settings.home)
    client = create_app(assemble(strict), strict).test_client()
    most = ALLOWANCES[Limit.ALERT_TO_ADDRESS].tries
    spellings = cycle(["Cible@example.org", "cible@ｅxample.org", "cible@example。org"])
    answers = [
        send(client, f"/alertes?q=mot{number}", email=next(spellings), rhythm="daily")
        for number in range(most + 1)
    ]

    assert [each.status_code for each in answers] == [303] * most + [429]
    sent = [each for each in letters(client) if each.subject == "Confirmez votre alerte"]
    assert len(sent) == most


def test_opening_the_link_confirms_nothing_and_its_button_does(
    own_client: FlaskClient, followers: Followers
) -> None:
    page = asked(own_client)
    for method in (own_client.head, own_client.get):
        assert method(page).status_code == 200
    assert "Confirmer l’alerte" in own_client.get(page).text
    assert followers.alerts() == ()

    answer = send(own_client, page, action="confirm")

    assert (answer.status_code, answer.location) == (303, page)
    (alert,) = followers.alerts()
    assert alert.search == "q=garage&domain=mobilite&region=occitanie"
    assert "<h1>Votre alerte</h1>" in own_client.get(page).text


def test_the_rhythm_can_be_changed(own_client: FlaskClient, followers: Followers) -> None:
    page = asked(own_client)
    send(own_client, page, action="confirm")

    answer = send(own_client, page, action="renew", rhythm="weekly")

    assert (answer.status_code, answer.location) == (303, page)
    assert followers.alerts()[0].rhythm == "weekly"
    assert 'value="weekly" id="rhythm-weekly" checked' in own_client.get(page).text
    assert send(own_client, page, action="renew", rhythm="x").status_code == 422


def test_an_alert_is_ended_by_its_button(own_client: FlaskClient, followers: Followers) -> None:
    page = asked(own_client)
    send(own_client, page, action="confirm")
    asks = own_client.get(f"{page}/desinscription")
    assert "Arrêter cette alerte\u00a0?" in asks.text.replace("&nbsp;", "\u00a0")
    assert f'action="{page}"' in asks.text

    answer = send(own_client, page, page=f"{page}/desinscription", action="stop")

    assert (answer.status_code, answer.location) == (303, "/alertes/arretee")
    assert own_client.get("/alertes/arretee").status_code == 200
    assert followers.alerts() == ()
    assert own_client.get(page).status_code == 404


@pytest.mark.parametrize("content_type", [None, "multipart/form-data"])
def test_a_mail_program_ends_an_alert_with_one_post_without_cookie_or_redirect(
    own_client: FlaskClient, followers: Followers, content_type: str | None
) -> None:
    """Source: RFC 8058, 3.2."""
    page = asked(own_client)
    send(own_client, page, action="confirm")
    program = own_client.application.test_client(use_cookies=False)

    answers = [
        program.post(f"{page}/desinscription", data=ONE_CLICK, content_type=content_type)
        for _ in range(2)
    ]

    assert [each.status_code for each in answers] == [200, 200]
    assert not any("Set-Cookie" in each.headers for each in answers)
    assert followers.alerts() == ()


def test_nothing_but_a_button_or_that_post_acts(
    own_client: FlaskClient, followers: Followers
) -> None:
    page = asked(own_client)
    send(own_client, page, action="confirm")

    for method in ("GET", "HEAD", "OPTIONS"):
        own_client.open(f"{page}/desinscription", method=method)
    stranger = own_client.application.test_client()
    assert stranger.post(page, data={"action": "stop"}).status_code == 400
    assert send(own_client, page, action="explode").status_code == 303

    assert len(followers.alerts()) == 1


@pytest.mark.parametrize(
    "path", ["/alertes/x", f"/alertes/{'x' * 44}", "/alertes/é", "/alertes/a/b"]
)
def test_a_link_that_is_none_of_ours_leads_nowhere(own_client: FlaskClient, path: str) -> None:
    shown = TOKEN.search(own_client.get("/alertes").text)
    assert shown

    assert own_client.get(path).status_code == 404
    assert own_client.get(f"{path}/desinscription").status_code == 404
    assert own_client.post(f"{path}/desinscription", data=ONE_CLICK).status_code == 404
    data = {"csrf_token": shown[1], "action": "confirm"}
    assert own_client.post(path, data=data).status_code == 404


def test_the_secret_of_a_link_is_not_logged(
    own_client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    page = asked(own_client)

    with caplog.at_level(logging.INFO):
        own_client.get(page)
        own_client.get(f"{page}/desinscription")

    assert page.rpartition("/")[2] not in repr([vars(record) for record in caplog.records])


def test_ones_account_leads_to_ones_alerts(own_client: FlaskClient) -> None:
    account = sign_in(own_client)
    page = asked(own_client, email=account.email)
    assert "Mes alertes" not in own_client.get("/compte").text

    send(own_client, page, action="confirm")

    text = own_client.get("/compte").text
    assert f'<a href="{page}">«\u00a0garage\u00a0» · Mobilité' in text


def test_those_who_moderate_see_nothing_of_it(own_client: FlaskClient) -> None:
    page = asked(own_client)
    send(own_client, page, action="confirm")
    sign_in(own_client, Role.MODERATOR)

    for path in ("/moderation", "/moderation/journal", "/moderation/recherches"):
        text = own_client.get(path).text
        assert CLAIRE not in text
        assert "alerte" not in text.lower()


def test_a_page_of_an_alert_whose_search_lost_a_value_says_so(
    own_client: FlaskClient, followers: Followers
) -> None:
    page = asked(own_client)
    send(own_client, page, action="confirm")
    taxonomy = own_client.application.extensions["kb"].settings.taxonomy
    text = taxonomy.read_text("utf-8")

    taxonomy.write_text(text.replace("slug: occitanie", "slug: midi"), "utf-8")

    assert "qui n’y est plus" in own_client.get(page).text
    assert "«\u00a0occitanie\u00a0»" in own_client.get(page).text
    assert followers.alerts()
