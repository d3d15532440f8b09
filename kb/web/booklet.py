"""`/selection/livret`, `/selection/<token>/livret`, `/cas/<slug>/livret`: to print, or as PDF."""

from flask import Blueprint, Response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from kb.domain.hashes import sha256_of
from kb.domain.limits import ALLOWANCES, Limit, TooManyTriesError
from kb.domain.selection import SelectionEmptyError
from kb.domain.sentences import sentence
from kb.services.reading import CaseMovedError
from kb.web.basket import basket
from kb.web.booklet_page import BookletPage
from kb.web.cards import case_address
from kb.web.context import knowledge_base, printing
from kb.web.errors import answer, status_of
from kb.web.moments import day_of, today
from kb.web.private import private
from kb.web.selected import Selected
from kb.web.selection_page import OWN, shared_address

pages = Blueprint("booklet", __name__)

_PAGE, _PDF = "livret", "livret.pdf"


@pages.get(f"/selection/{_PAGE}")
def own() -> ResponseReturnValue:
    """One's own selection, to print."""
    return private(_html(_own()))


@pages.get(f"/selection/{_PDF}")
def own_pdf() -> ResponseReturnValue:
    """One's own selection as PDF."""
    return _printed(_own())


@pages.get(f"/selection/<token>/{_PAGE}")
def shared(token: str) -> ResponseReturnValue:
    """A selection that was shared, to print."""
    return private(_html(_shared(token)))


@pages.get(f"/selection/<token>/{_PDF}")
def shared_pdf(token: str) -> ResponseReturnValue:
    """A selection that was shared, as PDF."""
    return _printed(_shared(token))


@pages.get(f"/cas/<slug>/{_PAGE}")
def case(slug: str) -> ResponseReturnValue:
    """One case, to print."""
    return _html(_case(slug))


@pages.get(f"/cas/<slug>/{_PDF}")
def case_pdf(slug: str) -> ResponseReturnValue:
    """One case as PDF."""
    return _printed(_case(slug))


@pages.errorhandler(CaseMovedError)
def moved(error: CaseMovedError) -> ResponseReturnValue:
    """Whoever asks under a former slug is sent to the present one, for good."""
    *_, what = request.path.rpartition("/")
    return redirect(f"{case_address(error.now)}/{what}", code=301)


@pages.errorhandler(TooManyTriesError)
def too_many(error: TooManyTriesError) -> ResponseReturnValue:
    """Made too often: when to come back."""
    response = answer(status_of(error), sentence(error), code=error.code)
    seconds = ALLOWANCES[Limit.BOOKLET].within.total_seconds()
    response.headers["Retry-After"] = str(round(seconds))
    return response


def _own() -> BookletPage:
    """One's own selection as a document.

    Raises:
        SelectionEmptyError: there is nothing to print.
    """
    if not basket().selection.cases:
        raise SelectionEmptyError
    return BookletPage.of(Selected.of(basket().selection), on=today(), back=OWN, pdf=_offered(OWN))


def _shared(token: str) -> BookletPage:
    found = knowledge_base().sharing.open(token)
    selected, address = Selected.of(found.selection), shared_address(token)
    return BookletPage.of(selected, on=day_of(found.made_at), back=address, pdf=_offered(address))


def _case(slug: str) -> BookletPage:
    file = knowledge_base().reading.case(slug)
    address = case_address(slug)
    return BookletPage.of_case(file, on=today(), back=address, pdf=_offered(address))


def _offered(address: str) -> str:
    return f"{address}/{_PDF}" if printing().is_offered else ""


def _html(page: BookletPage) -> str:
    return render_template("booklet/show.html", page=page)


def _printed(page: BookletPage) -> ResponseReturnValue:
    """The document as PDF; the same one is made once, and not sent to whoever has it.

    Raises:
        TooManyTriesError: too many were made for this address.
        BookletNotOfferedError: there is nothing to make it with.
        BookletBusyError: another one is being made.
        BookletFailedError: it cannot be made.
    """
    html = _html(page)
    tag = sha256_of(html)[:32]
    if request.if_none_match.contains(tag):
        return _described(Response(status=304), tag)
    pdf = printing().kept(html)
    if pdf is None:
        printing().require_free()  # whoever has to wait has not tried
        knowledge_base().limiting.require(Limit.BOOKLET, request.remote_addr or "")
        pdf = printing().pdf(html)
    response = Response(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{_PDF}"'
    return _described(response, tag)


def _described(response: Response, tag: str) -> Response:
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(tag)
    return response
