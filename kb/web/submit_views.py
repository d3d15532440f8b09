"""The pages around the steps of a draft: all steps, preview, two versions, near cases, sent."""

import re

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kb.domain.case import CaseFile
from kb.domain.french import typographic
from kb.domain.hashes import sha256_of
from kb.formats import front_matter
from kb.formats.form_preview import preview as previewed
from kb.web import drafts
from kb.web.cards import case_address
from kb.web.case_page import CasePage, Ties
from kb.web.context import knowledge_base, markup
from kb.web.draft_state import DraftState
from kb.web.drafts import ONE
from kb.web.head import Link
from kb.web.private import private, private_head
from kb.web.submit_frame import about, address_of, saved_at, step_links, versions_of
from kb.web.submit_pages import (
    OverviewPage,
    PreviewPage,
    SentPage,
    VersionsPage,
    differing,
    version_line,
)
from kb.web.submit_review import missing_of
from kb.web.submit_steps import REVIEW, STEP, STEPS

pages = Blueprint("drafts", __name__, url_prefix="/proposer")

#: Titles that are compared while they are typed.
_MOST_TITLE_CHARACTERS = 200
_NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)


@pages.get(ONE)
def overview(draft: int) -> ResponseReturnValue:
    """The list of tasks of one draft."""
    state = DraftState.of(drafts.draft_of(draft))
    page = OverviewPage(
        head=private_head(about(state.draft)),
        about=about(state.draft),
        saved=saved_at(state.draft.saved_at),
        steps=tuple(step_links(state, None)),
        missing=tuple(missing_of(state)),
        versions=versions_of(state.draft),
        preview=url_for("drafts.preview", draft=draft),
        address=url_for("drafts.overview", draft=draft),
    )
    return private(render_template("submit/overview.html", page=page))


@pages.post(ONE)
def discard(draft: int) -> ResponseReturnValue:
    """Throw a draft away."""
    if request.form.get("action") == "discard":
        drafts.discard(draft)
        return redirect(url_for("submit.start"), code=303)
    return redirect(url_for("drafts.overview", draft=draft), code=303)


@pages.get(f"{ONE}/apercu")
def preview(draft: int) -> ResponseReturnValue:
    """The case as its page would show it, whatever is missing."""
    held = drafts.draft_of(draft)
    taxonomy = knowledge_base().taxonomies.current()
    case = previewed(held.fields, taxonomy)
    if case is None:
        return redirect(address_of(held, STEP[REVIEW]), code=303)
    text = front_matter.render(case)
    file = CaseFile(
        slug=held.change_of or "apercu",
        sha256=sha256_of(text),
        text=text,
        case=case,
    )
    shown = CasePage.of(file, markup().case_body(file), ties=Ties(), taxonomy=taxonomy)
    page = PreviewPage(
        head=private_head(typographic(f"Aperçu : {case.title}")),
        case=shown,
        back=address_of(held, STEPS[0]),
        review=address_of(held, STEP[REVIEW]),
    )
    return private(render_template("submit/preview.html", page=page))


@pages.get(f"{ONE}/versions")
def versions(draft: int) -> ResponseReturnValue:
    """Two texts that two windows wrote: which one stays?"""
    held = drafts.draft_of(draft)
    all_of_them = sorted([held, *knowledge_base().drafting.siblings(held)], key=lambda one: one.id)
    unlike = differing(all_of_them)
    page = VersionsPage(
        head=private_head("Choisir une version"),
        about=about(held),
        address=url_for("drafts.versions", draft=draft),
        versions=tuple(
            version_line(rank, each, unlike[each.id], address=address_of(each, STEPS[0]))
            for rank, each in enumerate(all_of_them, start=1)
        ),
    )
    return private(render_template("submit/versions.html", page=page))


@pages.post(f"{ONE}/versions")
def keep(draft: int) -> ResponseReturnValue:
    """Keep one of the versions, as the person chose."""
    action, _, number = request.form.get("action", "").partition("-")
    if action != "keep" or not _NUMBER.fullmatch(number):
        return redirect(url_for("drafts.versions", draft=draft), code=303)
    by = drafts.writer(int(number))
    kept = knowledge_base().drafting.keep(int(number), key=drafts.key(), by=by)
    return redirect(url_for("drafts.overview", draft=kept.id), code=303)


@pages.get("/proches")
def near() -> ResponseReturnValue:
    """Published cases whose title is close to one that is being typed: a piece of a page."""
    title = request.args.get("titre", "")[:_MOST_TITLE_CHARACTERS]
    found = knowledge_base().submitting.near(title)
    links = tuple(
        Link(text=typographic(each.title), address=case_address(each.slug))
        for each in found.published
    )
    return private(
        render_template("submit/near.html", links=links, is_under_review=found.under_review)
    )


@pages.get("/envoyee")
def sent() -> ResponseReturnValue:
    """The proposal is stored; the address must be confirmed."""
    number = request.args.get("numero", "")
    page = SentPage(
        head=private_head("Proposition enregistrée"),
        number=number if _NUMBER.fullmatch(number) else "",
    )
    return private(render_template("submit/sent.html", page=page))
