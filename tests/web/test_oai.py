import base64
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sickle import Sickle
from sickle.oaiexceptions import NoRecordsMatch

from kb.domain.account import Role
from kb.settings import Settings
from kb.web import oai
from kb.web.app import create_app
from kb.web.oai_request import VERBS
from tests.bases import Base

OAI = "{http://www.openarchives.org/OAI/2.0/}"
OAI_DC = "{http://www.openarchives.org/OAI/2.0/oai_dc/}"
DC = "{http://purl.org/dc/elements/1.1/}"
#: The types of OAI-PMH.xsd and oai_dc.xsd, as the specification gives them.
SET_SPEC = re.compile(r"([A-Za-z0-9\-_\.!~\*'\(\)])+(:[A-Za-z0-9\-_\.!~\*'\(\)]+)*")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
EMAIL = re.compile(r"\S+@(\S+\.)+\S+")
ERRORS = {
    *("cannotDisseminateFormat", "idDoesNotExist", "badArgument", "badVerb", "noMetadataFormats"),
    *("noRecordsMatch", "badResumptionToken", "noSetHierarchy"),
}
ELEMENTS = set(
    "title creator subject description publisher contributor date type format identifier source"
    " language relation coverage rights".split()
)


def valid(data: bytes) -> ET.Element:
    """The answer, once it has kept every rule of the schema."""
    root = ET.fromstring(data)  # noqa: S314 - our own
    assert root.tag == f"{OAI}OAI-PMH"
    names = [child.tag.removeprefix(OAI) for child in root]
    assert names[:2] == ["responseDate", "request"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", root[0].text or "")
    assert root[1].text == "http://localhost:8000/oai"
    errors = root.findall(f"{OAI}error")
    assert len(names) == 3
    assert {error.get("code") for error in errors} <= ERRORS
    assert names[2] == "error" or names[2] == root[1].get("verb")
    for header in root.iter(f"{OAI}header"):
        _valid_header(header)
    for metadata in root.iter(f"{OAI}metadata"):
        (dc,) = metadata
        assert dc.tag == f"{OAI_DC}dc"
        assert {child.tag.removeprefix(DC) for child in dc} <= ELEMENTS
    for name in ("ListRecords", "ListIdentifiers", "ListSets"):
        for found in root.findall(f"{OAI}{name}"):
            assert len(found) > 0
            assert [c.tag for c in found[:-1] if c.tag.endswith("resumptionToken")] == []
    return root


def _valid_header(header: ET.Element) -> None:
    names = [child.tag.removeprefix(OAI) for child in header]
    assert names[:2] == ["identifier", "datestamp"]
    assert set(names[2:]) <= {"setSpec"}
    assert re.fullmatch(r"oai:[a-z0-9.-]+:[a-z0-9-]+", header[0].text or "")
    assert DAY.fullmatch(header[1].text or "")
    assert all(SET_SPEC.fullmatch(spec.text or "") for spec in header[2:])


def ask(client: FlaskClient, query: str) -> ET.Element:
    answer = client.get(f"/oai?{query}")
    assert answer.status_code == 200
    assert answer.content_type == "text/xml; charset=utf-8"
    return valid(answer.data)


def error_of(root: ET.Element) -> str | None:
    return next((error.get("code") for error in root.findall(f"{OAI}error")), None)


def client_of(base: Base) -> FlaskClient:
    return create_app(base.knowledge_base, Settings(home=base.home)).test_client()


@pytest.fixture
def parts_of_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oai, "PART", 10)


@pytest.fixture
def harvester(site: str, app: Flask) -> Iterator[Any]:
    del app
    with_parts = oai.PART
    oai.PART = 10  # so that a hundred cases come in parts
    yield Sickle(f"{site}/oai")
    oai.PART = with_parts


def test_a_public_client_harvests_the_whole_base_in_parts(
    harvester: Any, client: FlaskClient
) -> None:
    records = list(harvester.ListRecords(metadataPrefix="oai_dc"))
    identifiers = [
        header.identifier for header in harvester.ListIdentifiers(metadataPrefix="oai_dc")
    ]

    total = client.get("/api/v1/cases").get_json()["total"]
    assert len(records) == len({record.header.identifier for record in records}) == total
    assert identifiers == [record.header.identifier for record in records]
    (one,) = [r for r in records if r.header.identifier.endswith(":1000-cafes-villages")]
    assert one.metadata["title"][0].startswith("1000 cafés")
    assert one.metadata["language"] == ["fr"]
    assert one.metadata["identifier"] == ["http://localhost:8000/cas/1000-cafes-villages"]
    assert one.metadata["rights"] == ["https://creativecommons.org/licenses/by/4.0/"]
    assert "Groupe SOS" in one.metadata["contributor"]
    assert not one.deleted


