"""A page gets one dataclass: its template uses every field of it, and nothing else."""

from collections.abc import Iterator
from dataclasses import fields

import pytest
from flask import Flask
from jinja2 import Environment, nodes
from jinja2.meta import find_referenced_templates

from kb.markup import RenderedSection
from kb.web.accessibility import AccessibilityPage
from kb.web.cards import Card
from kb.web.case_facts import FigureLine, PartnerLine, Tag, TagList
from kb.web.case_page import CasePage
from kb.web.case_ties import Milestone, Neighbour, Note
from kb.web.chips import Chip, WayOut
from kb.web.errors import ErrorPage
from kb.web.facet_panels import FacetPanel, FacetValue, ValueGroup, Year, YearPanel
from kb.web.help import FieldHelp, HelpPage
from kb.web.notices import Notice
from kb.web.pagination import PageLink
from kb.web.results_page import ResultsPage, SortOption
from kb.web.why_answer import Check, ObstacleLine, WhyAnswer
from kb.web.why_page import WhyPage

#: template -> the class of each of its variables. `head` is used by the frame of all pages.
TEMPLATES: dict[str, dict[str, type]] = {
    "search/results.html": {
        "page": ResultsPage,
        "notice": Notice,
        "panel": FacetPanel,
        "group": ValueGroup,
        "value": FacetValue,
        "years": YearPanel,
        "year": Year,
        "chip": Chip,
        "option": SortOption,
        "card": Card,
        "link": PageLink,
        "way": WayOut,
    },
    "cases/show.html": {
        "page": CasePage,
        "figure": FigureLine,
        "section": RenderedSection,
        "note": Note,
        "neighbour": Neighbour,
        "partner": PartnerLine,
        "list": TagList,
        "tag": Tag,
        "milestone": Milestone,
    },
    "why/show.html": {
        "page": WhyPage,
        "answer": WhyAnswer,
        "obstacle": ObstacleLine,
        "check": Check,
        "notice": Notice,
    },
    "help/show.html": {"page": HelpPage, "field": FieldHelp},
    "accessibility/show.html": {"page": AccessibilityPage},
    "errors/error.html": {"page": ErrorPage},
}


def _parts(environment: Environment, name: str) -> Iterator[nodes.Template]:
    """The template and what it extends, imports and includes."""
    assert environment.loader
    tree = environment.parse(environment.loader.get_source(environment, name)[0])
    yield tree
    for part in find_referenced_templates(tree):
        assert part is not None, "le nom d’un gabarit est écrit en toutes lettres"
        yield from _parts(environment, part)


def _used(environment: Environment, name: str) -> set[tuple[str, str]]:
    """Each variable of a template with each attribute that is asked of it."""
    return {
        (node.node.name, node.attr)
        for tree in _parts(environment, name)
        for node in tree.find_all(nodes.Getattr)
        if isinstance(node.node, nodes.Name)
    }


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_uses_the_fields_of_its_page_all_of_them_and_no_others(
    app: Flask, name: str
) -> None:
    used = _used(app.jinja_env, name)

    for variable, kind in TEMPLATES[name].items():
        asked = {attribute for owner, attribute in used if owner == variable}
        offered = {field.name for field in fields(kind)}
        assert asked == offered, variable


def test_every_page_template_is_known_here(app: Flask) -> None:
    pages = {
        name
        for name in app.jinja_env.list_templates(extensions=["html"])
        if app.jinja_env.loader
        and "{% extends" in app.jinja_env.loader.get_source(app.jinja_env, name)[0]
    }

    assert pages == set(TEMPLATES)


def test_no_template_has_a_style_or_a_script_inside(app: Flask) -> None:
    for name in app.jinja_env.list_templates(extensions=["html"]):
        assert app.jinja_env.loader
        source = app.jinja_env.loader.get_source(app.jinja_env, name)[0]
        assert " style=" not in source, name
        assert "<style" not in source, name
        assert " onclick=" not in source, name
