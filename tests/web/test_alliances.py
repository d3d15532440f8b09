import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from kb.settings import Settings
from kb.web.app import create_app
from kb.web.network import MOST
from tests.bases import Base


def nodes(page: str) -> dict[str, int]:
    """Each organisation of the picture, and with how many others it says that it is linked."""
    found = re.findall(r'<a href="/organisation/([^"]+)" aria-label="[^"]*liée à (\d+)', page)
    return {slug: int(number) for slug, number in found}


def test_the_picture_and_its_table_say_the_same(client: FlaskClient) -> None:
    page = client.get("/alliances").text

    drawn = nodes(page)
    assert 10 < len(drawn) <= MOST
    rows = re.findall(
        r'<th scope="row"><a href="/organisation/([^"]+)">[^<]*</a></th><td>\d+</td><td>([^<]*)<',
        page,
    )
    assert {slug: len(re.split(", | et ", allies)) for slug, allies in rows} == drawn
    assert page.count('class="tie"') == sum(drawn.values()) / 2


def test_the_same_base_gives_the_same_picture(client: FlaskClient) -> None:
    assert client.get("/alliances").data == client.get("/alliances").data


def test_every_organisation_of_the_page_has_its_own_with_as_many_cases(
    client: FlaskClient,
) -> None:
    page = client.get("/alliances").text
    listed = re.findall(
        r'<li><a href="(/organisation/[^"]+)">[^<]*</a> <span class="n">(\d+)', page
    )

    assert len(listed) > 30
    for address, cases in listed:
        assert client.get(address).text.count('<h3><a href="/cas/') == int(cases)


def test_an_organisation_is_found_by_the_words_of_its_name(client: FlaskClient) -> None:
    page = client.get("/alliances?nom=secours cath").text

    assert "/organisation/secours-catholique" in page
    assert '<svg class="network"' not in page
    assert "Vérifiez l’orthographe" in client.get("/alliances?nom=zzzz").text


def test_the_page_of_an_organisation_has_its_cases_allies_domains_and_regions(
    client: FlaskClient,
) -> None:
    page = client.get("/organisation/la-poste").text

    assert "<h1>La Poste</h1>" in page
    assert page.count("<h3>") == 6
    for label in ("Domaine d’action", "Région", "Catégorie de partenariat"):
        assert f"<dt>{label}</dt>" in page
    assert 'href="/organisation/sncf"' in page


def test_allies_know_each_other(client: FlaskClient) -> None:
    page = client.get("/organisation/enedis").text

    allies = re.findall(r'<li><a href="(/organisation/[^"]+)">', page)
    assert allies
    for ally in allies:
        assert 'href="/organisation/enedis"' in client.get(ally).text


def test_the_search_suggests_the_organisation_whose_name_is_typed(client: FlaskClient) -> None:
    for name in ("la poste", "Groupe La Poste"):
        page = client.get("/", query_string={"q": name}).text
        assert '<a href="/organisation/la-poste">La Poste</a>' in page
    assert "/organisation/" not in client.get("/?q=garage").text


def test_the_partners_of_a_case_lead_to_their_pages(client: FlaskClient) -> None:
    page = client.get("/cas/solidarauto-garages-solidaires").text

    assert 'href="/organisation/secours-catholique"><b>Secours Catholique</b></a>' in page
    assert "<b>Entreprises et particuliers donateurs</b>" in page
    for address in re.findall(r'class="name" href="([^"]+)"', page):
        assert client.get(unescape(address)).status_code == 200


def test_without_organisations_that_meet_there_is_no_picture(base: Base) -> None:
    base.write("seule")
    base.catch_up()
    client = create_app(base.knowledge_base, Settings(home=base.home)).test_client()

    page = client.get("/alliances").text

    assert '<svg class="network"' not in page
    assert "Aucune organisation n’est encore présente dans deux fiches." in page


@pytest.mark.parametrize("slug", ["nulle-part", "%00", "a" * 900, "É"])
def test_an_unknown_organisation_is_not_found_in_french(client: FlaskClient, slug: str) -> None:
    answer = client.get(f"/organisation/{slug}")

    assert answer.status_code == 404
    assert "Aucune organisation" in answer.text


@pytest.mark.parametrize("name", ["", " ", "%00", "'\"<script>", "a" * 3000])
def test_a_strange_name_is_looked_for_all_the_same(client: FlaskClient, name: str) -> None:
    answer = client.get("/alliances", query_string={"nom": name})

    assert answer.status_code == 200
    assert "<script>" not in answer.text


def test_before_the_index_is_there_a_case_is_read_all_the_same(base: Base) -> None:
    base.write("garage")
    client = create_app(base.knowledge_base, Settings(home=base.home)).test_client()

    assert client.get("/cas/garage").status_code == 200
    assert client.get("/alliances").status_code == 503


def test_an_organisation_of_several_cases_is_suggested_while_typing(client: FlaskClient) -> None:
    groups = client.get("/api/v1/suggest?q=la poste").get_json()["groups"]

    [organisations] = [group for group in groups if group["id"] == "organisation"]
    url = "http://localhost:8000/organisation/la-poste"
    assert organisations["items"] == [{"label": "La Poste", "url": url}]
    assert groups[-1] is organisations
    other = client.get("/api/v1/suggest?q=biopousses").get_json()["groups"]
    assert "organisation" not in {group["id"] for group in other}
