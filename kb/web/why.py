"""`/pourquoi`: why a search finds a case or not, and what to change."""

import re
from collections.abc import Sequence
from dataclasses import replace

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from kb.domain.case import SLUG, Slug
from kb.domain.explanation import Explanation
from kb.domain.french import letters_and_digits
from kb.domain.query_text import parse
from kb.domain.search import MAX_QUERY_CHARACTERS, CaseSummary, SearchQuery, SearchResults
from kb.domain.sentences import sentence
from kb.domain.taxonomy import Taxonomy
from kb.ports import CaseNotFoundError, CaseUnreadableError
from kb.services.reading import CaseMovedError
from kb.web import search_address
from kb.web.context import knowledge_base
from kb.web.notices import answered
from kb.web.obstacles import Obstacle, barriers, missing_words, without
from kb.web.search_address import shown, why_address
from kb.web.why_answer import WhyAnswer
from kb.web.why_page import WhyPage

pages = Blueprint("why", __name__)

#: Cases that are offered when none has the title that was given.
_CANDIDATES = 5

_UNREADABLE = "D’ici là, la recherche ne peut pas la montrer."
_UNKNOWN = (
    "Cette fiche vient d’être publiée ou corrigée\u00a0: "
    "la recherche la montrera dans la minute qui vient."
)


@pages.get("/pourquoi")
def show() -> ResponseReturnValue:
    """Why a search finds the case `cas` or not; without it, the form that asks for one."""
    taxonomy = knowledge_base().taxonomies.current()
    address = search_address.read(request.args, taxonomy)
    asked = shown(request.args.get("cas", ""))[:MAX_QUERY_CHARACTERS]
    slug, others = _meant(asked, taxonomy) if asked else ("", ())
    if slug is not None and slug != asked:
        return redirect(why_address(address.query, slug))
    page = WhyPage.of(address, taxonomy, asked=asked)
    if slug is None:
        page = page.without_case(address.query, others)
        return render_template("why/show.html", page=page), 404
    if slug:
        page = _answering(page, slug, replace(address.query, page=1), taxonomy)
    return render_template("why/show.html", page=page)


def slug_in(text: str) -> Slug | None:
    """The slug that a text is, or that it ends with if it is an address of a case."""
    path = re.split("[?#]", text, maxsplit=1)[0].rstrip("/")
    name = path.rpartition("/")[2].removesuffix(".md").removesuffix(".json")
    return name if SLUG.fullmatch(name) else None


def _meant(asked: str, taxonomy: Taxonomy) -> tuple[Slug | None, Sequence[CaseSummary]]:
    """The case that a slug, an address or an exact title names; else those that may be meant."""
    slug = slug_in(asked)
    try:
        if slug:
            return knowledge_base().reading.case(slug).slug, ()
    except CaseMovedError as error:
        return error.now, ()
    except CaseUnreadableError:
        return slug, ()
    except CaseNotFoundError:
        pass  # a title of one word looks like a slug
    words = search_address.read(MultiDict({"q": asked}), taxonomy).query
    if not words.has_words:
        return None, ()
    found = knowledge_base().searching.answer(replace(words, per_page=_CANDIDATES))
    others = [hit.case for hit in found.hits]
    title = letters_and_digits(asked)
    return next((c.slug for c in others if letters_and_digits(c.title) == title), None), others


def _answering(page: WhyPage, slug: Slug, query: SearchQuery, taxonomy: Taxonomy) -> WhyPage:
    """The page with what there is to say of a case."""
    results = knowledge_base().searching.answer(replace(query, per_page=1))
    asked = _corrected(query, results, taxonomy)
    explanation = knowledge_base().searching.explain(slug, asked)
    if explanation is None:
        return replace(page, problem=_why_unknown(slug))
    obstacles = _obstacles(asked, explanation, taxonomy)
    answer = WhyAnswer.of(asked, explanation, obstacles, taxonomy)
    return page.with_answer(answer, query, results)


def _corrected(query: SearchQuery, results: SearchResults, taxonomy: Taxonomy) -> SearchQuery:
    text = answered(query, results).text
    return (
        query if text == query.text else replace(query, text=text, question=parse(text, taxonomy))
    )


def _why_unknown(slug: Slug) -> str:
    try:
        knowledge_base().reading.case(slug)
    except CaseUnreadableError as error:
        return f"{sentence(error)} {_UNREADABLE}"
    return _UNKNOWN


def _obstacles(
    query: SearchQuery, explanation: Explanation, taxonomy: Taxonomy
) -> Sequence[Obstacle]:
    """What keeps the case out; its words only if it is still out once all the rest is removed."""
    if explanation.place is not None:
        return ()
    others = tuple(barriers(query, explanation, taxonomy))
    cleared = knowledge_base().searching.explain(explanation.case.slug, without(others, query))
    if cleared is None or cleared.place is not None:
        return others
    return (missing_words(query, explanation), *others)
