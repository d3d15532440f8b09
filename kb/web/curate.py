"""`/moderation/fiches`: published cases afterwards; all that is done here is a publication."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from kb.domain.account import Account
from kb.domain.case import Sha256, Slug
from kb.domain.errors import KbError
from kb.domain.sentences import sentence
from kb.web.context import knowledge_base, signed_in
from kb.web.curate_case import Asked, CuratedCasePage
from kb.web.curate_list import CuratedListPage
from kb.web.errors import status_of
from kb.web.head import Link
from kb.web.moderate_form import FormMalformedError, number_in, text_in

pages = Blueprint("curate", __name__, url_prefix="/moderation/fiches")


@pages.get("")
def every() -> ResponseReturnValue:
    """All published cases, or those with some words in their title, and the archived ones."""
    page = CuratedListPage.of(
        knowledge_base().reading.every(),
        knowledge_base().curating.archived(by=signed_in()),
        text=request.args.get("q", ""),
        number=number_in(request.args, "page") or 1,
    )
    return render_template("moderate/cases.html", page=page)


@pages.get("/<slug>")
def show(slug: Slug) -> ResponseReturnValue:
    """One case: its history, and what can be done with it."""
    asked = Asked(
        old=number_in(request.args, "from") if "from" in request.args else None,
        new=number_in(request.args, "with") if "with" in request.args else None,
        is_done="fait" in request.args,
    )
    return _page(slug, asked)


@pages.post("/<slug>")
def act(slug: Slug) -> ResponseReturnValue:
    """Do what the button says; what is refused comes back with all that was typed."""
    form = request.form
    act = _ACTS.get(form.get("action", ""))
    if act is None:
        raise FormMalformedError(field="action")
    try:
        now = act(slug, form, by=signed_in())
    except KbError as error:
        asked = Asked(
            action=form["action"],
            reason=text_in(form, "reason"),
            to=text_in(form, "to"),
            errors=(Link(text=sentence(error), address=""),),
        )
        return _page(slug, asked), status_of(error)
    return redirect(f"/moderation/fiches/{now}?fait", 303)


def _page(slug: Slug, asked: Asked) -> str:
    by = signed_in()
    history = knowledge_base().curating.history(slug, by=by)
    taxonomy = knowledge_base().taxonomies.current()
    page = CuratedCasePage.of(slug, history, taxonomy, by=by, asked=asked)
    return render_template("moderate/case.html", page=page)


def _base(form: MultiDict[str, str]) -> Sha256:
    return Sha256(form.get("base", ""))


def _archive(slug: Slug, form: MultiDict[str, str], *, by: Account) -> Slug:
    reason = text_in(form, "reason")
    knowledge_base().curating.archive(slug, base=_base(form), reason=reason, by=by)
    return slug


def _reinstate(slug: Slug, form: MultiDict[str, str], *, by: Account) -> Slug:
    knowledge_base().curating.reinstate(slug, by=by, reason=text_in(form, "reason"))
    return slug


def _restore(slug: Slug, form: MultiDict[str, str], *, by: Account) -> Slug:
    number, reason = number_in(form, "publication"), text_in(form, "reason")
    knowledge_base().curating.restore(slug, number, base=_base(form), by=by, reason=reason)
    return slug


def _rename(slug: Slug, form: MultiDict[str, str], *, by: Account) -> Slug:
    to, reason = text_in(form, "to"), text_in(form, "reason")
    knowledge_base().curating.rename(slug, to, base=_base(form), by=by, reason=reason)
    return to


#: Action -> what does it and tells the slug that the case has afterwards.
_ACTS: Mapping[str, Callable[..., Slug]] = MappingProxyType(
    {"archive": _archive, "reinstate": _reinstate, "restore": _restore, "rename": _rename}
)
