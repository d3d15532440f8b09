"""`/`: the search page."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from kb.web import search_address
from kb.web.context import knowledge_base
from kb.web.results_page import ResultsPage

pages = Blueprint("search", __name__)


@pages.get("/")
def results() -> ResponseReturnValue:
    """The cases that answer the address, everything when it asks for nothing."""
    taxonomy = knowledge_base().taxonomies.current()
    address = search_address.read(request.args, taxonomy)
    answer = knowledge_base().searching.search(address.query)
    return render_template("search/results.html", page=ResultsPage.of(address, answer, taxonomy))
