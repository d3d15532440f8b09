import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from tests.counted_links import found, promises

_SEARCHES = [
    "",
    "?q=emploi",
    "?q=garrage+solidere",
    "?q=precarite+numerique+zzzzz&domain=emploi",
    "?domain=mobilite&category_not=mecenat&year_from=2005&sort=title&per_page=5&page=3",
    "?region=bretagne&region=normandie&region_not=corse",
    "?q=solidarauto&region=mayotte",
]


@pytest.mark.parametrize("search", _SEARCHES)
def test_every_count_of_the_map_equals_the_search_behind_its_link(
    client: FlaskClient, search: str
) -> None:
    links = list(promises(client.get(f"/carte{search}").text))

    assert len(links) == 20 + 18
    assert set(links[:18]) >= {link for link in links[20:] if link in links[:18]}
    for address, promised in set(links):
        assert found(client, address) == promised, address


@pytest.mark.parametrize("search", _SEARCHES)
def test_the_list_comes_first_and_says_the_same_as_the_map(
    client: FlaskClient, search: str
) -> None:
    links = list(promises(client.get(f"/carte{search}").text))

    listed, drawn = links[:20], links[20:]
    assert sorted(drawn) == sorted(
        link
        for link in listed
        if "region=national" not in link[0] and "region=international" not in link[0]
    )


def test_list_and_map_lead_to_each_other_and_keep_the_search(client: FlaskClient) -> None:
    search = "q=emploi&domain=emploi&category_not=mecenat&year_from=2005&words=all&sort=title"
    address = client.get(f"/?{search}&page=2").text
    to_map = re.search(r'class="views">.*?href="([^"]*)"', address)
    assert to_map

    to_list = re.search(r'class="views"><a href="([^"]*)"', client.get(unescape(to_map[1])).text)

    assert to_list
    assert unescape(to_map[1]) == f"/carte?{_canonical(search)}"
    assert unescape(to_list[1]) == f"/?{_canonical(search)}"


def _canonical(search: str) -> str:
    pairs = dict(pair.split("=") for pair in search.split("&"))
    order = ["q", "category_not", "domain", "year_from", "words", "sort"]
    return "&".join(f"{name}={pairs[name]}" for name in order)


def test_every_filter_and_notice_of_the_map_stays_on_the_map(client: FlaskClient) -> None:
    page = client.get("/carte?q=precarite+numerique+zzzzz&region_not=corse&domain=emploi").text
    live = re.findall(r'href="([^"]*)"[^>]*data-live', page)

    assert live
    assert all(address.startswith("/carte") for address in live)
    assert '<form id="search" role="search" method="get" action="/carte"' in page


def test_the_form_of_the_map_carries_along_what_it_shows_no_field_for(client: FlaskClient) -> None:
    page = client.get("/carte?q=emploi&words=all&sort=title&region_not=corse").text

    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="(\w+)" form="search">', page)
    assert hidden == [("region_not", "corse"), ("words", "all"), ("sort", "title")]


def test_a_region_that_the_search_asks_for_stands_out(client: FlaskClient) -> None:
    page = client.get("/carte?region=bretagne").text

    assert page.count('is-selected"') == 1
    assert "choisie" in page
    assert "sans son filtre de région" in page


@pytest.mark.parametrize(
    "search", ["?region=atlantide", "?q=%00%ff", "?page=99999999999", "?q=" + "a" * 900]
)
def test_a_strange_address_gives_the_map_all_the_same(client: FlaskClient, search: str) -> None:
    assert client.get(f"/carte{search}").status_code == 200


def test_nothing_found_says_what_to_do_and_still_shows_the_map(client: FlaskClient) -> None:
    page = client.get("/carte?q=solidarauto&region=mayotte&domain_not=sante").text

    assert "Aucune fiche" in page
    assert "Retirer un filtre" in page
    assert page.count("<path class=") == 18
