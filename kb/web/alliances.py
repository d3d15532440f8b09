"""`/alliances`: who has allied with whom, and `?nom=` to find one."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from kb.domain.search import MAX_QUERY_CHARACTERS
from kb.web.alliances_page import AlliancesPage
from kb.web.context import knowledge_base
from kb.web.search_address import shown

pages = Blueprint("alliances", __name__)


@pages.get("/alliances")
def show() -> ResponseReturnValue:
    """The organisations of the base, those of a name if one is given."""
    name = shown(request.args.get("nom", ""))[:MAX_QUERY_CHARACTERS]
    page = AlliancesPage.of(knowledge_base().allying.directory(), name=name)
    return render_template("alliances/show.html", page=page)
