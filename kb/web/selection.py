"""`/selection`: the cases that somebody puts together, kept in their browser."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from kb.domain.case import Slug
from kb.domain.errors import InvalidError, TooManyError, UnavailableError
from kb.domain.selection import SelectedCase, is_slug
from kb.domain.sentences import sentence
from kb.formats.selection_text import SelectionDamagedError
from kb.services.reading import CaseMovedError
from kb.web import selection_form
from kb.web.basket import basket
from kb.web.context import knowledge_base
from kb.web.keeping import kept, not_kept
from kb.web.local_address import on_this_site
from kb.web.moments import today
from kb.web.private import private
from kb.web.security import from_our_pages
from kb.web.selected import Selected
from kb.web.selection_export import taken_away
from kb.web.selection_page import OWN, SelectionPage
from kb.web.share import share

pages = Blueprint("selection", __name__)


@pages.get("/selection")
def show() -> ResponseReturnValue:
    """What this browser keeps."""
    notice = sentence(SelectionDamagedError()) if basket().is_damaged else ""
    page = SelectionPage.of(Selected.of(basket().selection), notice=notice)
    return private(render_template("selection/show.html", page=page))


@pages.post("/selection")
@from_our_pages
def act() -> ResponseReturnValue:
    """Do what the button says with what was typed; what cannot be kept is shown again."""
    name, slug = selection_form.pressed()
    typed = selection_form.typed()
    try:
        if name == selection_form.SHARE:
            return share(typed)
        selection, address = selection_form.CHANGES[name](typed, slug)
    except (InvalidError, TooManyError, UnavailableError) as error:
        return not_kept(typed, error)
    return kept(selection, address)


@pages.post("/selection/fiches")
@from_our_pages
def pick() -> ResponseReturnValue:
    """Add a case or remove it, and go back to where one was."""
    selection, slug = basket().selection, request.form.get("remove", "")
    if is_slug(slug):
        selection, told = selection.without(slug), f"retiree-{slug}"
    else:
        slug = _slug(request.form.get("add", ""))
        selection, told = selection.adding(SelectedCase(slug=slug)), f"ajoutee-{slug}"
    address = on_this_site(request.form.get("next", ""), OWN).partition("#")[0]
    return kept(selection, f"{address}#{told}")


@pages.get("/selection.<form>")
def export(form: str) -> ResponseReturnValue:
    """The cases of the selection in a form, in its order."""
    return taken_away(basket().selection, form, on=today())


def _slug(slug: str) -> Slug:
    """The present slug of a case.

    Raises:
        CaseNotFoundError: there is none.
        CaseArchivedError: it was taken away.
    """
    try:
        return knowledge_base().reading.case(slug).slug
    except CaseMovedError as moved:
        return moved.now