def test_a_public_client_harvests_a_set_and_nothing_else(
    harvester: Any, client: FlaskClient
) -> None:
    sets = {each.setSpec: each.setName for each in harvester.ListSets()}

    assert sets["domain"] == "Domaine d'action"
    assert sets["region:bretagne"] == "Bretagne"
    for spec in ("region:bretagne", "domain:mobilite"):
        facet, slug = spec.split(":")
        total = client.get(f"/api/v1/cases?{facet}={slug}").get_json()["total"]
        headers = list(harvester.ListIdentifiers(metadataPrefix="oai_dc", set=spec))
        assert len(headers) == total > 0
        assert all(spec in header.setSpecs for header in headers)


def test_a_public_client_learns_who_we_are_and_reads_one_record(harvester: Any) -> None:
    identity = harvester.Identify()
    formats = [each.metadataPrefix for each in harvester.ListMetadataFormats()]
    record = harvester.GetRecord(
        identifier="oai:localhost:1000-cafes-villages", metadataPrefix="oai_dc"
    )

    assert identity.repositoryName == "IMPACT – Pratiques innovantes"
    assert identity.deletedRecord == "transient"
    assert identity.granularity == "YYYY-MM-DD"
    assert EMAIL.fullmatch(identity.adminEmail)
    assert formats == ["oai_dc"]
    assert record.metadata["type"] == ["Text"]


def test_a_public_client_comes_back_for_what_changed_since(harvester: Any) -> None:
    identity = harvester.Identify()
    first = list(
        harvester.ListIdentifiers(
            **{"metadataPrefix": "oai_dc", "from": identity.earliestDatestamp}
        )
    )
    later = (date(2099, 1, 1)).isoformat()

    assert len(first) > 10
    with pytest.raises(NoRecordsMatch):
        list(harvester.ListRecords(**{"metadataPrefix": "oai_dc", "from": later}))


def test_days_are_inclusive_at_both_ends(base_of: Callable[..., Base]) -> None:
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(4)]
    base = base_of(**{f"cas-{n}": {"published_on": day} for n, day in enumerate(days)})

    root = ask(
        client_of(base),
        "verb=ListIdentifiers&metadataPrefix=oai_dc&from=2026-01-02&until=2026-01-03",
    )

    found = [each.text for each in root.iter(f"{OAI}identifier")]
    assert found == ["oai:localhost:cas-1", "oai:localhost:cas-2"]


@pytest.mark.usefixtures("parts_of_ten")
def test_what_changes_during_a_harvest_comes_at_its_end_and_nothing_is_missed(
    base_of: Callable[..., Base],
) -> None:
    base = base_of(**{f"cas-{n:02}": {"published_on": date(2026, 1, 1)} for n in range(25)})
    client = client_of(base)
    first = ask(client, "verb=ListRecords&metadataPrefix=oai_dc")

    base.write("cas-03", published_on=date(2026, 1, 1), updated_on=date(2026, 2, 1))
    base.write("cas-00a", published_on=date(2026, 1, 1))
    base.remove("cas-20")
    base.catch_up()
    found, root = [each.text for each in first.iter(f"{OAI}identifier")], first
    while token := next(root.iter(f"{OAI}resumptionToken")).text:
        root = ask(client, f"verb=ListRecords&resumptionToken={token}")
        found += [each.text for each in root.iter(f"{OAI}identifier")]

    names = [str(each).removeprefix("oai:localhost:") for each in found]
    assert names[-1] == "cas-03"
    assert set(names) == {f"cas-{n:02}" for n in range(25)} - {"cas-20"}
    last = next(root.iter(f"{OAI}resumptionToken"))
    assert last.get("cursor") == "20"
    assert last.get("completeListSize") == "25"


