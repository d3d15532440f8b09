import re
from html import unescape

from flask.testing import FlaskClient

from kb.domain.french import typographic
from kb.domain.personal_data import PERSONAL_DATA, personal_datum


def test_the_page_tells_all_of_the_table(client: FlaskClient) -> None:
    page = unescape(client.get("/donnees-personnelles").text)

    for datum in PERSONAL_DATA:
        assert f'<h3 id="{datum.id}">{typographic(datum.label)}</h3>' in page
        for text in (datum.purpose, datum.readers, datum.kept, datum.ground):
            assert typographic(text)[1:] in page
    assert "{" not in page


def test_every_page_leads_to_it(client: FlaskClient) -> None:
    for path in ("/", "/aide", "/nulle-part"):
        assert 'href="/donnees-personnelles"' in client.get(path).text


def test_it_sets_no_cookie(client: FlaskClient) -> None:
    assert "Set-Cookie" not in client.get("/donnees-personnelles").headers


def test_what_a_form_asks_for_has_a_word_beside_its_field() -> None:
    for field in ("email", "contributor"):
        assert re.fullmatch(r"[A-Z].+\.", personal_datum(field).hint)
