"""All ways out tell of the same cases, with the same days."""

import json
import re
from collections.abc import Callable
from io import BytesIO
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import feedparser
import pytest
from flask.testing import FlaskClient

from tests.oai_schemas import OAI, valid

BASE = "http://localhost:8000"
Days = dict[str, str]


def slug_of(url: str) -> str:
    return url.removeprefix(f"{BASE}/cas/")


def by_api(client: FlaskClient) -> Days:
    found: Days = {}
    page = 1
    while items := client.get(f"/api/v1/cases?per_page=100&page={page}").get_json()["items"]:
        found |= {item["slug"]: item["updated_on"] or item["published_on"] for item in items}
        page += 1
    return found


def by_json_feed(client: FlaskClient) -> Days:
    found: Days = {}
    path = "/flux.json"
    while path:
        values = client.get(path).get_json()
        found |= {slug_of(item["url"]): item["date_modified"][:10] for item in values["items"]}
        path = values.get("next_url", "").removeprefix(BASE)
    return found


def by_atom(client: FlaskClient) -> Days:
    found: Days = {}
    path = "/flux.atom"
    while path:
        parsed = feedparser.parse(client.get(path).data)
        assert not parsed.bozo
        found |= {slug_of(entry.link): entry.updated[:10] for entry in parsed.entries}
        following = [link.href for link in parsed.feed.links if link.rel == "next"]
        path = "".join(following).removeprefix(BASE)
    return found


def by_sitemap(client: FlaskClient) -> Days:
    name = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    urls = ET.fromstring(client.get("/sitemap.xml").data)  # noqa: S314 - our own
    days = {url.findtext(f"{name}loc") or "": url.findtext(f"{name}lastmod") for url in urls}
    return {slug_of(url): day or "" for url, day in days.items() if url.startswith(f"{BASE}/cas/")}


def by_oai(client: FlaskClient) -> Days:
    found: Days = {}
    query = "metadataPrefix=oai_dc"
    while query:
        root = valid(client.get(f"/oai?verb=ListRecords&{query}").data)
        for header in root.iter(f"{OAI}header"):
            identifier, day = header[0].text or "", header[1].text or ""
            found[identifier.removeprefix("oai:localhost:")] = day
        token = root.findtext(f".//{OAI}resumptionToken")
        query = f"resumptionToken={token}" if token else ""
    return found


def by_json_export(client: FlaskClient) -> Days:
    cases = json.loads(client.get("/export.json").data)
    return {case["slug"]: case["updated_on"] or case["published_on"] for case in cases}


def by_files(client: FlaskClient) -> Days:
    found: Days = {}
    with ZipFile(BytesIO(client.get("/export.zip").data)) as archive:
        for name in archive.namelist():
            if slugs := re.fullmatch(r"cases/(.*)\.md", name):
                days = re.findall(
                    r"^(?:published|updated)_on: '?([0-9-]+)", _text(archive, name), re.MULTILINE
                )
                found[slugs[1]] = max(days)
    return found


def by_pages(client: FlaskClient) -> Days:
    return {
        slug: re.findall(r'"dateModified": "([0-9-]+)"', client.get(f"/cas/{slug}").text)[0]
        for slug in by_sitemap(client)
    }


def _text(archive: ZipFile, name: str) -> str:
    return archive.read(name).decode()


@pytest.mark.parametrize(
    "way",
    [by_json_feed, by_atom, by_sitemap, by_oai, by_json_export, by_files, by_pages],
)
def test_every_way_out_tells_of_the_same_cases_and_days(
    client: FlaskClient, way: Callable[[FlaskClient], Days]
) -> None:
    expected = by_api(client)

    assert len(expected) > 100
    assert way(client) == expected
