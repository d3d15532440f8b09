"""The base as one data set: for search engines (schema.org) and for catalogues (DCAT)."""

from collections.abc import Mapping, Sequence

from kb.web.head import SITE
from kb.web.take_away import FORMS

_DESCRIPTION = (
    "Des études de cas d’alliances entre associations, entreprises, collectivités, fondations, "
    "chercheurs et habitants, en France : le besoin, la démarche, les résultats, les sources."
)
_KEYWORDS = ("alliances", "partenariats", "intérêt général", "innovation sociale", "territoires")
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"

#: Where catalogues find media types (Source: DCAT 3, 6.8.16).
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"


def dataset(public_url: str) -> Mapping[str, object]:
    """A `Dataset` with one download per form (Source: schema.org/Dataset).

    Args:
        public_url: of the site, without a final slash.
    """
    publisher = {"@type": "Organization", "name": SITE, "url": f"{public_url}/"}
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": f"{public_url}/api#base",
        "name": SITE,
        "description": _DESCRIPTION,
        "url": f"{public_url}/",
        "keywords": list(_KEYWORDS),
        "inLanguage": "fr",
        "isAccessibleForFree": True,
        "license": _LICENCE,
        "creator": publisher,
        "publisher": publisher,
        "spatialCoverage": {"@type": "Country", "name": "France"},
        "distribution": _downloads(public_url),
    }


def _downloads(public_url: str) -> Sequence[Mapping[str, object]]:
    return [
        {
            "@type": "DataDownload",
            "name": form.label,
            "encodingFormat": form.media_type.split(";")[0],
            "contentUrl": f"{public_url}/export.{extension}",
        }
        for extension, form in FORMS.items()
    ]


def catalogue(public_url: str) -> Mapping[str, object]:
    """A `dcat:Catalog` with the data set, its downloads and its services, as JSON-LD.

    Source: W3C, Data Catalog Vocabulary (DCAT) 3; DCAT-AP 3 for what is required.
    """
    base = f"{public_url}/catalogue.jsonld"
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dcterms": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
        },
        "@id": base,
        "@type": "dcat:Catalog",
        **_described(public_url),
        "dcat:dataset": _dcat_dataset(public_url),
        "dcat:service": _services(public_url),
    }


def _dcat_dataset(public_url: str) -> Mapping[str, object]:
    return {
        "@id": f"{public_url}/catalogue.jsonld#base",
        "@type": "dcat:Dataset",
        **_described(public_url),
        "dcterms:identifier": f"{public_url}/",
        "dcterms:language": _one("http://publications.europa.eu/resource/authority/language/FRA"),
        "dcat:keyword": [_french(word) for word in _KEYWORDS],
        "dcat:landingPage": _one(f"{public_url}/"),
        "dcat:distribution": _distributions(public_url),
    }


def _described(public_url: str) -> Mapping[str, object]:
    return {
        "dcterms:title": _french(SITE),
        "dcterms:description": _french(_DESCRIPTION),
        "dcterms:license": _one(_LICENCE),
        "dcterms:publisher": {
            "@id": f"{public_url}/",
            "@type": "foaf:Organization",
            "foaf:name": SITE,
        },
    }


def _distributions(public_url: str) -> Sequence[Mapping[str, object]]:
    return [
        {
            "@id": f"{public_url}/export.{extension}",
            "@type": "dcat:Distribution",
            "dcterms:title": _french(form.label),
            "dcat:accessURL": _one(f"{public_url}/api"),
            "dcat:downloadURL": _one(f"{public_url}/export.{extension}"),
            "dcat:mediaType": _one(_MEDIA_TYPES + form.media_type.split(";")[0]),
            "dcterms:license": _one(_LICENCE),
        }
        for extension, form in FORMS.items()
    ]


def _services(public_url: str) -> Sequence[Mapping[str, object]]:
    services = (
        ("/api/v1", "API", "/api/v1/openapi.json"),
        ("/oai", "OAI-PMH 2.0", "/oai?verb=Identify"),
    )
    return [
        {
            "@id": f"{public_url}{path}",
            "@type": "dcat:DataService",
            "dcterms:title": _french(f"{SITE} : {name}"),
            "dcat:endpointURL": _one(f"{public_url}{path}"),
            "dcat:endpointDescription": _one(f"{public_url}{description}"),
            "dcat:servesDataset": _one(f"{public_url}/catalogue.jsonld#base"),
        }
        for path, name, description in services
    ]


def _one(address: str) -> Mapping[str, str]:
    return {"@id": address}


def _french(text: str) -> Mapping[str, str]:
    return {"@value": text, "@language": "fr"}
