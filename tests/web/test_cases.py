import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from kb.bootstrap import assemble
from kb.domain.case import Licence
from kb.settings import Settings
from kb.web.app import create_app
from kb.web.case_page import LICENCES

_CASES = Path(__file__).parents[2] / "cases"
_SLUG = "solidarauto-garages-solidaires"
_ADDRESS = f"/cas/{_SLUG}"


def _text(html: str) -> str:
    """What a page says, its tags taken out and every blank made one space."""
    body = re.sub(r"(?s)<head>.*?</head>|<svg.*?</svg>", "", html)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def _data(page: str) -> dict[str, Any]:
    found = re.search(r'(?s)<script type="application/ld\+json">(.*?)</script>', page)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def _client(home: Path) -> FlaskClient:
    settings = Settings(home=home)
    knowledge_base = assemble(settings)
    knowledge_base.indexing.catch_up()
    return create_app(knowledge_base, settings).test_client()


def _edit(home: Path, **replacements: str) -> None:
    """Change the front matter of the case by hand."""
    file = home / "cases" / f"{_SLUG}.md"
    text = file.read_text("utf-8")
    for key, value in replacements.items():
        text, changes = re.subn(rf"(?m)^{key}: .*$", f"{key}: {value}", text)
        assert changes == 1, key
    file.write_text(text, "utf-8")


@pytest.mark.parametrize("slug", sorted(path.stem for path in _CASES.glob("*.md")))
def test_every_case_has_its_page_its_file_and_its_data(client: FlaskClient, slug: str) -> None:
    page = client.get(f"/cas/{slug}")
    file = client.get(f"/cas/{slug}.md")
    data = client.get(f"/cas/{slug}.json")

    assert page.status_code == 200
    assert f'<link rel="canonical" href="http://localhost:8000/cas/{slug}">' in page.text
    assert file.data == (_CASES / f"{slug}.md").read_bytes()
    assert file.headers["Content-Type"] == "text/markdown; charset=utf-8"
    assert (data.status_code, data.location) == (302, f"/api/v1/cases/{slug}")


def test_the_page_tells_who_did_what_where_and_when(client: FlaskClient) -> None:
    text = _text(client.get(_ADDRESS).text)

    assert "Solidarauto : la voiture donnée qui remet sur la route" in text
    assert "Secours Catholique initiateur" in text.replace("Initiateur", "initiateur")
    assert "Fondation / fonds de dotation" in text
    assert "depuis 2010" in text
    assert "238 véhicules" in text
    assert "Véhicules donnés à Solidarauto 37 (2024)" in text
    assert "Publiée le 20 novembre 2026" in text
    assert "Creative Commons Attribution 4.0" in text


def test_sections_stand_in_the_table_of_contents_in_their_order(client: FlaskClient) -> None:
    page = client.get(_ADDRESS).text

    contents = page.split('<nav class="contents"')[1].split("</nav>")[0]
    listed = re.findall(r'<a href="#([^"]+)">', contents)
    headings = re.findall(r'<h2 id="([^"]+)"', page.split("</nav>")[-1])
    assert listed[:3] == ["besoin", "alliance", "demarche"]
    assert listed == [heading for heading in headings if heading in listed]


def test_a_source_is_a_note_that_leads_back_to_every_place_that_cites_it(
    client: FlaskClient,
) -> None:
    page = client.get(_ADDRESS).text

    note = re.search(r'(?s)<li id="source-3">(.*?)</li>', page)
    assert note
    assert "Info Tours" in note[1]
    assert "20\u00a0février 2018" in note[1]
    assert 'rel="external"' in note[1]
    back = re.findall(r'href="#(citation-3-\d+)"', note[1])
    assert len(back) == 2
    assert all(f'id="{place}"' in page for place in back)
    assert page.count('href="#source-3"') == 2


