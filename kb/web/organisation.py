"""`/organisation/<slug>`: one partner, its cases, its allies, its domains and regions."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from kb.web.context import knowledge_base
from kb.web.organisation_page import OrganisationPage

pages = Blueprint("organisation", __name__)


@pages.get("/organisation/<slug>")
def show(slug: str) -> ResponseReturnValue:
    """One organisation."""
    allying = knowledge_base().allying
    organisation = allying.organisation(slug)
    page = OrganisationPage.of(
        organisation,
        allying.directory().allies(slug),
        taxonomy=knowledge_base().taxonomies.current(),
    )
    return render_template("organisation/show.html", page=page)
