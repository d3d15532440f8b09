"""`/`: the search page."""

from collections.abc import Iterator
from dataclasses import replace

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from kb.web import search_address
from kb.web.alliances_page import OrganisationLink
from kb.web.context import knowledge_base
from kb.web.entrance_page import EntranceLink
from kb.web.head import Link
from kb.web.notices import Notice
from kb.web.results_page import ResultsPage

pages = Blueprint("search", __name__)


@pages.get("/")
def results() -> ResponseReturnValue:
    """The cases that answer the address, everything when it asks for nothing."""
    taxonomy = knowledge_base().taxonomies.current()
    address = search_address.read(request.args, taxonomy)
    answer = knowledge_base().searching.search(address.query)
    page = ResultsPage.of(address, answer, taxonomy)
    told = (*page.frame.notices, *_organisation(address.query.text))
    page = replace(page, frame=replace(page.frame, notices=told))
    if page.introduces:
        entrances = map(EntranceLink.of, knowledge_base().welcoming.every())
        page = replace(page, entrances=tuple(entrances))
    return render_template("search/results.html", page=page)


def _organisation(text: str) -> Iterator[Notice]:
    """The page of the organisation whose name was typed, if it is one."""
    directory = knowledge_base().allying.at_hand() if text else None
    organisation = directory.named(text) if directory else None
    if organisation:
        link = OrganisationLink.of(organisation)
        yield Notice(
            text="Une organisation porte ce nom, avec sa page, ses fiches et ses alliés\u00a0:",
            link=Link(text=link.name, address=link.address),
            is_live=False,
        )
