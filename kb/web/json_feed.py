"""A feed as JSON. Source: jsonfeed.org/version/1.1."""

import json

from kb.domain import site
from kb.web.context import absolute
from kb.web.feed import Entry, Feed

_VERSION = "https://jsonfeed.org/version/1.1"


def json_feed(feed: Feed) -> bytes:
    """The document; what is absent is left out, as the specification wants it."""
    values = {
        "version": _VERSION,
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.self,
        "description": feed.subtitle,
        "next_url": feed.next,
        "authors": [{"name": site.NAME, "url": absolute("/")}],
        "language": "fr",
        "items": [_item(entry) for entry in feed.entries],
    }
    present = {name: value for name, value in values.items() if value is not None}
    return json.dumps(present, ensure_ascii=False).encode()


def _item(entry: Entry) -> dict[str, object]:
    return {
        "id": entry.id,
        "url": entry.id,
        "title": entry.title,
        "content_text": entry.summary,
        "summary": entry.summary,
        "date_published": entry.published,
        "date_modified": entry.updated,
        "authors": [{"name": name} for name in entry.authors],
        "tags": list(entry.tags),
    }
