"""`/sitemap.xml`, `/robots.txt`: what search engines should fetch, and what they need not."""

from datetime import date

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from kb.domain.errors import NotFoundError
from kb.web.alliances_page import organisation_address
from kb.web.cards import case_address
from kb.web.context import absolute, knowledge_base

pages = Blueprint("crawlers", __name__)

#: An address, and the day of the last change behind it, where one is known.
_Entry = tuple[str, date | None]

#: Addresses in one file (Source: sitemaps.org/protocol.html, "Using Sitemap index files").
MOST = 50_000

#: Each exclusion link leads to a page of further exclusions: a maze without end for a robot. So do
#: comparisons, of any four cases. Booklets are cases once more, and cost more.
_ROBOTS = """\
User-agent: *
Disallow: /*_not=
Disallow: /comparer?
Disallow: /alertes
Disallow: /*/livret

Sitemap: {sitemap}
"""

_STANDING = ("/", "/carte", "/chiffres", "/alliances", "/besoin", "/api", "/aide", "/accessibilite")


class SitemapNotFoundError(NotFoundError):
    """There are not so many addresses."""

    code = "sitemap-not-found"


@pages.get("/sitemap.xml")
def sitemap() -> ResponseReturnValue:
    """Every page, or an index of files that list them where they are too many for one."""
    entries = _entries()
    if len(entries) <= MOST:
        return _xml("crawlers/sitemap.xml", entries)
    parts = range(1, -(-len(entries) // MOST) + 1)
    return _xml("crawlers/index.xml", [(absolute(f"/sitemap-{n}.xml"), None) for n in parts])


@pages.get("/sitemap-<int:part>.xml")
def part_of_sitemap(part: int) -> ResponseReturnValue:
    """One of these files, counted from 1."""
    entries = _entries()[(part - 1) * MOST :][:MOST] if part else []
    if not entries:
        raise SitemapNotFoundError(part=part)
    return _xml("crawlers/sitemap.xml", entries)


def _entries() -> list[_Entry]:
    """Standing pages, then cases with the days that harvesters are told, then organisations."""
    entrances = (f"/entrees/{each.id}" for each in knowledge_base().welcoming.every())
    recurring = knowledge_base().allying.directory().recurring
    organisations = (organisation_address(each.slug) for each in recurring)
    return [
        *((absolute(path), None) for path in (*_STANDING, *entrances)),
        *(
            (absolute(case_address(case.slug)), case.changed_on)
            for case in knowledge_base().harvesting.published()
        ),
        *((absolute(path), None) for path in organisations),
    ]


def _xml(template: str, entries: list[_Entry]) -> Response:
    return Response(render_template(template, entries=entries), mimetype="application/xml")


@pages.get("/robots.txt")
def robots() -> ResponseReturnValue:
    """Everything but exclusions may be visited."""
    return Response(_ROBOTS.format(sitemap=absolute("/sitemap.xml")), mimetype="text/plain")
