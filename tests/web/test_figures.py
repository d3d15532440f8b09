import re
from html import unescape

from flask.testing import FlaskClient

from kb.settings import Settings
from kb.web.app import create_app
from tests.bases import Base
from tests.builders import a_taxonomy
from tests.counted_links import found, promises


def test_every_number_of_the_page_equals_the_search_behind_its_link(client: FlaskClient) -> None:
    page = client.get("/chiffres").text
    links = set(promises(page))

    assert len(links) > 250
    for address, promised in links:
        assert found(client, address) == promised, address


def test_every_bar_and_every_cell_is_a_link_with_a_name(client: FlaskClient) -> None:
    page = client.get("/chiffres").text

    bars = re.findall(r'<a href="[^"]*" aria-label="[^"]+"><rect', page)
    cells = re.findall(r'<td class="level-\d"><a href="[^"]*" aria-label="[^"]+"', page)
    assert page.count('class="bar"') == len(bars)
    assert page.count('<td class="level-') == len(cells) == 16 * 20


def test_every_picture_has_its_table_with_the_same_numbers(client: FlaskClient) -> None:
    page = client.get("/chiffres").text

    for section in re.findall(r'<section class="chart".*?</section>', page, re.DOTALL):
        bars = re.findall(r'<text class="label"[^>]*>([^<]*)<', section)
        rows = re.findall(r'<th scope="row">([^<]*)<', section)
        assert bars == rows
        drawn = re.findall(r'aria-label="[^"]*?(\d+)\s+fiche', section)
        assert drawn == re.findall(r'<th scope="row">[^<]*</th><td>(\d+)</td>', section)


def test_an_empty_cell_invites_a_proposal_for_its_region_and_domain(client: FlaskClient) -> None:
    page = client.get("/chiffres").text

    empty = re.findall(r'<td class="level-0"><a href="([^"]*)" aria-label="([^"]*)"', page)
    assert f"{len(empty)}\u00a0cases vides sur 320" in page
    address, label = map(unescape, empty[0])
    assert re.fullmatch(r"/proposer\?region=[a-z-]+&domain=[a-z-]+", address)
    assert label.endswith(": 0\u00a0fiche, en proposer une")
    regions = a_taxonomy().facet("region").by_slug
    assert all(re.search(r"region=([a-z-]+)", each)[1] in regions for each, _ in empty)  # type: ignore[index]


def test_the_national_figures_stand_beside_with_source_and_year(client: FlaskClient) -> None:
    text = client.get("/chiffres").text.replace("\u00a0", " ")

    for share in (42, 30, 25, 16, 74, 51):
        assert f"France {share} %" in text
    assert "Observatoire des partenariats, rapport quinquennal PHARE 2013-2017, 2017" in text
    assert "La base surreprésente" in text


def test_a_base_without_cases_has_figures_all_the_same(base: Base) -> None:
    base.catch_up()
    client = create_app(base.knowledge_base, Settings(home=base.home)).test_client()

    page = client.get("/chiffres")

    assert page.status_code == 200
    assert "320\u00a0cases vides sur 320" in page.text
