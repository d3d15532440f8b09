"""`/chiffres`: the base in pictures, each number with the search behind it."""

from collections.abc import Mapping

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from kb.domain.search import SearchQuery, SearchResults
from kb.domain.taxonomy import Taxonomy
from kb.web.bars import choosing
from kb.web.blind_spots import Counts
from kb.web.context import knowledge_base
from kb.web.figures_page import FiguresPage

pages = Blueprint("figures", __name__)


@pages.get("/chiffres")
def show() -> ResponseReturnValue:
    """The whole base in figures."""
    taxonomy = knowledge_base().taxonomies.current()
    page = FiguresPage.of(
        _answer(SearchQuery()),
        axes=_axes(taxonomy),
        regions=_regions(taxonomy),
        taxonomy=taxonomy,
    )
    return render_template("figures/show.html", page=page)


def _answer(query: SearchQuery) -> SearchResults:
    """The counts come from the searches that the page links to: they cannot differ."""
    return knowledge_base().searching.answer(query)


def _axes(taxonomy: Taxonomy) -> Mapping[str, int]:
    """How many cases each axis has in any of its domains."""
    facet = taxonomy.facet("domain")
    members = {
        group.slug: [term.slug for term in facet.terms if term.group == group.slug]
        for group in facet.groups
    }
    return {axis: _answer(choosing("domain", *slugs)).total for axis, slugs in members.items()}


def _regions(taxonomy: Taxonomy) -> Counts:
    """For each domain, how many of its cases each region has."""
    return {
        domain.slug: {
            each.slug: each.count
            for each in _answer(choosing("domain", domain.slug)).counts["region"]
        }
        for domain in taxonomy.facet("domain").terms
    }
