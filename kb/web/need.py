"""`/besoin`: a sentence to complete that becomes an ordinary search, as wide as it takes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from kb.domain.neighbours import with_neighbours
from kb.domain.query_text import parse
from kb.domain.search import FacetChoice, SearchQuery
from kb.domain.taxonomy import Taxonomy
from kb.web import search_address
from kb.web.context import knowledge_base
from kb.web.need_page import Answered, NeedPage
from kb.web.search_address import SearchAddress

pages = Blueprint("need", __name__)

#: Examples that are enough to stop widening.
ENOUGH = 3

_REGION = "region"
_SENTENCE = ("actor", _REGION, "domain")


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What somebody needs; `address` holds who, where and what, `partners` the kinds with whom."""

    address: SearchAddress
    partners: frozenset[str]


@pages.get("/besoin")
def show() -> ResponseReturnValue:
    """The sentence; once it says something, the examples that fit, near ones first."""
    taxonomy = knowledge_base().taxonomies.current()
    need = _read(taxonomy)
    answers = list(_answers(need, taxonomy)) if need.address.query.choices or need.partners else []
    page = NeedPage.of(need.address, need.partners, answers=answers, taxonomy=taxonomy)
    return render_template("need/show.html", page=page)


def _read(taxonomy: Taxonomy) -> Need:
    """The need that the parameters tell; what cannot be read is said by the page."""
    pairs = [(name, value) for name in _SENTENCE for value in request.args.getlist(name)]
    address = search_address.read(MultiDict(pairs), taxonomy)
    kinds = [("actor", value) for value in request.args.getlist("partner")]
    partners = search_address.read(MultiDict(kinds), taxonomy)
    return Need(
        address=replace(address, ignored=(*address.ignored, *partners.ignored)),
        partners=partners.query.choice("actor").included,
    )


def _answers(need: Need, taxonomy: Taxonomy) -> Iterator[Answered]:
    """The answers from the region outwards, up to the first that is enough."""
    for query in _widening(_search(need, taxonomy)):
        results = knowledge_base().searching.answer(query)
        yield Answered(query=query, results=results)
        if results.total >= ENOUGH:
            return


def _search(need: Need, taxonomy: Taxonomy) -> SearchQuery:
    """Partners are words: a case has them all, where a facet is content with one of its values."""
    text = " ".join(f"acteur:{slug}" for slug in sorted(need.partners))
    return replace(need.address.query, text=text, question=parse(text, taxonomy))


def _widening(query: SearchQuery) -> Iterator[SearchQuery]:
    """The search in its regions, then with those beside them, then everywhere."""
    regions = query.choice(_REGION).included
    if regions:
        yield query
        wider = with_neighbours(regions)
        if wider != regions:
            yield query.choosing(_REGION, FacetChoice(included=wider))
    yield query.choosing(_REGION, FacetChoice())
