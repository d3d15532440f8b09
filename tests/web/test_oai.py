import base64
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pytest
import time_machine
import xmlschema
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sickle import Sickle
from sickle.oaiexceptions import NoRecordsMatch

from kb.domain.account import Role
from kb.settings import Settings
from kb.web import oai
from kb.web.app import create_app
from kb.web.oai_request import VERBS
from tests.bases import Base
from tests.oai_schemas import OAI, valid


def ask(client: FlaskClient, query: str) -> ET.Element:
    answer = client.get(f"/oai?{query}")
    assert answer.status_code == 200
    assert answer.content_type == "text/xml; charset=utf-8"
    root = valid(answer.data)
    assert root.findtext(f"{OAI}request") == "http://localhost:8000/oai"
    return root


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
    assert identity.adminEmail == "webmaster@localhost.invalid"
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


def test_harvesters_who_come_back_are_told_of_what_came_back(base_of: Callable[..., Base]) -> None:
    old = {"published_on": date(2020, 1, 1)}
    base = base_of(reste=old, revient=old, bouge=old)
    client, curating = client_of(base), base.knowledge_base.curating
    moderator = base.knowledge_base.enrolling.add("relit@example.org", Role.MODERATOR)
    seen = {slug: base.knowledge_base.reading.case(slug).sha256 for slug in ("revient", "bouge")}

    with time_machine.travel(datetime(2026, 11, 1, 12, tzinfo=UTC)):
        curating.archive("revient", base=seen["revient"], reason="Une erreur", by=moderator)
    with time_machine.travel(datetime(2026, 11, 3, 12, tzinfo=UTC)):
        curating.reinstate("revient", by=moderator)
        curating.rename("bouge", "a-bouge", base=seen["bouge"], by=moderator)
    later = ask(client, "verb=ListRecords&metadataPrefix=oai_dc&from=2026-11-02")

    assert base.knowledge_base.reading.case("revient").sha256 == seen["revient"]
    assert [
        (*(child.text for child in header[:2]), header.get("status"))
        for header in later.iter(f"{OAI}header")
    ] == [
        ("oai:localhost:a-bouge", "2026-11-03", None),
        ("oai:localhost:bouge", "2026-11-03", "deleted"),
        ("oai:localhost:revient", "2026-11-03", None),
    ]
    sitemap = client.get("/sitemap.xml").text
    assert "/cas/revient</loc><lastmod>2026-11-03<" in sitemap
    assert "/cas/reste</loc><lastmod>2020-01-01<" in sitemap


def test_whoever_looks_after_the_site_can_be_written_to(base: Base) -> None:
    base.catch_up()
    named = Settings(home=base.home, contact="contact@example.org")

    root = ask(create_app(base.knowledge_base, named).test_client(), "verb=Identify")

    assert root.findtext(f".//{OAI}adminEmail") == "contact@example.org"


@pytest.mark.parametrize(
    ("query", "right", "wrong"),
    [
        ("verb=Identify", "<Identify>", "<Identify><x/>"),
        ("verb=Identify", ">2.0<", ">2.1<"),
        ("verb=ListRecords&metadataPrefix=oai_dc", "<dc:title>", "<dc:x/><dc:title>"),
        ("verb=ListRecords&metadataPrefix=oai_dc", "<setSpec>", "<setSpec>:"),
    ],
)
def test_the_schemas_notice_what_is_wrong(
    client: FlaskClient, query: str, right: str, wrong: str
) -> None:
    data = client.get(f"/oai?{query}").text

    assert right in data
    with pytest.raises(xmlschema.XMLSchemaValidationError):
        valid(data.replace(right, wrong).encode())


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
        ("verb=ListRecords&metadataPrefix=oai_dc&set=region:", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=r%C3%A9gion", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai%20dc", "badArgument"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=http://[", "badArgument"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=", "badArgument"),
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


_TEXTS = st.text(st.characters(codec="utf-8"), max_size=30)


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    asked=st.dictionaries(
        st.sampled_from(
            ["identifier", "metadataPrefix", "set", "from", "until", "resumptionToken"]
        ),
        st.sampled_from(["oai_dc", "region:bretagne", "2026-01-01"]) | _TEXTS,
    ),
    verb=st.sampled_from(sorted(VERBS)),
)
def test_whatever_is_asked_is_answered_by_the_schemas(
    client: FlaskClient, asked: dict[str, str], verb: str
) -> None:
    ask(client, urlencode({**asked, "verb": verb}))


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


def test_every_verb_of_the_protocol_is_answered_by_its_schema(client: FlaskClient) -> None:
    named = {
        "metadataPrefix": "oai_dc",
        "identifier": "oai:localhost:1000-cafes-villages",
    }
    for verb, (required, _) in VERBS.items():
        root = ask(client, urlencode({"verb": verb} | {name: named[name] for name in required}))
        assert root[2].tag == f"{OAI}{verb}"

    assert set(oai._ANSWERS) == set(VERBS)


def test_while_the_index_is_prepared_harvesters_are_asked_to_come_back(base: Base) -> None:
    answer = client_of(base).get("/oai?verb=ListRecords&metadataPrefix=oai_dc")

    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
