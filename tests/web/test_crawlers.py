from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient

from kb.bootstrap import assemble
from kb.settings import Settings
from kb.web import crawlers
from kb.web.app import create_app

SITE = "http://localhost:8000"
_SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def addresses(data: bytes) -> list[str]:
    """All addresses of a sitemap or of an index of sitemaps, in order."""
    return [str(each.text) for each in ET.fromstring(data).iter(f"{_SITEMAP}loc")]  # noqa: S314 - our own


def test_the_sitemap_lists_every_case_with_the_day_of_its_last_change(client: FlaskClient) -> None:
    answer = client.get("/sitemap.xml")

    urls = ET.fromstring(answer.data).findall(f"{_SITEMAP}url")  # noqa: S314 - our own
    days = {url.findtext(f"{_SITEMAP}loc"): url.findtext(f"{_SITEMAP}lastmod") for url in urls}
    slugs = {path.stem for path in (Path(__file__).parents[2] / "cases").glob("*.md")}
    assert answer.mimetype == "application/xml"
    assert {f"http://localhost:8000/cas/{slug}" for slug in slugs} < set(days)
    assert days["http://localhost:8000/cas/solidarauto-garages-solidaires"] == "2026-11-20"
    organisations = [day for day in days if day and "/organisation/" in day]
    assert "http://localhost:8000/organisation/la-poste" in organisations
    assert "http://localhost:8000/entrees/innovation-societale" in days
    assert len(days) == len(slugs) + len(organisations) + 12


def test_the_address_in_the_sitemap_is_the_public_one_whatever_the_request_says(
    home: Path,
) -> None:
    settings = Settings(home=home, public_url="https://alliances.example")
    knowledge_base = assemble(settings)
    knowledge_base.indexing.catch_up()
    client = create_app(knowledge_base, settings).test_client()

    sitemap = client.get("/sitemap.xml", headers={"Host": "evil.example"}).text
    robots = client.get("/robots.txt", headers={"Host": "evil.example"}).text

    assert "evil.example" not in sitemap + robots
    assert "<loc>https://alliances.example/aide</loc>" in sitemap
    assert "Sitemap: https://alliances.example/sitemap.xml" in robots


def test_robots_may_read_cases_and_are_kept_out_of_the_maze_of_exclusions(
    client: FlaskClient,
) -> None:
    answer = client.get("/robots.txt")

    assert answer.mimetype == "text/plain"
    assert "Disallow: /*_not=" in answer.text
    assert "Disallow: /comparer?" in answer.text
    assert "Disallow: /*/livret" in answer.text
    assert "Disallow: /alertes" in answer.text
    assert answer.text.count("Disallow") == 4


def test_too_many_addresses_for_one_file_are_listed_in_several(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = addresses(client.get("/sitemap.xml").data)
    monkeypatch.setattr(crawlers, "MOST", 50)

    index = client.get("/sitemap.xml")
    parts = addresses(index.data)
    listed = [addresses(client.get(part.removeprefix(SITE)).data) for part in parts]

    assert ET.fromstring(index.data).tag == f"{_SITEMAP}sitemapindex"  # noqa: S314 - our own
    assert len(parts) == -(-len(whole) // 50) > 2
    assert all(len(part) == 50 for part in listed[:-1])
    assert [address for part in listed for address in part] == whole
    for number in (0, len(parts) + 1, 10**6):
        assert client.get(f"/sitemap-{number}.xml").status_code == 404


def test_without_an_index_the_sitemap_asks_to_come_back(home: Path) -> None:
    settings = Settings(home=home)
    client = create_app(assemble(settings), settings).test_client()

    answer = client.get("/sitemap.xml")

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
