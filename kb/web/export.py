"""`/export.<form>` and `/cas/<slug>.<form>`: cases to take away, sent while they are read."""

from collections.abc import Iterator, Mapping

from flask import Blueprint, Response, redirect, request
from flask.typing import ResponseReturnValue

from kb.domain.case import CaseFile
from kb.domain.errors import NotFoundError
from kb.services.reading import CaseMovedError
from kb.web import search_address
from kb.web.cards import case_address
from kb.web.context import knowledge_base
from kb.web.take_away import FORMS

pages = Blueprint("export", __name__)


class FormNotFoundError(NotFoundError):
    """Nothing is handed over in this form."""

    code = "form-not-found"


@pages.get("/export.<form>")
def search(form: str) -> ResponseReturnValue:
    """Every case of a search, whose address has to be right in every value."""
    require_known(form)
    query = search_address.required(request.args, knowledge_base().taxonomies.current())
    return sent(knowledge_base().gathering.files(query), form, name="fiches")


@pages.get("/cas/<slug>.<form>")
def case(slug: str, form: str) -> ResponseReturnValue:
    """One case; a slug has no stop, a form may have one."""
    slug, _, form = f"{slug}.{form}".partition(".")
    require_known(form)
    try:
        file = knowledge_base().reading.case(slug)
    except CaseMovedError as error:
        return redirect(f"{case_address(error.now)}.{form}", code=301)
    return sent(iter([file]), form, name=slug)


def require_known(form: str) -> None:
    """Go on only if cases are handed over in this form.

    Raises:
        FormNotFoundError: they are not.
    """
    if form not in FORMS:
        known = ", ".join(f".{each}" for each in FORMS)
        raise FormNotFoundError(form=search_address.shown(form)[:20], known=known)


def sent(
    files: Iterator[CaseFile], form: str, *, name: str, beside: Mapping[str, bytes] | None = None
) -> Response:
    """Cases in a form, as a file to keep; `beside` are other files of a Markdown archive."""
    offered = FORMS[form]
    pieces = knowledge_base().exchanging.written(offered.form, files, beside=beside)
    response = Response(pieces, content_type=offered.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    response.headers["Cache-Control"] = "no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
