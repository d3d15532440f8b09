"""The selection that a browser keeps: in one cookie, nowhere on our side."""

from dataclasses import dataclass

from flask import Response, g, request

from kb.domain.selection import Selection
from kb.formats import selection_text
from kb.formats.selection_text import MOST_CHARACTERS, SelectionDamagedError
from kb.web import cookies

COOKIE = "selection"

_NOTHING = Selection()


@dataclass(frozen=True, slots=True, kw_only=True)
class Basket:
    """What the browser keeps.

    Attributes:
        is_kept: it keeps something. is_damaged: that cannot be read; the selection is empty then.
    """

    selection: Selection = _NOTHING
    is_kept: bool = False
    is_damaged: bool = False


def basket() -> Basket:
    """That of the browser that asks, read once; never an error."""
    if "basket" not in g:
        g.basket = _read(cookies.held(COOKIE, most=MOST_CHARACTERS + 1))
    found: Basket = g.basket
    return found


def is_consulted() -> bool:
    """Whether the answer may show what this browser keeps."""
    return "basket" in g and basket().is_kept


def is_selected(slug: str) -> bool:
    """Whether a case is in the selection; for templates."""
    return slug in basket().selection.slugs


def here() -> str:
    """The address that was asked for, on this site; for the form that leads back there."""
    return request.full_path.rstrip("?")


def keep(response: Response, selection: Selection) -> Response:
    """Let the browser keep this selection from this answer on; of an empty one it keeps nothing.

    Raises:
        SelectionTooLargeError: it does not fit.
    """
    if selection == _NOTHING:
        return cookies.forget(response, COOKIE)
    return cookies.keep(response, COOKIE, selection_text.written(selection))


def _read(word: str) -> Basket:
    if not word:
        return Basket()
    try:
        return Basket(selection=selection_text.read(word), is_kept=True)
    except SelectionDamagedError:
        return Basket(is_kept=True, is_damaged=True)
