"""`/accessibilite`: what we aim at, what is tested, what is not known yet, how to report."""

from dataclasses import dataclass

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from kb.web.context import absolute
from kb.web.head import Head

pages = Blueprint("accessibility", __name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessibilityPage:
    """The statement; its text stands in the template."""

    head: Head


@pages.get("/accessibilite")
def show() -> ResponseReturnValue:
    """The statement on accessibility."""
    head = Head(page_title="Accessibilité", canonical=absolute("/accessibilite"))
    return render_template("accessibility/show.html", page=AccessibilityPage(head=head))
