"""`/api/v1/…`: the base for programs, read-only, without a key. See docs/http-api.md."""

from flask import Blueprint, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from kb.formats.case_json import case_values
from kb.services.reading import CaseMovedError
from kb.web import search_address
from kb.web.api_links import links
from kb.web.api_shapes import CaseAnswer, search_values
from kb.web.api_suggestions import suggestion_values
from kb.web.api_taxonomy import taxonomy_values
from kb.web.context import knowledge_base, markup, settings
from kb.web.openapi import document
from kb.web.organisation_suggestions import organisation_groups

pages = Blueprint("api", __name__, url_prefix="/api/v1")


@pages.get("/cases")
def search() -> ResponseReturnValue:
    """The cases that answer the address, which has to be right in every value."""
    taxonomy = knowledge_base().taxonomies.current()
    query = search_address.required(request.args, taxonomy)
    results = knowledge_base().searching.search(query)
    public_url = settings().public_url
    response = jsonify(search_values(query, results, taxonomy, public_url=public_url))
    response.headers["Link"] = links(query, results.total, public_url=public_url)
    return response


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
    query = search_address.required(MultiDict({"q": request.args.get("q", "")}), taxonomy)
    found = knowledge_base().searching.suggest(query.text)
    answer = suggestion_values(found, taxonomy, public_url=settings().public_url)
    answer["groups"] += organisation_groups(found)
    return jsonify(answer)


@pages.get("/taxonomy")
def taxonomy() -> ResponseReturnValue:
    """The vocabulary: every facet and every term."""
    return jsonify(taxonomy_values(knowledge_base().taxonomies.current()))


@pages.get("/openapi.json")
def openapi() -> ResponseReturnValue:
    """This API, described for programs."""
    taxonomy = knowledge_base().taxonomies.current()
    return jsonify(document(taxonomy, public_url=settings().public_url))
