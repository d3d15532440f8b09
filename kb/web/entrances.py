"""`/entrees/<id>`: a way into the base, with a saved search and a few chosen cases."""

from dataclasses import replace

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from kb.web.context import knowledge_base
from kb.web.entrance_page import EntrancePage

pages = Blueprint("entrances", __name__, url_prefix="/entrees")


@pages.get("/<entrance_id>")
def show(entrance_id: str) -> ResponseReturnValue:
    """One way in."""
    taxonomy = knowledge_base().taxonomies.current()
    entrance = knowledge_base().welcoming.entrance(entrance_id)
    query = entrance.search.query(taxonomy)
    page = EntrancePage.of(
        entrance,
        knowledge_base().searching.answer(replace(query, per_page=1)).total,
        cases=knowledge_base().reading.some(entrance.cases),
        others=knowledge_base().welcoming.every(),
        taxonomy=taxonomy,
    )
    return render_template("entrances/show.html", page=page)
