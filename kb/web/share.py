"""`/selection/<token>`: a selection that was shared by a secret link."""

from contextlib import suppress

from flask import Blueprint, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from kb.domain.limits import Limit
from kb.domain.selection import Selection
from kb.formats.selection_text import SelectionTooLargeError
from kb.services.sharing import is_owner
from kb.web import cookies
from kb.web.basket import basket, keep
from kb.web.context import knowledge_base
from kb.web.export import require_known
from kb.web.keeping import kept
from kb.web.moments import day_of
from kb.web.private import private
from kb.web.security import from_our_pages
from kb.web.selection_export import taken_away
from kb.web.selection_page import OWN, SharedPage, shared_address

pages = Blueprint("share", __name__)

#: Holds what lets a browser withdraw the selections that it shared.
COOKIE = "partage"


@pages.get("/selection/<token>")
def show(token: str) -> ResponseReturnValue:
    """A selection to read.

    Raises:
        SharedSelectionNotFoundError: the link is unknown, withdrawn or too old.
    """
    shared = knowledge_base().sharing.open(token)
    page = SharedPage.of(shared, token, is_mine=is_owner(shared, cookies.held(COOKIE)))
    return private(render_template("selection/shared.html", page=page))


@pages.post("/selection/<token>")
@from_our_pages
def act(token: str) -> ResponseReturnValue:
    """Withdraw it, or take it over into one's own."""
    if request.form.get("action") == "withdraw":
        knowledge_base().sharing.withdraw(token, owner=cookies.held(COOKIE))
        return redirect(f"{OWN}#lien-retire", code=303)
    return _taken(knowledge_base().sharing.open(token).selection)


@pages.get("/selection/<token>.<form>")
def export(token: str, form: str) -> ResponseReturnValue:
    """Its cases in a form, in its order; a token has no stop, a form may have one."""
    token, _, form = f"{token}.{form}".partition(".")
    require_known(form)
    shared = knowledge_base().sharing.open(token)
    return taken_away(shared.selection, form, on=day_of(shared.made_at))


def share(selection: Selection) -> ResponseReturnValue:
    """Give a selection an address, and go there; the browser keeps it as well, if it can.

    Raises:
        InvalidError: there is nothing in it, or it goes beyond a limit.
        TooManyTriesError: too many were shared from here.
    """
    selection.require_valid()
    knowledge_base().limiting.require(Limit.SHARE, request.remote_addr or "")
    owner = cookies.held(COOKIE) or knowledge_base().sharing.secret()
    token = knowledge_base().sharing.share(selection, owner=owner)
    response = make_response(redirect(shared_address(token), code=303))
    with suppress(SelectionTooLargeError):
        keep(response, selection)
    return cookies.keep(response, COOKIE, owner)


def _taken(selection: Selection) -> ResponseReturnValue:
    """One's own selection with the cases of this one; an empty one becomes it."""
    mine = basket().selection
    both = mine.adding(*selection.cases) if mine.cases else selection
    return kept(both, f"{OWN}#reprise")
