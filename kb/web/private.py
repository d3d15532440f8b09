"""Pages for one person alone: no cache keeps them, no search engine lists them."""

from flask import make_response
from flask.typing import ResponseReturnValue

from kb.web.head import Head


def private(html: str, status: int = 200) -> ResponseReturnValue:
    """A page that no cache keeps: going back shows what is stored now."""
    response = make_response(html, status)
    response.cache_control.no_store = True
    return response


def private_head(title: str) -> Head:
    """The head of such a page."""
    return Head(page_title=title, is_indexable=False, section="submit")
