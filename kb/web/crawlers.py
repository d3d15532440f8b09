"""`/sitemap.xml`, `/robots.txt`: what search engines should fetch, and what they need not."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from kb.web.alliances_page import organisation_address
from kb.web.cards import case_address
from kb.web.context import absolute, knowledge_base

pages = Blueprint("crawlers", __name__)

#: Each exclusion link leads to a page of further exclusions: a maze without end for a robot. So do
#: comparisons, of any four cases.
_ROBOTS = """\
User-agent: *
Disallow: /*_not=
Disallow: /comparer?

Sitemap: {sitemap}
"""

_STANDING = ("/", "/carte", "/chiffres", "/alliances", "/besoin", "/api", "/aide", "/accessibilite")


@pages.get("/sitemap.xml")
def sitemap() -> ResponseReturnValue:
    """Every case with the day of its last change (Source: sitemaps.org/protocol.html)."""
    cases = knowledge_base().reading.every()
    entrances = (f"/entrees/{each.id}" for each in knowledge_base().welcoming.every())
    recurring = knowledge_base().allying.directory().recurring
    organisations = (organisation_address(each.slug) for each in recurring)
    entries = [(absolute(path), None) for path in (*_STANDING, *entrances, *organisations)] + [
        (absolute(case_address(case.slug)), case.updated_on or case.published_on) for case in cases
    ]
    return Response(
        render_template("crawlers/sitemap.xml", entries=entries), mimetype="application/xml"
    )


@pages.get("/robots.txt")
def robots() -> ResponseReturnValue:
    """Everything but exclusions may be visited."""
    return Response(_ROBOTS.format(sitemap=absolute("/sitemap.xml")), mimetype="text/plain")
