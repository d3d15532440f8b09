"""`/cas/<slug>`: the page of a case; `.md` its file as it is, `.json` the way to the API."""

from collections.abc import Mapping

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kb.domain.case import CaseFile
from kb.ports import IndexNotReadyError
from kb.services.reading import CaseMovedError
from kb.web.alliances_page import organisation_address
from kb.web.case_page import CasePage, Ties
from kb.web.context import knowledge_base, markup

pages = Blueprint("cases", __name__, url_prefix="/cas")


@pages.get("/<slug>")
def show(slug: str) -> ResponseReturnValue:
    """A case to read."""
    file = knowledge_base().reading.case(slug)
    page = CasePage.of(
        file,
        markup().case_body(file),
        ties=Ties(near=knowledge_base().reading.near(slug), organisations=_organisations(file)),
        taxonomy=knowledge_base().taxonomies.current(),
    )
    return render_template("cases/show.html", page=page)


def _organisations(file: CaseFile) -> Mapping[str, str]:
    """The names of the partners that have a page; none while search is being prepared."""
    try:
        directory = knowledge_base().allying.at_hand()
    except IndexNotReadyError:
        return {}
    if directory is None:
        return {}
    names = (partner.name for partner in file.case.partners)
    slugs = {name: directory.partner(file.slug, name) for name in names}
    return {name: organisation_address(slug) for name, slug in slugs.items() if slug}


@pages.get("/<slug>.md")
def source(slug: str) -> ResponseReturnValue:
    """The file of a case, byte for byte."""
    file = knowledge_base().reading.case(slug)
    return Response(file.text.encode(), content_type="text/markdown; charset=utf-8")


@pages.get("/<slug>.json")
def data(slug: str) -> ResponseReturnValue:
    """The way to the same case in the API, under its present slug."""
    file = knowledge_base().reading.case(slug)
    return redirect(f"/api/v1/cases/{file.slug}")


@pages.errorhandler(CaseMovedError)
def moved(error: CaseMovedError) -> ResponseReturnValue:
    """Whoever asks under a former slug is sent to the present one, for good."""
    return redirect(url_for(request.endpoint or "", slug=error.now), code=301)
