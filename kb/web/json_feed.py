"""A feed as JSON. Source: jsonfeed.org/version/1.1."""

import json
from typing import NotRequired, TypedDict

from kb.domain import site
from kb.web.context import absolute
from kb.web.feed import Entry, Feed

_VERSION = "https://jsonfeed.org/version/1.1"


class JsonFeedAuthorValues(TypedDict):
    """Who wrote: of the feed the site, of an entry a member of the alliance."""

    name: str
    url: NotRequired[str]


class JsonFeedItemValues(TypedDict):
    """One case. Instants are RFC 3339."""

    id: str
    url: str
    title: str
    content_text: str
    summary: str
    date_published: str
    date_modified: str
    authors: list[JsonFeedAuthorValues]
    tags: list[str]


class JsonFeedValues(TypedDict):
    """A feed; without `next_url` it ends here."""

    version: str
    title: str
    home_page_url: str
    feed_url: str
    description: str
    authors: list[JsonFeedAuthorValues]
    language: str
    items: list[JsonFeedItemValues]
    next_url: NotRequired[str]


def json_feed(feed: Feed) -> bytes:
    """The document; what is absent is left out, as the specification wants it."""
    values = JsonFeedValues(
        version=_VERSION,
        title=feed.title,
        home_page_url=feed.home,
        feed_url=feed.self,
        description=feed.subtitle,
        authors=[JsonFeedAuthorValues(name=site.NAME, url=absolute("/"))],
        language="fr",
        items=[_item(entry) for entry in feed.entries],
    )
    if feed.next:
        values["next_url"] = feed.next
    return json.dumps(values, ensure_ascii=False).encode()


def _item(entry: Entry) -> JsonFeedItemValues:
    return JsonFeedItemValues(
        id=entry.id,
        url=entry.id,
        title=entry.title,
        content_text=entry.summary,
        summary=entry.summary,
        date_published=entry.published,
        date_modified=entry.updated,
        authors=[JsonFeedAuthorValues(name=name) for name in entry.authors],
        tags=list(entry.tags),
    )
