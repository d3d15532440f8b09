import re

import pytest
from flask.testing import FlaskClient

from kb.settings import Settings
from kb.web.app import create_app
from tests.bases import Base
from tests.counted_links import found, promises

_FILE = """\
version: 1
entrances:
  - id: essai
    title: Un essai d'entrée
    summary: Une phrase pour la première page.
    introduction: "Un <b>paragraphe</b>, assez long pour en être un.\\n\\nEt un second."
    search: {domain: [mobilite, disparu], region: [bretagne]}
    cases: [garage, disparue]
"""


def addresses(client: FlaskClient) -> list[str]:
    return re.findall(r'href="(/entrees/[a-z-]+)"', client.get("/").text)


def test_the_first_page_proposes_the_four_ways_in_and_the_sentence(client: FlaskClient) -> None:
    assert len(set(addresses(client))) == 4
    assert 'href="/besoin"' in client.get("/").text
    assert "/entrees/" not in client.get("/?q=emploi").text


def test_every_way_in_has_its_page_its_cases_and_a_search_with_the_count_it_promises(
    client: FlaskClient,
) -> None:
    for address in addresses(client):
        page = client.get(address).text
        links = list(promises(page))
        assert len(links) == 1
        for search, promised in links:
            assert promised > 0
            assert found(client, search) == promised
        assert page.count('<h3><a href="/cas/') == 4
        assert "Des outils publics" in page


def test_a_page_escapes_what_was_written_and_leaves_out_what_is_gone(base: Base) -> None:
    base.write("garage", title="Un garage", domains=("mobilite",))
    (base.home / "entrees.yaml").write_text(_FILE)
    base.catch_up()
    client = create_app(base.knowledge_base, Settings(home=base.home)).test_client()

    page = client.get("/entrees/essai").text

    assert "Un essai d’entrée" in page
    assert "&lt;b&gt;paragraphe&lt;/b&gt;" in page
    assert re.findall(r'<h3><a href="/cas/(\w+)">', page) == ["garage"]
    assert [each for each, _ in promises(page)] == ["/?domain=mobilite&region=bretagne"]


def test_a_base_without_the_file_has_no_ways_in_and_the_first_page_all_the_same(base: Base) -> None:
    base.catch_up()
    client = create_app(base.knowledge_base, Settings(home=base.home)).test_client()

    assert addresses(client) == []
    assert client.get("/").status_code == 200


def test_a_file_that_breaks_rules_leaves_the_last_good_one_in_place(base: Base) -> None:
    path = base.home / "entrees.yaml"
    path.write_text(_FILE)
    base.catch_up()
    client = create_app(base.knowledge_base, Settings(home=base.home)).test_client()
    assert addresses(client) == ["/entrees/essai"]

    path.write_text("version: [")

    assert addresses(client) == ["/entrees/essai"]
    findings = base.knowledge_base.checking.findings()
    assert "yaml-syntax" in {each.code for each in findings if each.file == "entrees.yaml"}


@pytest.mark.parametrize(
    "address", ["/entrees/nulle-part", "/entrees/%00", "/entrees/" + "a" * 900]
)
def test_an_unknown_way_in_is_not_found_in_french(client: FlaskClient, address: str) -> None:
    answer = client.get(address)

    assert answer.status_code == 404
    assert "Aucune porte d’entrée" in answer.text


def test_kb_check_names_cases_and_terms_that_are_gone(base: Base) -> None:
    base.write("garage")
    (base.home / "entrees.yaml").write_text(_FILE)
    base.catch_up()

    found = [(f.file, f.line, f.key, f.code) for f in base.knowledge_base.checking.findings()]

    assert found == [
        ("entrees.yaml", 3, "cases", "entrance-case-unknown"),
        ("entrees.yaml", 3, "search.domain", "entrance-term-unknown"),
    ]
