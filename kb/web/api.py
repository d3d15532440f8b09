"""`/api/v1/…`: the base for programs, read-only, without a key. See docs/http-api.md."""

from flask import Blueprint, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from kb.formats.case_json import case_values
from kb.services.reading import CaseMovedError
from kb.web import search_address
from kb.web.api_shapes import CaseAnswer, search_values
from kb.web.api_suggestions import suggestion_values
from kb.web.api_taxonomy import taxonomy_values
from kb.web.context import knowledge_base, markup, settings

pages = Blueprint("api", __name__, url_prefix="/api/v1")


@pages.get("/cases")
def search() -> ResponseReturnValue:
    """The cases that answer the address, which has to be right in every value."""
    taxonomy = knowledge_base().taxonomies.current()
    address = search_address.read(request.args, taxonomy)
    if address.ignored:
        raise address.ignored[0]
    results = knowledge_base().searching.search(address.query)
    public_url = settings().public_url
    return jsonify(search_values(address.query, results, taxonomy, public_url=public_url))


@pages.get("/cases/<slug>")
def case(slug: str) -> ResponseReturnValue:
    """One case in full."""
    try:
        file = knowledge_base().reading.case(slug)
    except CaseMovedError as error:
        return redirect(url_for(".case", slug=error.now), code=301)
    taxonomy = knowledge_base().taxonomies.current()
    values = case_values(file, taxonomy, public_url=settings().public_url)
    return jsonify(CaseAnswer(**values, html=markup().case_body(file).html))


@pages.get("/suggest")
def suggest() -> ResponseReturnValue:
    """What somebody who has typed this may mean, by kind."""
    taxonomy = knowledge_base().taxonomies.current()
    address = search_address.read(MultiDict({"q": request.args.get("q", "")}), taxonomy)
    if address.ignored:
        raise address.ignored[0]
    found = knowledge_base().searching.suggest(address.query.text)
    return jsonify(suggestion_values(found, taxonomy, public_url=settings().public_url))


@pages.get("/taxonomy")
def taxonomy() -> ResponseReturnValue:
    """The vocabulary: every facet and every term."""
    return jsonify(taxonomy_values(knowledge_base().taxonomies.current()))
