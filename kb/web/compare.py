"""`/comparer`: two to four cases side by side."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from kb.domain.case import CaseFile, Slug
from kb.domain.french import NBSP, letters_and_digits, quoted
from kb.domain.search import MAX_QUERY_CHARACTERS, CaseSummary
from kb.domain.sentences import sentence
from kb.domain.taxonomy import Taxonomy
from kb.ports import CaseNotFoundError, CaseUnreadableError
from kb.services.reading import CaseArchivedError, CaseMovedError
from kb.web import search_address
from kb.web.compare_page import MOST, ComparePage, compare_address
from kb.web.context import knowledge_base, markup
from kb.web.search_address import shown
from kb.web.why import slug_in

pages = Blueprint("compare", __name__)

#: Cases that are offered when a text is not the title of one.
_CANDIDATES = 5


@pages.get("/comparer")
def show() -> ResponseReturnValue:
    """The cases `cas` on the same rows; `ajout` names one more by its title or its address."""
    asked, more = list(_asked()), shown(request.args.get("ajout", ""))[:MAX_QUERY_CHARACTERS]
    taxonomy = knowledge_base().taxonomies.current()
    files, problems = _read(asked)
    added, candidates = _named(more, taxonomy) if more else ("", ())
    now = list(dict.fromkeys((*(file.slug for file in files), *filter(None, [added]))))
    if added or (not problems and now != asked):
        return redirect(compare_address(now[:MOST]))
    page = ComparePage.of(
        [(file, markup().case_body(file)) for file in files],
        near=knowledge_base().reading.near(files[0].slug) if files else (),
        candidates=candidates,
        taxonomy=taxonomy,
    )
    if more:
        problems.append(f"Aucune fiche ne porte le titre ou l’adresse {quoted(more)}.")
    return render_template("compare/show.html", page=replace(page, problems=tuple(problems)))


def _asked() -> Iterator[Slug]:
    """The slugs of the address, each once."""
    values = (shown(value) for value in request.args.getlist("cas"))
    yield from dict.fromkeys(filter(None, values))


def _read(slugs: Sequence[str]) -> tuple[list[CaseFile], list[str]]:
    """The cases under their present slugs, and why others are missing."""
    files: dict[Slug, CaseFile] = {}
    problems = []
    for slug in slugs[:MOST]:
        try:
            file = _case(slug)
        except (CaseNotFoundError, CaseArchivedError, CaseUnreadableError) as error:
            problems.append(sentence(error))
        else:
            files[file.slug] = file
    if len(slugs) > MOST:
        problems.append(f"On compare {MOST} fiches au plus{NBSP}: les suivantes sont laissées.")
    return list(files.values()), problems


def _case(slug: str) -> CaseFile:
    try:
        return knowledge_base().reading.case(slug)
    except CaseMovedError as error:
        return knowledge_base().reading.case(error.now)


def _named(text: str, taxonomy: Taxonomy) -> tuple[Slug | None, Iterable[CaseSummary]]:
    """The case that an address, a slug or an exact title names; else those that may be meant."""
    slug = slug_in(text)
    files, _ = _read([slug] if slug else [])
    if files:
        return files[0].slug, ()
    words = search_address.read(MultiDict({"q": text}), taxonomy).query
    if not words.has_words:
        return None, ()
    hits = knowledge_base().searching.answer(replace(words, per_page=_CANDIDATES)).hits
    title = letters_and_digits(text)
    same = (hit.case.slug for hit in hits if letters_and_digits(hit.case.title) == title)
    return next(same, None), [hit.case for hit in hits]
