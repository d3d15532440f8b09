"""`/oai`: the base for harvesters, by OAI-PMH 2.0. Every part is made anew; nothing is kept."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from kb.domain import site
from kb.services.harvesting import UNDATED, Entry, Part
from kb.web import oai_xml
from kb.web.context import absolute, knowledge_base, settings
from kb.web.oai_request import PREFIX, OaiError, Token, arguments_of, harvest_of, require_prefix
from kb.web.security import only_reads

pages = Blueprint("oai", __name__)

#: Entries of one part.
PART = 100

#: Errors after which the request is told without its arguments (3.6).
_NOT_UNDERSTOOD = frozenset({"badVerb", "badArgument"})

Arguments = Mapping[str, str]


@pages.route("/oai", methods=["GET", "POST"])
@only_reads
def answer() -> ResponseReturnValue:
    """What a harvester asked for, or why not; both are answers 200, as the protocol wants it."""
    asked: Arguments = {}
    content, error = Element("content"), None
    try:
        asked = arguments_of(request.values)
        _ANSWERS[asked["verb"]](SubElement(content, asked["verb"]), asked)
    except OaiError as refused:
        error = refused
    shown = {} if error and error.code in _NOT_UNDERSTOOD else asked
    root = oai_xml.envelope(knowledge_base().harvesting.now(), absolute("/oai"), shown)
    if error:
        oai_xml.say(root, "error", error.message, code=error.code)
    else:
        root.extend(content)
    return Response(oai_xml.written(root), content_type="text/xml; charset=utf-8")


def _identify(parent: Element, _asked: Arguments) -> None:
    entries = knowledge_base().harvesting.entries()
    oai_xml.identity(
        parent,
        (
            ("repositoryName", site.NAME),
            ("baseURL", absolute("/oai")),
            ("protocolVersion", "2.0"),
            ("adminEmail", _contact()),
            ("earliestDatestamp", (entries[0].changed_on if entries else UNDATED).isoformat()),
            ("deletedRecord", "transient"),
            ("granularity", "YYYY-MM-DD"),
        ),
    )


def _contact() -> str:
    """Who looks after the site; where nobody is named, a role (Source: RFC 2142, 5)."""
    if settings().contact:
        return settings().contact
    host = urlsplit(settings().public_url).hostname or ""
    return f"webmaster@{host if '.' in host else f'{host}.invalid'}"


def _list_formats(parent: Element, asked: Arguments) -> None:
    if "identifier" in asked:
        _entry(asked["identifier"])
    element = SubElement(parent, "metadataFormat")
    oai_xml.say(element, "metadataPrefix", PREFIX)
    oai_xml.say(element, "schema", oai_xml.DC_SCHEMA)
    oai_xml.say(element, "metadataNamespace", oai_xml.DC_NAMESPACE)


def _list_sets(parent: Element, asked: Arguments) -> None:
    if "resumptionToken" in asked:
        raise OaiError(
            code="badResumptionToken", message="Les ensembles sont donnés d’un coup, sans jeton."
        )
    oai_xml.sets(parent, knowledge_base().taxonomies.current())


def _list_identifiers(parent: Element, asked: Arguments) -> None:
    _list(parent, asked, with_files=False)


def _list_records(parent: Element, asked: Arguments) -> None:
    _list(parent, asked, with_files=True)


def _list(parent: Element, asked: Arguments, *, with_files: bool) -> None:
    taxonomy, public_url = knowledge_base().taxonomies.current(), settings().public_url
    token = Token.read(asked["resumptionToken"]) if "resumptionToken" in asked else None
    harvest = token.harvest(taxonomy) if token else harvest_of(asked, taxonomy)
    after = token.after if token else None
    part = knowledge_base().harvesting.part(harvest, after, most=PART, with_files=with_files)
    if not part.entries:
        code = "badResumptionToken" if token else "noRecordsMatch"
        raise OaiError(code=code, message="Aucune fiche ne répond à cette demande.")
    for entry in part.entries:
        if with_files:
            oai_xml.record(parent, entry, part.files.get(entry.slug), taxonomy, public_url)
        else:
            oai_xml.header(parent, entry, public_url)
    _go_on(parent, asked, token, part)


def _go_on(parent: Element, asked: Arguments, token: Token | None, part: Part) -> None:
    """Where the next part begins; nothing where there was one part only."""
    if not (part.has_more or token):
        return
    named = token.named if token else {name: asked[name] for name in asked if name != "verb"}
    given = token.given if token else 0
    following = Token(named=named, after=part.entries[-1].place, given=given + len(part.entries))
    text = str(following) if part.has_more else ""
    oai_xml.resumption(parent, text, total=max(part.total, following.given), given=given)


def _get_record(parent: Element, asked: Arguments) -> None:
    entry = _entry(asked["identifier"])
    require_prefix(asked["metadataPrefix"])
    file = None if entry.is_withdrawn else knowledge_base().reading.case(entry.slug)
    taxonomy = knowledge_base().taxonomies.current()
    oai_xml.record(parent, entry, file, taxonomy, settings().public_url)


def _entry(identifier: str) -> Entry:
    slug = oai_xml.slug_of(identifier, settings().public_url)
    entry = knowledge_base().harvesting.entry(slug) if slug else None
    if entry is None:
        raise OaiError(code="idDoesNotExist", message="Aucune fiche ne porte cet identifiant.")
    return entry


_ANSWERS: Mapping[str, Callable[[Element, Arguments], None]] = MappingProxyType(
    {
        "Identify": _identify,
        "ListMetadataFormats": _list_formats,
        "ListSets": _list_sets,
        "ListIdentifiers": _list_identifiers,
        "ListRecords": _list_records,
        "GetRecord": _get_record,
    }
)
