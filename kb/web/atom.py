"""A feed as Atom. Source: RFC 4287; paging: RFC 5005, 3."""

from xml.etree.ElementTree import Element, SubElement, tostring

from kb.domain import site
from kb.web.feed import Entry, Feed
from kb.web.xml_text import xml_text

_ATOM = "http://www.w3.org/2005/Atom"


def atom(feed: Feed) -> bytes:
    """The document (RFC 4287, 4.1.1)."""
    root = Element("feed", {"xmlns": _ATOM, "xml:lang": "fr"})
    _say(root, "id", feed.id)
    _say(root, "title", feed.title)
    _say(root, "subtitle", feed.subtitle)
    _say(root, "updated", feed.updated)
    _link(root, "self", feed.self, "application/atom+xml")
    _link(root, "alternate", feed.home, "text/html")
    if feed.next:
        _link(root, "next", feed.next, "application/atom+xml")
    _say(SubElement(root, "author"), "name", site.NAME)
    for entry in feed.entries:
        _add(root, entry)
    document: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def _add(root: Element, entry: Entry) -> None:
    """One case (RFC 4287, 4.1.2)."""
    element = SubElement(root, "entry")
    _say(element, "id", entry.id)
    _say(element, "title", entry.title)
    _link(element, "alternate", entry.id, "text/html")
    _say(element, "published", entry.published)
    _say(element, "updated", entry.updated)
    for name in entry.authors:
        _say(SubElement(element, "author"), "name", name)
    for tag in entry.tags:
        SubElement(element, "category", {"term": xml_text(tag)})
    _say(element, "summary", entry.summary)


def _say(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = xml_text(text)


def _link(parent: Element, relation: str, address: str, media_type: str) -> None:
    SubElement(parent, "link", {"rel": relation, "href": xml_text(address), "type": media_type})
