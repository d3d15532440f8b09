"""A page gets one dataclass: its template uses every field of it, and nothing else."""

from collections.abc import Iterator
from dataclasses import fields

import pytest
from flask import Flask
from jinja2 import Environment, nodes
from jinja2.meta import find_referenced_templates

from kb.formats.text_diff import Piece
from kb.markup import RenderedSection
from kb.web import follow_pages, submit_frame, submit_pages, submit_review
from kb.web.accessibility import AccessibilityPage
from kb.web.account import AccountPage, ProposalLine
from kb.web.account_forms import Button as FormButton
from kb.web.account_forms import Field, FormPage
from kb.web.alert_pages import AlertPage, AskPage, RhythmChoice, StopPage, ToldPage
from kb.web.alliances_page import AlliancesPage, OrganisationLink
from kb.web.api_docs import ApiPage, FieldLine, OperationPart, ParameterLine
from kb.web.audit_page import JournalLine, JournalPage
from kb.web.bars import Bar, Chart
from kb.web.blind_spots import Cell, Row
from kb.web.brief_case import BriefCase
from kb.web.cards import Card
from kb.web.case_facts import FigureLine, PartnerLine, Tag, TagList
from kb.web.case_page import CasePage
from kb.web.case_ties import Milestone, Neighbour, Note
from kb.web.chips import Chip, WayOut
from kb.web.compare_page import Addition, Compared, ComparePage
from kb.web.compare_rows import ComparedCell, ComparedRow
from kb.web.conflicts import ConflictPage
from kb.web.curate_case import CuratedCasePage, VersionLine
from kb.web.curate_list import CuratedLine, CuratedListPage
from kb.web.entrance_page import EntranceLink, EntrancePage, ToolkitLine
from kb.web.errors import ErrorPage
from kb.web.facet_panels import FacetPanel, FacetValue, ValueGroup, Year, YearPanel
from kb.web.figures_page import FiguresPage
from kb.web.head import Link
from kb.web.help import FieldHelp, HelpPage
from kb.web.levels import Shade
from kb.web.moderate_decision import Decision, Model, Panel, Target
from kb.web.moderate_diff import DiffView, FieldChange, Stretch
from kb.web.moderate_editor import EditorPage
from kb.web.moderate_page import ReviewPage
from kb.web.moderate_parts import CheckLine, Checks, HistoryLine, MessageLine, NearLine, Spot, Talk
from kb.web.moderate_queue import Filter, Option, QueueLine, QueuePage
from kb.web.moderate_state import Button, Outcome, Standing
from kb.web.moderate_text import ProposalText, View
from kb.web.need_page import Choice, ChoiceGroup, NeedPage, Step
from kb.web.network import Line, Meeting, Node
from kb.web.notices import Notice
from kb.web.organisation_page import AllyLink, OrganisationPage, Presence
from kb.web.pagination import PageLink
from kb.web.privacy import DatumEntry, PrivacyPage
from kb.web.region_map_page import RegionCount, RegionGroup, RegionMapPage
from kb.web.representation import Comparison, Pair
from kb.web.results_page import ResultsPage, SortOption
from kb.web.search_frame import SearchFrame
from kb.web.second_factor import CodesPage
from kb.web.selection_page import SelectedLine, SelectionPage, SharedPage
from kb.web.shortfalls import ShortfallLine, ShortfallsPage
from kb.web.submit_given import Given
from kb.web.take_away import TakeAway
from kb.web.why_answer import Check, ObstacleLine, WhyAnswer
from kb.web.why_page import WhyPage

