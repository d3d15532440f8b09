"""`/flux.atom` and `/flux.json`: any search, followed by a program that reads feeds."""

from dataclasses import replace
from functools import partial

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from kb.domain.search import DEFAULT_PER_PAGE, SearchQuery, Sort
from kb.web import search_address
from kb.web.atom import atom
from kb.web.context import absolute, knowledge_base
from kb.web.feed import Feed
from kb.web.json_feed import json_feed

pages = Blueprint("feeds", __name__)

#: Entries of a feed that does not say how many it wants.
_ENTRIES = 50


@pages.get("/flux.atom")
def as_atom() -> ResponseReturnValue:
    """What a search finds, the latest change first, as an Atom feed."""
    feed = _feed("/flux.atom")
    return Response(atom(feed), content_type="application/atom+xml; charset=utf-8")


@pages.get("/flux.json")
def as_json() -> ResponseReturnValue:
    """The same as a JSON Feed."""
    feed = _feed("/flux.json")
    return Response(json_feed(feed), content_type="application/feed+json; charset=utf-8")


def _feed(path: str) -> Feed:
    """The feed of a search, whose address has to be right in every value."""
    taxonomy = knowledge_base().taxonomies.current()
    query = search_address.required(request.args, taxonomy)
    if "per_page" not in request.args:
        query = replace(query, per_page=_ENTRIES)
    query = replace(query, sort=Sort.UPDATED)
    results = knowledge_base().searching.answer(query)
    return Feed.of(query, results, taxonomy, address=partial(_address, path))


def _address(path: str, query: SearchQuery) -> str:
    """The public address of a search under a path, without what every feed has."""
    per_page = DEFAULT_PER_PAGE if query.per_page == _ENTRIES else query.per_page
    plain = replace(query, sort=Sort.RELEVANCE, per_page=per_page)
    return absolute(path + search_address.address_of(plain).removeprefix("/"))
