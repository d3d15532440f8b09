import re
from html import unescape

from flask.testing import FlaskClient

from kb.domain.french import folded
from kb.domain.query_text import FACET_FIELDS, TEXT_FIELDS
from kb.web.help import FIELDS


def _examples(page: str) -> list[str]:
    return [unescape(address) for address in re.findall(r'href="(/\?[^"]+)"', page)]


def test_every_example_finds_something_and_is_understood(client: FlaskClient) -> None:
    examples = _examples(client.get("/aide").text)

    assert len(examples) >= 25
    for address in examples:
        page = client.get(address).text
        assert "/cas/" in page, address
        few = "tous vos mots\u00a0: voici aussi"  # and what else may help
        assert 'class="notice"' not in page or few in unescape(page), address


def test_the_examples_of_the_search_page_find_something(client: FlaskClient) -> None:
    hint = client.get("/").text.split('class="hint"')[1].split("</p>")[0]

    for address in _examples(hint):
        assert 'class="card"' in client.get(address).text, address


def test_every_field_that_a_query_can_name_is_explained() -> None:
    explained = {field.example.partition(":")[0] for field in FIELDS}
    meant = {TEXT_FIELDS.get(folded(name)) or FACET_FIELDS[folded(name)] for name in explained}

    assert meant == {*TEXT_FIELDS.values(), *FACET_FIELDS.values()}


def test_an_example_of_a_field_is_read_as_that_field(client: FlaskClient) -> None:
    for field in FIELDS:
        named = client.get("/api/v1/cases", query_string={"q": field.example}).get_json()
        plain = client.get(
            "/api/v1/cases", query_string={"q": field.example.replace(":", " ")}
        ).get_json()
        assert 0 < named["total"] < 113, field.example
        assert named["relaxed"] is None, field.example
        assert named["items"] != plain["items"], field.example


def test_the_help_states_the_limits_that_the_code_keeps(client: FlaskClient) -> None:
    text = client.get("/aide").text

    assert "les 500 premiers caractères" in text
    assert "au-delà de 16 mots" in text
    assert "au moins 3 lettres" in text


def test_privacy_is_as_the_help_says_no_cookie(client: FlaskClient) -> None:
    assert "aucun cookie" in client.get("/aide").text
    for address in ("/", "/aide", "/cas/solidarauto-garages-solidaires"):
        assert "Set-Cookie" not in client.get(address).headers


def test_every_link_to_a_place_in_a_page_leads_there(client: FlaskClient) -> None:
    for address in ("/aide", "/accessibilite", "/cas/solidarauto-garages-solidaires", "/"):
        page = client.get(address).text
        ids = re.findall(r' id="([^"]+)"', page)
        places = re.findall(rf'href="(?:{address})?#([^"]+)"', page)
        icons = set(re.findall(r'<use href="#([^"]+)"', page))
        assert set(places) | icons <= set(ids), address
        assert len(ids) == len(set(ids)), address