#: template -> the class of each of its variables (of both, where a macro calls it otherwise).
#: `head` is used by the frame of all pages.
TEMPLATES: dict[str, dict[str, type]] = {
    "submit/start.html": {"page": submit_pages.StartPage, "given": Given},
    **{
        f"submit/{step}.html": {
            "page": submit_pages.StepPage,
            "frame": submit_frame.StepFrame,
            "step": submit_frame.StepLink,
        }
        for step in ("alliance", "ou-et-quoi", "recit", "chiffres-et-sources")
    },
    "submit/relecture.html": {
        "page": submit_review.ReviewPage,
        "frame": submit_frame.StepFrame,
        "step": submit_frame.StepLink,
        "near": submit_review.NearLine,
        "choice": submit_review.Choice,
        "box": submit_review.Box,
        "part": submit_pages.Missing,
    },
    "submit/overview.html": {
        "page": submit_pages.OverviewPage,
        "step": submit_frame.StepLink,
        "part": submit_pages.Missing,
    },
    "submit/preview.html": {"page": submit_pages.PreviewPage},
    "submit/versions.html": {
        "page": submit_pages.VersionsPage,
        "version": submit_pages.VersionLine,
    },
    "submit/sent.html": {"page": submit_pages.SentPage},
    "follow/link.html": {"page": follow_pages.LinkPage},
    "follow/show.html": {"page": follow_pages.FollowPage, "message": follow_pages.MessageLine},
    "search/results.html": {
        "page": ResultsPage,
        "frame": SearchFrame,
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
        "entrance": EntranceLink,
        "form": TakeAway,
    },
    "cases/show.html": {
        "page case": CasePage,
        "figure": FigureLine,
        "section": RenderedSection,
        "note": Note,
        "neighbour": Neighbour,
        "form": TakeAway,
        "partner": PartnerLine,
        "list": TagList,
        "tag": Tag,
        "milestone": Milestone,
    },
    "privacy/show.html": {"page": PrivacyPage, "datum": DatumEntry},
    "why/show.html": {
        "page": WhyPage,
        "answer": WhyAnswer,
        "obstacle": ObstacleLine,
        "check": Check,
        "notice": Notice,
    },
    "moderate/queue.html": {
        "page": QueuePage,
        "filter": Filter,
        "option": Option,
        "line": QueueLine,
        "conflict": Link,
    },
    "moderate/show.html": {
        "page": ReviewPage,
        "standing": Standing,
        "button": Button,
        "outcome": Outcome,
        "proposal": ProposalText,
        "view": View,
        "diff": DiffView,
        "change": FieldChange,
        "stretch": Stretch,
        "checks": Checks,
        "check": CheckLine,
        "spot": Spot,
        "near": NearLine,
        "talk": Talk,
        "message memo": MessageLine,
        "step": HistoryLine,
        "decision": Decision,
        "panel": Panel,
        "model": Model,
        "target": Target,
    },
    "moderate/editor.html": {"page": EditorPage, "error": Link},
    "moderate/conflict.html": {"page": ConflictPage, "piece": Piece},
    "moderate/cases.html": {"page": CuratedListPage, "line": CuratedLine},
    "moderate/case.html": {"page": CuratedCasePage, "version": VersionLine, "option": Option},
    "moderate/journal.html": {"page": JournalPage, "line": JournalLine},
    "moderate/searches.html": {"page": ShortfallsPage, "line": ShortfallLine},
    "region_map/show.html": {
        "page": RegionMapPage,
        "frame": SearchFrame,
        "notice": Notice,
        "chip": Chip,
        "part": RegionGroup,
        "region": RegionCount,
        "shade": Shade,
        "way": WayOut,
    },
    "figures/show.html": {
        "page": FiguresPage,
        "chart": Chart,
        "bar": Bar,
        "row": Row,
        "cell": Cell,
        "shade": Shade,
        "comparison": Comparison,
        "pair": Pair,
    },
    "compare/show.html": {
        "page": ComparePage,
        "case": Compared,
        "addition": Addition,
        "row": ComparedRow,
        "cell": ComparedCell,
    },
    "selection/show.html": {"page": SelectionPage, "line": SelectedLine, "form": TakeAway},
    "selection/shared.html": {"page": SharedPage, "line": SelectedLine, "form": TakeAway},
    "need/show.html": {
        "page": NeedPage,
        "notice": Notice,
        "choice": Choice,
        "group": ChoiceGroup,
        "step": Step,
        "brief": BriefCase,
    },
    "entrances/show.html": {
        "page": EntrancePage,
        "brief": BriefCase,
        "toolkit": ToolkitLine,
        "entrance": EntranceLink,
    },
    "alliances/show.html": {
        "page": AlliancesPage,
        "organisation": OrganisationLink,
        "node": Node,
        "line": Line,
        "meeting": Meeting,
    },
    "organisation/show.html": {
        "page": OrganisationPage,
        "brief": BriefCase,
        "presence": Presence,
        "ally": AllyLink,
    },
    "alerts/ask.html": {"page": AskPage, "chip": Chip, "choice": RhythmChoice},
    "alerts/show.html": {"page": AlertPage, "choice": RhythmChoice},
    "alerts/stop.html": {"page": StopPage},
    "alerts/told.html": {"page": ToldPage},
    "api_docs/show.html": {
        "page": ApiPage,
        "operation": OperationPart,
        "parameter": ParameterLine,
        "field": FieldLine,
    },
    "help/show.html": {"page": HelpPage, "field": FieldHelp},
    "account/form.html": {"page": FormPage, "field": Field, "button": FormButton, "link": Link},
    "account/show.html": {"page": AccountPage, "proposal": ProposalLine, "alert": Link},
    "account/codes.html": {"page": CodesPage},
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
        asked = {attribute for owner, attribute in used if owner in variable.split()}
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
