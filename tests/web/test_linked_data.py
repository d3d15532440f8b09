"""What we say in JSON-LD, read by a library that knows nothing of us."""

import json
import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from rdflib import DCAT, DCTERMS, FOAF, RDF, SDO, Graph, Literal, URIRef

from tests.builders import PROJECT

#: rdflib 7.6 reads JSON-LD with a class of its own that it calls deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

SITE = "http://localhost:8000"
SLUGS = sorted(path.stem for path in (PROJECT / "cases").glob("*.md"))

#: What https://schema.org/docs/jsonldcontext.jsonld says of the keys that we use, so that nothing
#: is loaded from elsewhere: all of them are terms of schema.org, and these name things.
SCHEMA_ORG = {
    "@vocab": str(SDO),
    **{
        key: {"@id": f"{SDO}{key}", "@type": "@id"}
        for key in ("url", "contentUrl", "license", "mainEntityOfPage")
    },
}


def read(values: dict[str, Any], context: object) -> Graph:
    return Graph().parse(data=json.dumps({**values, "@context": context}), format="json-ld")


def embedded(client: FlaskClient, path: str) -> Graph:
    page = client.get(path).text
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    values = json.loads(found)
    assert values["@context"] == "https://schema.org"
    return read(values, SCHEMA_ORG)


def one(graph: Graph, subject: URIRef, predicate: URIRef) -> str:
    (found,) = graph.objects(subject, predicate)
    return str(found)


def unknown(graph: Graph, *vocabularies: Any) -> set[str]:
    """Properties and classes that none of these vocabularies has."""
    used = set(graph.predicates()) - {RDF.type} | set(graph.objects(None, RDF.type))
    return {str(term) for term in used if not any(term in each for each in vocabularies)}


def test_a_term_that_a_vocabulary_does_not_have_is_noticed() -> None:
    graph = read({"@id": f"{SITE}/x", "@type": "Article", "headlines": "?"}, SCHEMA_ORG)

    assert unknown(graph, SDO) == {f"{SDO}headlines"}


@pytest.mark.parametrize("slug", SLUGS[::8])
def test_a_case_is_an_article_of_schema_org(client: FlaskClient, slug: str) -> None:
    case = client.get(f"/api/v1/cases/{slug}").get_json()
    subject = URIRef(f"{SITE}/cas/{slug}")

    graph = embedded(client, f"/cas/{slug}")

    assert unknown(graph, SDO) == set()
    assert (subject, RDF.type, SDO.Article) in graph
    assert one(graph, subject, SDO.headline) == case["title"]
    assert one(graph, subject, SDO.description) == case["summary"]
    assert one(graph, subject, SDO.datePublished) == case["published_on"]
    assert one(graph, subject, SDO.dateModified) == case["updated_on"] or case["published_on"]
    assert one(graph, subject, SDO.license).startswith(
        ("https://creativecommons", "https://www.etal")
    )
    names = {
        str(graph.value(partner, SDO.name)) for partner in graph.objects(subject, SDO.contributor)
    }
    assert names == {partner["name"] for partner in case["partners"]}
    about = {str(graph.value(each, SDO.termCode)) for each in graph.objects(subject, SDO.about)}
    assert about == {*case["domains"], *case["odd"]}
    assert len(set(graph.objects(subject, SDO.citation))) == len(case["sources"])


def test_the_base_is_a_dataset_of_schema_org(client: FlaskClient) -> None:
    graph = embedded(client, "/api")

    assert unknown(graph, SDO) == set()
    (subject,) = graph.subjects(RDF.type, SDO.Dataset)
    addresses = {
        str(graph.value(each, SDO.contentUrl)) for each in graph.objects(subject, SDO.distribution)
    }
    assert len(addresses) == 7
    assert f"{SITE}/export.json" in addresses


def test_the_base_is_a_dataset_of_dcat(client: FlaskClient) -> None:
    values = client.get("/catalogue.jsonld").get_json(force=True)
    graph = read(values, values["@context"])

    assert unknown(graph, DCAT, DCTERMS, FOAF) == set()
    (catalogue,) = graph.subjects(RDF.type, DCAT.Catalog)
    (dataset,) = graph.objects(catalogue, DCAT.dataset)
    assert (dataset, RDF.type, DCAT.Dataset) in graph
    for subject in (catalogue, dataset):  # required by DCAT-AP 3
        title, description = (
            graph.value(subject, DCTERMS.title),
            graph.value(subject, DCTERMS.description),
        )
        assert isinstance(title, Literal)
        assert isinstance(description, Literal)
        assert title.language == description.language == "fr"
        publisher = graph.value(subject, DCTERMS.publisher)
        assert graph.value(publisher, FOAF.name)
    distributions = set(graph.objects(dataset, DCAT.distribution))
    assert len(distributions) == 7
    for each in distributions:
        assert isinstance(graph.value(each, DCAT.accessURL), URIRef)
        download = str(graph.value(each, DCAT.downloadURL)).removeprefix(SITE)
        media_type = str(graph.value(each, DCAT.mediaType)).rpartition("media-types/")[2]
        assert client.head(download).mimetype == media_type


def test_each_service_of_the_catalogue_serves_the_dataset_and_answers(client: FlaskClient) -> None:
    values = client.get("/catalogue.jsonld").get_json(force=True)
    graph = read(values, values["@context"])

    (dataset,) = graph.subjects(RDF.type, DCAT.Dataset)
    services = set(graph.subjects(RDF.type, DCAT.DataService))
    assert {str(graph.value(each, DCAT.endpointURL)) for each in services} == {
        f"{SITE}/api/v1",
        f"{SITE}/oai",
    }
    for each in services:
        assert graph.value(each, DCAT.servesDataset) == dataset
        described = str(graph.value(each, DCAT.endpointDescription)).removeprefix(SITE)
        assert client.get(described).status_code == 200
