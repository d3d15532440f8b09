"""While the index is being made there is an answer to everything, and it is no error 500."""

import threading
from collections import Counter
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kb.bootstrap import assemble
from kb.settings import Settings
from kb.web.app import create_app

_ADDRESSES = (
    "/",
    "/?q=emploi",
    "/carte",
    "/chiffres",
    "/alliances",
    "/organisation/la-poste",
    "/entrees/innovation-societale",
    "/comparer?cas=1000-cafes-villages&cas=biovallee-drome",
    "/besoin",
    "/pourquoi?cas=biovallee-drome&q=drome",
    "/cas/1000-cafes-villages",
    "/cas/1000-cafes-villages/vignette",
    "/cas/1000-cafes-villages.bib",
    "/cas/nulle-part",
    "/export.csv",
    "/export.csv?q=emploi",
    "/flux.atom",
    "/flux.json?domain=emploi",
    "/oai?verb=Identify",
    "/oai?verb=ListRecords&metadataPrefix=oai_dc",
    "/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:localhost:biovallee-drome",
    "/oembed?url=http://localhost:8000/cas/biovallee-drome",
    "/sitemap.xml",
    "/sitemap-1.xml",
    "/llms.txt",
    "/catalogue.jsonld",
    "/api",
    "/aide",
    "/api/v1/cases?q=emploi",
    "/api/v1/cases/biovallee-drome",
    "/api/v1/suggest?q=emp",
    "/api/v1/taxonomy",
    "/api/v1/openapi.json",
    "/healthz",
)


@pytest.fixture
def unprepared(home: Path) -> FlaskClient:
    settings = Settings(home=home, limits_tries=False)
    return create_app(assemble(settings), settings).test_client()


@pytest.mark.parametrize("address", _ADDRESSES)
def test_without_an_index_an_address_answers_or_asks_to_come_back(
    unprepared: FlaskClient, address: str
) -> None:
    answer = unprepared.get(address)

    assert answer.status_code in {200, 404, 503}
    if answer.status_code == 503:
        assert answer.headers["Retry-After"] == "5"


def test_while_the_index_is_made_and_made_again_nothing_breaks(unprepared: FlaskClient) -> None:
    indexing = unprepared.application.extensions["kb"].knowledge_base.indexing
    writer = threading.Thread(target=lambda: (indexing.catch_up(), indexing.rebuild()))
    statuses: Counter[int] = Counter()

    writer.start()
    while writer.is_alive():
        statuses.update(unprepared.get(address).status_code for address in _ADDRESSES)
    writer.join()

    assert set(statuses) <= {200, 404, 503}
    assert {unprepared.get(address).status_code for address in _ADDRESSES} == {200, 404}