def test_every_tag_leads_to_its_search_but_the_goal_that_all_cases_share(
    client: FlaskClient,
) -> None:
    page = client.get(_ADDRESS).text

    for facet, value in (("domain", "mobilite"), ("region", "normandie"), ("odd", "odd-01")):
        address = f"/?{facet}={value}"
        assert f'href="{address}"' in page
        assert f'href="{_ADDRESS}"' in client.get(f"{address}&per_page=100").text
    assert "<span>17. Partenariats pour la réalisation des objectifs</span>" in page
    assert "odd=odd-17" not in page


def test_neighbours_come_with_their_reason(client: FlaskClient) -> None:
    page = client.get(_ADDRESS).text

    near = page.split('<section class="neighbours"')[1].split("</section>")[0]
    slugs = re.findall(r'href="/cas/([^"]+)"', near)
    reasons = re.findall(r'<span class="reason">([^<]+)</span>', near)
    assert 1 <= len(slugs) == len(reasons) <= 4
    assert _SLUG not in slugs
    assert all("\u00a0: " in reason for reason in reasons)


def test_search_engines_read_what_readers_read(client: FlaskClient) -> None:
    data = _data(client.get(_ADDRESS).text)

    assert data["@type"] == "Article"
    assert data["headline"] == "Solidarauto : la voiture donnée qui remet sur la route"
    assert data["url"] == f"http://localhost:8000{_ADDRESS}"
    assert data["inLanguage"] == "fr"
    assert data["datePublished"] == "2026-11-20"
    assert data["license"].startswith("https://creativecommons.org/licenses/by/4.0/")
    assert "Secours Catholique" in [each["name"] for each in data["contributor"]]
    assert "Normandie" in [each["name"] for each in data["spatialCoverage"]]
    assert data["temporalCoverage"] == "2010/.."
    assert {"mobilite", "odd-17"} <= {each["termCode"] for each in data["about"]}
    assert len(data["citation"]) == 6
    assert "" not in data.values()
    assert None not in data.values()


def test_structured_data_cannot_break_out_of_its_script(home: Path) -> None:
    title = "Fin </script><script>alert(1)</script> & suite <!-- de l'histoire"
    _edit(home, title=json.dumps(title, ensure_ascii=False))

    page = _client(home).get(_ADDRESS)

    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert _data(page.text)["headline"] == title


def test_hostile_values_are_shown_and_never_run(home: Path) -> None:
    _edit(home, place='"<img src=x onerror=alert(1)>"')
    client = _client(home)

    for address in (_ADDRESS, "/?q=solidarauto"):
        page = client.get(address).text
        assert "<img src=x" not in page
        assert "&lt;img src=x" in page


def test_a_former_address_leads_to_the_present_one_for_good(home: Path) -> None:
    file = home / "cases" / f"{_SLUG}.md"
    text = file.read_text("utf-8").replace(
        "licence: CC-BY-4.0", "licence: CC-BY-4.0\nredirects:\n- ancien-nom"
    )
    file.write_text(text, "utf-8")
    client = _client(home)

    for ending in ("", ".md", ".json"):
        answer = client.get(f"/cas/ancien-nom{ending}")
        assert (answer.status_code, answer.location) == (301, f"{_ADDRESS}{ending}")


@pytest.mark.parametrize(
    "path", ["/cas/", "/cas/..%2Ftaxonomy", "/cas/MAJUSCULES", "/cas/a.b", "/cas/" + "a" * 300]
)
def test_what_cannot_be_a_case_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_page_of_a_case_follows_its_file_without_restart(home: Path) -> None:
    client = _client(home)
    before = client.get(_ADDRESS).text

    _edit(home, summary="Un résumé corrigé à la main, assez long pour être accepté par les règles.")

    assert "Un résumé corrigé à la main" not in before
    assert "Un résumé corrigé à la main" in client.get(_ADDRESS).text


def test_the_page_says_how_to_cite_it(client: FlaskClient) -> None:
    text = _text(client.get(_ADDRESS).text)

    assert (
        "« Solidarauto : la voiture donnée qui remet sur la route », IMPACT – Pratiques "
        f"innovantes, version du 20 novembre 2026, http://localhost:8000{_ADDRESS}." in text
    )


def test_every_licence_has_its_name_and_its_address() -> None:
    assert set(LICENCES) == set(Licence)
