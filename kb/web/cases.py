"""`/cas/<slug>`: the page of a case; `.md` its file as it is, `.json` the way to the API."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kb.services.reading import CaseMovedError
from kb.web.case_page import CasePage
from kb.web.context import knowledge_base, markup

pages = Blueprint("cases", __name__, url_prefix="/cas")


@pages.get("/<slug>")
def show(slug: str) -> ResponseReturnValue:
    """A case to read."""
    file = knowledge_base().reading.case(slug)
    page = CasePage.of(
        file,
        markup().case_body(file),
        near=knowledge_base().reading.near(slug),
        taxonomy=knowledge_base().taxonomies.current(),
    )
    return render_template("cases/show.html", page=page)


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
