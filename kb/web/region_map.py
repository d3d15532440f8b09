"""`/carte`: the same search as `/`, seen by region."""

from dataclasses import replace

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from kb.web import search_address
from kb.web.context import knowledge_base
from kb.web.region_map_page import RegionMapPage

pages = Blueprint("region_map", __name__)


@pages.get("/carte")
def show() -> ResponseReturnValue:
    """How many cases of a search each region has."""
    taxonomy = knowledge_base().taxonomies.current()
    address = search_address.read(request.args, taxonomy)
    # The words were counted when they were searched for: this is another look at the answer.
    answer = knowledge_base().searching.answer(replace(address.query, page=1, per_page=1))
    page = RegionMapPage.of(address, answer, taxonomy)
    return render_template("region_map/show.html", page=page)
