import json
import re

from flask.testing import FlaskClient

from tests.pages import Page


def test_a_catalogue_finds_the_data_set_its_downloads_and_services(client: FlaskClient) -> None:
    answer = client.get("/catalogue.jsonld")

    values = json.loads(answer.data)
    assert answer.content_type == "application/ld+json; charset=utf-8"
    assert values["@type"] == "dcat:Catalog"
    dataset = values["dcat:dataset"]
    for required in ("dcterms:title", "dcterms:description", "dcterms:publisher"):
        assert dataset[required]
        assert values[required]
    downloads = [each["dcat:downloadURL"]["@id"] for each in dataset["dcat:distribution"]]
    assert len(downloads) == 7
    for url in downloads:
        path = url.removeprefix("http://localhost:8000")
        assert client.get(path).status_code == 200
    for service in values["dcat:service"]:
        described = service["dcat:endpointDescription"]["@id"]
        assert client.get(described.removeprefix("http://localhost:8000")).status_code == 200


def test_search_engines_find_the_data_set_in_the_documentation(client: FlaskClient) -> None:
    text = client.get("/api").text

    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    values = json.loads(found)
    assert values["@type"] == "Dataset"
    assert 50 <= len(values["description"]) <= 5000
    assert values["license"].startswith("https://creativecommons.org/")
    forms = {each["encodingFormat"] for each in values["distribution"]}
    assert {"text/csv", "application/json", "application/zip"} <= forms


def test_a_language_model_is_led_to_the_files_of_the_cases(client: FlaskClient) -> None:
    answer = client.get("/llms.txt")

    assert answer.content_type == "text/markdown; charset=utf-8"
    lines = answer.text.splitlines()
    assert lines[0].startswith("# ")
    assert lines[2].startswith("> ")
    links = re.findall(
        r"^- \[[^\]]+\]\((http://localhost:8000(/[^)]*))\): .+$", answer.text, re.MULTILINE
    )
    assert len(links) == 108
    for _, path in links:
        assert client.get(path).status_code == 200
    assert {path[-3:] for _, path in links[8:]} == {".md"}
    assert client.get(links[-1][1]).mimetype == "text/markdown"


def test_the_sitemap_and_the_footer_lead_to_the_documentation(client: FlaskClient) -> None:
    assert "<loc>http://localhost:8000/api</loc>" in client.get("/sitemap.xml").text
    assert {"href": "/api"} in Page(client.get("/aide").text).all("a")