def test_archived_cases_are_told_as_deleted_and_come_back(base_of: Callable[..., Base]) -> None:
    base = base_of(reste={"regions": ("bretagne",)}, parti={"regions": ("bretagne",)})
    client, curating = client_of(base), base.knowledge_base.curating
    moderator = base.knowledge_base.enrolling.add("relit@example.org", Role.MODERATOR)
    held = base.knowledge_base.reading.case("parti")

    curating.archive("parti", base=held.sha256, reason="Une erreur", by=moderator)
    records = ask(client, "verb=ListRecords&metadataPrefix=oai_dc&set=region:bretagne")
    one = ask(client, "verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:localhost:parti")
    curating.reinstate("parti", by=moderator)
    base.catch_up()
    again = ask(client, "verb=ListIdentifiers&metadataPrefix=oai_dc")

    statuses = [header.get("status") for header in records.iter(f"{OAI}header")]
    assert sorted(statuses, key=str) == [None, "deleted"]
    assert len(list(records.iter(f"{OAI}metadata"))) == 1
    assert list(one.iter(f"{OAI}metadata")) == []
    assert [each.get("status") for each in again.iter(f"{OAI}header")] == [None, None]
    assert ask(client, "verb=Identify").findtext(f".//{OAI}deletedRecord") == "transient"


def test_a_file_that_breaks_is_passed_over(base_of: Callable[..., Base]) -> None:
    base = base_of(a={}, b={})
    (base.home / "cases" / "a.md").write_text("rien", encoding="utf-8")

    root = ask(client_of(base), "verb=ListRecords&metadataPrefix=oai_dc")

    assert [each.text for each in root.iter(f"{OAI}identifier")] == ["oai:localhost:b"]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "badVerb"),
        ("verb=", "badVerb"),
        ("verb=Moissonner", "badVerb"),
        ("verb=Identify&verb=Identify", "badVerb"),
        ("verb=Identify&set=region", "badArgument"),
        ("verb=ListRecords", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=x", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=hier", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-30", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-11-20T00:00:00Z", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-02&until=2026-01-01", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&until=1900-01-01", "noRecordsMatch"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=region:atlantide", "noRecordsMatch"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=region:", "noRecordsMatch"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=stage", "noRecordsMatch"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=", "badArgument"),
        ("verb=ListRecords&metadataPrefix=marc", "cannotDisseminateFormat"),
        ("verb=ListRecords&resumptionToken=x", "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=", "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=%00%EF%BF%BE", "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=" + "W1tb" * 120, "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=" + "A" * 5000, "badResumptionToken"),
        ("verb=ListSets&resumptionToken=x", "badResumptionToken"),
        ("verb=GetRecord&identifier=x", "badArgument"),
        ("verb=GetRecord&identifier=x&metadataPrefix=oai_dc", "idDoesNotExist"),
        ("verb=GetRecord&identifier=oai:localhost:../x&metadataPrefix=oai_dc", "idDoesNotExist"),
        (
            "verb=GetRecord&identifier=oai:localhost:1000-cafes-villages&metadataPrefix=marc",
            "cannotDisseminateFormat",
        ),
        ("verb=ListMetadataFormats&identifier=oai:localhost:nulle-part", "idDoesNotExist"),
    ],
)
def test_each_wrong_request_has_its_error(client: FlaskClient, query: str, code: str) -> None:
    root = ask(client, query)

    assert error_of(root) == code
    has_arguments = len(root[1].attrib) > 0
    assert has_arguments is (code not in {"badVerb", "badArgument"})


@pytest.mark.parametrize(
    "named",
    ['[{"metadataPrefix": "oai_dc", "set": "a:b"}, "2026-01-01", "a", 1]', "[1, 2, 3, 4]", "{}"],
)
def test_a_token_that_was_made_up_is_refused(client: FlaskClient, named: str) -> None:
    token = base64.urlsafe_b64encode(named.encode()).decode().rstrip("=")

    root = ask(client, f"verb=ListRecords&resumptionToken={token}")

    assert error_of(root) == "badResumptionToken"


def test_a_request_may_also_be_posted(client: FlaskClient) -> None:
    posted = client.post("/oai", data={"verb": "ListSets"})

    assert posted.status_code == 200
    assert len(valid(posted.data).findall(f".//{OAI}set")) > 20


def test_every_verb_of_the_protocol_is_answered() -> None:
    assert set(oai._ANSWERS) == set(VERBS)


def test_while_the_index_is_prepared_harvesters_are_asked_to_come_back(base: Base) -> None:
    answer = client_of(base).get("/oai?verb=ListRecords&metadataPrefix=oai_dc")

    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
