"""What a browser is given to keep of a selection, and the page that says why it cannot."""

from flask import make_response, redirect, render_template
from flask.typing import ResponseReturnValue

from kb.domain.errors import InvalidError, KbError
from kb.domain.selection import Selection
from kb.domain.sentences import sentence
from kb.web import selection_form
from kb.web.basket import keep
from kb.web.errors import status_of
from kb.web.private import private
from kb.web.selected import Selected
from kb.web.selection_page import SelectionPage


def kept(selection: Selection, address: str) -> ResponseReturnValue:
    """Let the browser keep a selection and go on to `address`; else the page that says why not."""
    try:
        selection.require_valid()
        return keep(make_response(redirect(address, code=303)), selection)
    except InvalidError as error:
        return not_kept(selection, error)


def not_kept(selection: Selection, error: KbError) -> ResponseReturnValue:
    """The page with what could not be kept still in its fields, and why."""
    page = SelectionPage.of(
        Selected.of(selection), problem=sentence(error), ticked=selection_form.ticked()
    )
    return private(render_template("selection/show.html", page=page), status_of(error))
