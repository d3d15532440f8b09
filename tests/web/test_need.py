import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from kb.domain.case import Partner
from kb.settings import Settings
from kb.web.app import create_app
from tests.bases import Base
from tests.counted_links import found, promises


def text(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def steps(page: str) -> list[str]:
    listed = re.search(r'<ol class="steps">(.*?)</ol>', page, re.DOTALL)
    return (
        [
            text(re.sub(r'<span class="unseen">.*?</span>', "", each))
            for each in re.findall(r"<li>(.*?)</li>", listed[1], re.DOTALL)
        ]
        if listed
        else []
    )


@pytest.fixture
def regional(base: Base) -> FlaskClient:
    """One case in Bretagne, one beside it, two far away; all about mobility."""
    regions = {"ici": "bretagne", "voisine": "normandie", "loin": "corse", "ailleurs": "mayotte"}
    for slug, region in regions.items():
        base.write(slug, title=f"Une alliance {slug}", regions=(region,), domains=("mobilite",))
    base.catch_up()
    return create_app(base.knowledge_base, Settings(home=base.home)).test_client()


def test_an_empty_sentence_asks_and_answers_nothing(client: FlaskClient) -> None:
    page = client.get("/besoin?actor=&region=&domain=").text

    assert "Partir d’un besoin" in page
    assert steps(page) == []
    assert "noindex" not in page


def test_the_search_widens_step_by_step_until_there_are_enough_and_says_so(
    regional: FlaskClient,
) -> None:
    page = regional.get("/besoin?region=bretagne&domain=mobilite").text

    assert steps(page) == [
        "Bretagne : 1 fiche",
        "Bretagne, Normandie et Pays de la Loire : 2 fiches",
        "Partout : 4 fiches",
    ]
    assert "Bretagne : 1 fiche. La recherche est élargie partout." in text(page)
    assert page.count("<h3>") == 4


def test_a_region_with_enough_examples_is_not_left(client: FlaskClient) -> None:
    page = client.get("/besoin?region=ile-de-france&domain=emploi").text

    assert len(steps(page)) == 1
    assert "élargie" not in page


def test_nothing_anywhere_is_said_and_invites_a_proposal(regional: FlaskClient) -> None:
    page = regional.get("/besoin?region=bretagne&domain=sante").text

    assert "même en cherchant partout" in page
    assert 'href="/proposer?region=bretagne&amp;domain=sante"' in page


def test_each_step_is_an_ordinary_search_with_the_count_that_it_promises(
    client: FlaskClient,
) -> None:
    need = "/besoin?actor=association&region=corse&domain=mobilite&partner=entreprise"
    links = set(promises(client.get(need + "&partner=fondation").text))

    assert len(links) >= 2
    for address, promised in links:
        assert found(client, address) == promised


def test_partners_are_all_required(base: Base) -> None:
    one = Partner(name="Un", actor="association")
    base.write(
        "deux",
        title="Avec les deux",
        partners=(one, Partner(name="F", actor="fondation"), Partner(name="E", actor="entreprise")),
    )
    base.write("un", title="Avec l'une", partners=(one, Partner(name="F", actor="fondation")))
    base.catch_up()
    client = create_app(base.knowledge_base, Settings(home=base.home)).test_client()

    page = client.get("/besoin?actor=association&partner=fondation&partner=entreprise").text

    assert re.findall(r'<h3><a href="/cas/([a-z]+)">', page) == ["deux"]


def test_the_sentence_keeps_what_was_chosen(client: FlaskClient) -> None:
    page = client.get("/besoin?actor=citoyens&region=corse&domain=sante&partner=fondation").text

    assert re.findall(r'value="([a-z-]+)" (?:selected|checked)', page) == [
        "citoyens",
        "corse",
        "sante",
        "fondation",
    ]


@pytest.mark.parametrize(
    "address", ["region=atlantide", "partner=x&partner=", "domain=%00", "actor=" + "a" * 2000]
)
def test_an_unknown_value_is_ignored_and_said(client: FlaskClient, address: str) -> None:
    answer = client.get(f"/besoin?{address}")

    assert answer.status_code == 200
    assert "Cette page n’en tient pas compte." in answer.text
