"""The answers of OAI-PMH 2.0 as XML. Source: openarchives.org/OAI/2.0/OAI-PMH.xsd, oai_dc.xsd."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

from kb.domain.case import CaseFile, Slug
from kb.domain.taxonomy import Taxonomy
from kb.formats.case_json import case_url
from kb.formats.dublin_core import dublin_core
from kb.services.harvesting import SET_FACETS, Entry
from kb.web.xml_text import xml_text

_OAI = "http://www.openarchives.org/OAI/2.0/"
_OAI_DC = f"{_OAI}oai_dc/"
_DC = "http://purl.org/dc/elements/1.1/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"

#: Where a harvester finds what `oai_dc` is (Source: the specification, 4.4).
DC_SCHEMA, DC_NAMESPACE = f"{_OAI}oai_dc.xsd", _OAI_DC


def envelope(now: datetime, base_url: str, asked: Mapping[str, str]) -> Element:
    """The root, the time and the request (3.2). `asked` is empty where it was understood badly."""
    root = Element(
        "OAI-PMH",
        {
            "xmlns": _OAI,
            "xmlns:xsi": _XSI,
            "xsi:schemaLocation": f"{_OAI} {_OAI}OAI-PMH.xsd",
        },
    )
    say(root, "responseDate", now.strftime("%Y-%m-%dT%H:%M:%SZ"))
    request = say(root, "request", base_url)
    request.attrib.update({name: xml_text(value) for name, value in asked.items()})
    return root


def say(parent: Element, name: str, text: str, **attributes: str) -> Element:
    """An element that holds a text."""
    element = SubElement(parent, name, attributes)
    element.text = xml_text(text)
    return element


def written(root: Element) -> bytes:
    """The document."""
    document: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def identifier_of(slug: Slug, public_url: str) -> str:
    """What a case is called among harvesters (Source: OAI guidelines, "oai-identifier")."""
    return f"oai:{urlsplit(public_url).hostname}:{slug}"


def slug_of(identifier: str, public_url: str) -> Slug:
    """The slug of a case that is called so; empty if it is none of ours."""
    beginning = identifier_of("", public_url)
    return identifier.removeprefix(beginning) if identifier.startswith(beginning) else ""


def header(parent: Element, entry: Entry, public_url: str) -> None:
    """Who, when, in which sets (2.5)."""
    element = SubElement(parent, "header", {"status": "deleted"} if entry.is_withdrawn else {})
    say(element, "identifier", identifier_of(entry.slug, public_url))
    say(element, "datestamp", entry.changed_on.isoformat())
    for facet_id in SET_FACETS:
        for slug in entry.tags.get(facet_id, ()):
            say(element, "setSpec", f"{facet_id}:{slug}")


def record(
    parent: Element, entry: Entry, file: CaseFile | None, taxonomy: Taxonomy, public_url: str
) -> None:
    """A header and, unless the case was withdrawn, its Dublin Core (2.5)."""
    element = SubElement(parent, "record")
    header(element, entry, public_url)
    if file is None:
        return
    root = SubElement(
        SubElement(element, "metadata"),
        "oai_dc:dc",
        {
            "xmlns:oai_dc": _OAI_DC,
            "xmlns:dc": _DC,
            "xsi:schemaLocation": f"{_OAI_DC} {_OAI}oai_dc.xsd",
        },
    )
    url = case_url(public_url, file.slug)
    for name, text in dublin_core(file.case, taxonomy, url=url):
        say(root, f"dc:{name}", text)


def resumption(parent: Element, token: str, *, total: int, given: int) -> None:
    """Where to go on; an empty token ends the list (3.5).

    Args:
        given: entries given before this part.
    """
    attributes = {"completeListSize": str(total), "cursor": str(given)}
    say(parent, "resumptionToken", token, **attributes)


def sets(parent: Element, taxonomy: Taxonomy) -> None:
    """The facets and their terms (4.6)."""
    for facet_id in SET_FACETS:
        facet = taxonomy.facet(facet_id)
        _set(parent, facet_id, facet.label)
        for term in facet.offered:
            _set(parent, f"{facet_id}:{term.slug}", term.label)


def _set(parent: Element, spec: str, name: str) -> None:
    element = SubElement(parent, "set")
    say(element, "setSpec", spec)
    say(element, "setName", name)


def identity(parent: Element, fields: Iterable[tuple[str, str]]) -> None:
    """Who we are (4.2), in the order of the schema."""
    for name, text in fields:
        say(parent, name, text)
