"""What the page says of an answer, told from answers made by hand and from real ones."""

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kb.domain.search import Relaxed, SearchResults
from kb.domain.taxonomy import FACET_IDS
from kb.web.notices import notices
from kb.web.results_page import ResultsPage
from kb.web.search_address import SearchAddress
from tests.bases import a_query
from tests.builders import a_taxonomy

_ANSWER: Mapping[str, Any] = {
    "total": 3,
    "text_total": 3,
    "hits": (),
    "counts": dict.fromkeys(FACET_IDS, ()),
}


def _told(text: str, **changes: Any) -> list[tuple[str, str]]:
    """Each notice and the address that it leads to."""
    results = SearchResults(**{**_ANSWER, **changes})
    told = notices(SearchAddress(a_query(text, region=["bretagne"])), results)
    return [
        (
            f"{each.text} {each.link.text if each.link else ''}".strip().replace("\u00a0", " "),
            each.link.address if each.link else "",
        )
        for each in told
    ]


def test_well_written_words_get_no_notice() -> None:
    assert _told("garage") == []


def test_other_words_are_offered_and_keep_the_filters() -> None:
    assert _told("garrage", did_you_mean="garage") == [
        ("Vouliez-vous dire « garage » ?", "/?q=garage&region=bretagne")
    ]


def test_words_that_were_answered_instead_are_named_with_those_typed() -> None:
    assert _told("garrage", did_you_mean="garage", is_corrected=True) == [
        ("Aucune fiche pour « garrage » écrit ainsi : voici les résultats pour « garage ».", "")
    ]


def test_who_insists_after_a_correction_insists_on_the_corrected_words() -> None:
    _, (_, insists) = _told(
        "garrage zzz", did_you_mean="garage zzz", is_corrected=True, relaxed=Relaxed.MOST
    )

    assert insists == "/?q=garage+zzz&region=bretagne&words=all"


def test_the_heading_names_the_words_that_were_answered_and_the_field_those_typed(
    app: Flask,
) -> None:
    query = a_query("garrage", region=["bretagne"])
    results = SearchResults(**_ANSWER, did_you_mean="garage", is_corrected=True)

    with app.app_context():
        page = ResultsPage.of(SearchAddress(query), results, a_taxonomy())

    assert page.frame.count == "3 fiches pour «\u00a0garage\u00a0»"
    assert page.head.page_title == page.frame.count
    assert page.frame.text == "garrage"
    assert page.frame.chips[0].without == "/?q=garrage"
    assert page.why == "/pourquoi?q=garrage&region=bretagne"


@pytest.mark.parametrize(
    "address", ["/?q=garrage", "/?q=garrage&page=99", "/?q=garrage&odd=odd-07"]
)
def test_a_corrected_answer_keeps_the_words_as_typed_in_every_address(
    client: FlaskClient, address: str
) -> None:
    page = unescape(client.get(address).text)

    assert "voici les résultats pour «\u00a0garage\u00a0»" in page
    links = re.findall(r'<a [^>]*href="(/\?[^"]*q=[^"]*)"', page)
    assert links
    assert {re.findall(r"q=([^&]*)", link)[0] for link in links} == {"garrage"}


def test_a_corrected_search_is_followed_by_the_words_that_were_answered(
    client: FlaskClient,
) -> None:
    page = unescape(client.get("/?q=garrage").text)

    assert re.findall(r'href="(/alertes[^"]*)"', page) == ["/alertes?q=garage"]
    assert "/flux.atom?q=garage" in page


def test_an_empty_answer_offers_other_words_too(client: FlaskClient) -> None:
    page = unescape(client.get("/?q=garrage&words=all").text)

    assert "Aucune fiche pour «\u00a0garrage\u00a0»</h2>" in page
    assert '<a href="/?q=garage&words=all" data-live>«\u00a0garage\u00a0»\u00a0?</a>' in page


def test_a_result_says_why_it_is_there(client: FlaskClient) -> None:
    page = unescape(client.get("/?q=garages+solidaires").text).replace("\u00a0", " ")

    (first, *_) = re.findall(r'(?s)<details class="why">.*?</details>', page)
    assert "<summary>Pourquoi ce résultat</summary>" in first
    assert re.search(r"<li>« garages? »[^<]* (dans|parmi) [^<]*</li>", first)


@pytest.mark.parametrize("address", ["/", "/?region=bretagne", "/?q=-garage"])
def test_without_words_there_is_nothing_to_explain(client: FlaskClient, address: str) -> None:
    page = client.get(address).text

    assert "/cas/" in page
    assert "Pourquoi ce résultat" not in page


def test_the_foot_of_every_answer_leads_to_the_page_that_explains_a_missing_case(
    client: FlaskClient,
) -> None:
    for address in ("/", "/?q=garage&region=bretagne&page=2", "/?q=zzzzz"):
        page = unescape(client.get(address).text)

        why = address.replace("/", "/pourquoi", 1).replace("&page=2", "")
        assert f'<a href="{why}" rel="nofollow">Une fiche manque\u00a0? Demandez pourquoi' in page
