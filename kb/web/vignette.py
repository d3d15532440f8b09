"""`/cas/<slug>/vignette` and `/oembed`: a case on somebody else's page, without a cookie."""

from dataclasses import dataclass
from html import escape
from typing import Self, TypedDict
from urllib.parse import urlsplit

from flask import Blueprint, abort, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kb.domain.case import CaseFile
from kb.domain.errors import BadRequestError, NotFoundError
from kb.domain.french import typographic
from kb.domain.french_dates import years_in_french
from kb.domain.taxonomy import Taxonomy
from kb.services.reading import CaseMovedError
from kb.web.cards import case_address, labels, some_of
from kb.web.case_page import LICENCES
from kb.web.context import absolute, knowledge_base, settings
from kb.web.head import SITE, Head, Link

pages = Blueprint("vignette", __name__)

#: Pixels: what the card asks for, and the least it can be read in.
WIDTH, HEIGHT, LEAST = 480, 420, 240

#: Seconds for which a site may keep what we answer.
_KEPT_SECONDS = 86_400

#: The card has no script; as its own origin it may load its style sheet and fonts.
_FRAME = (
    '<iframe src="{address}" title="{title}" width="{width}" height="{height}" loading="lazy" '
    'sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox" '
    'frameborder="0"></iframe>'
)


class OembedValues(TypedDict):
    """A case for somebody else's page (Source: oembed.com, 2.3.4.4)."""

    version: str
    type: str
    title: str
    cache_age: int
    provider_name: str
    provider_url: str
    html: str
    width: int
    height: int


class NotOurCaseError(NotFoundError):
    """Only the pages of our cases can be embedded."""

    code = "not-our-case"


class NoRoomError(BadRequestError):
    """A size that is none, or in which nothing can be read."""

    code = "no-room"


@dataclass(frozen=True, slots=True, kw_only=True)
class VignettePage:
    """A card to embed. `facts` is who, where and when, in words."""

    head: Head
    address: str
    domain: str
    title: str
    summary: str
    facts: str
    licence: Link
    site: str

    @classmethod
    def of(cls, file: CaseFile, taxonomy: Taxonomy) -> Self:
        """The card of a case."""
        case, address = file.case, absolute(case_address(file.slug))
        partners = some_of([partner.name for partner in case.partners], most=2)
        regions = some_of(labels("region", case.regions, taxonomy), most=2)
        years = years_in_french(case.started, case.ended)
        return cls(
            head=Head(page_title=typographic(case.title), canonical=address, is_indexable=False),
            address=address,
            domain=typographic(taxonomy.label("domain", case.domains[0])),
            title=typographic(case.title),
            summary=typographic(case.summary),
            facts=typographic(" · ".join(filter(None, (partners, regions, years)))),
            licence=LICENCES[case.licence],
            site=SITE,
        )


@pages.get("/cas/<slug>/vignette")
def show(slug: str) -> ResponseReturnValue:
    """The card of a case, for a frame."""
    try:
        file = knowledge_base().reading.case(slug)
    except CaseMovedError as error:
        return redirect(url_for(".show", slug=error.now), code=301)
    page = VignettePage.of(file, knowledge_base().taxonomies.current())
    return render_template("vignette/show.html", page=page)


@pages.get("/oembed")
def oembed() -> ResponseReturnValue:
    """What a site needs to show a case whose address somebody pasted (Source: oembed.com)."""
    if request.args.get("format", "json") != "json":
        abort(501)  # as the specification wants it
    file = knowledge_base().reading.case(_slug_of(request.args.get("url", "")))
    title = typographic(file.case.title)
    width, height = _size("maxwidth", WIDTH), _size("maxheight", HEIGHT)
    address = absolute(case_address(file.slug) + "/vignette")
    frame = _FRAME.format(address=address, title=escape(title), width=width, height=height)
    values = OembedValues(
        version="1.0",
        type="rich",
        title=title,
        cache_age=_KEPT_SECONDS,
        provider_name=SITE,
        provider_url=absolute("/"),
        html=frame,
        width=width,
        height=height,
    )
    return jsonify(values)


def _slug_of(url: str) -> str:
    """The slug in the public address of a case."""
    own = f"{settings().public_url}/cas/"
    if not url.startswith(own):
        raise NotOurCaseError
    try:
        return urlsplit(url).path.removeprefix("/cas/").removesuffix("/vignette")
    except ValueError:
        raise NotOurCaseError from None


def _size(name: str, wanted: int) -> int:
    """At most what there is room for."""
    most = request.args.get(name, "")
    if not most:
        return wanted
    if not (most.isascii() and most.isdigit() and len(most) <= 9 and int(most) >= LEAST):  # noqa: PLR2004 - digits
        raise NoRoomError(parameter=name, least=LEAST)
    return min(wanted, int(most))
