"""`/moderation/conflits/<number>`: a publication that met a file edited by hand; one chooses."""

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from kb.domain.case import Slug
from kb.domain.errors import KbError
from kb.domain.sentences import sentence
from kb.web.context import knowledge_base, signed_in
from kb.web.errors import status_of
from kb.web.head import Head, Link
from kb.web.moderate_diff import DiffView
from kb.web.moderate_editor import head_of
from kb.web.moderate_form import FormMalformedError
from kb.web.moderate_words import KINDS
from kb.web.moments import moment

pages = Blueprint("conflicts", __name__, url_prefix="/moderation/conflits")

#: Whether the choice keeps the file as it is.
_CHOICES = {"keep-file": True, "publish-anyway": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictPage:
    """Both texts. `told`: what was decided, and when."""

    head: Head
    address: str
    slug: Slug
    told: str
    errors: tuple[Link, ...]
    present: str
    decided: str
    diff: DiffView


@pages.get("/<int:number>")
def show(number: int) -> ResponseReturnValue:
    """Both texts, and the choice."""
    return render_template("moderate/conflict.html", page=_page(number, ()))


@pages.post("/<int:number>")
def choose(number: int) -> ResponseReturnValue:
    """Do what was chosen."""
    action = request.form.get("action", "")
    if action not in _CHOICES:
        raise FormMalformedError(field="action")
    try:
        knowledge_base().moderating.resolve(number, keep_file=_CHOICES[action], by=signed_in())
    except KbError as error:
        page = _page(number, (Link(text=sentence(error), address=""),))
        return render_template("moderate/conflict.html", page=page), status_of(error)
    return redirect("/moderation", 303)


def _page(number: int, errors: tuple[Link, ...]) -> ConflictPage:
    change, held, publication = knowledge_base().publishing.conflict(number)
    present, decided = held.text if held else "", change.after or ""
    return ConflictPage(
        head=head_of("Fichier modifié à la main"),
        address=f"/moderation/conflits/{number}",
        slug=change.slug,
        told=f"{KINDS[publication.kind]} décidée le {moment(publication.decided_at)}.",
        errors=errors,
        present=present,
        decided=decided,
        diff=DiffView.of(
            present,
            decided,
            title="du fichier au texte décidé",
            taxonomy=knowledge_base().taxonomies.current(),
        ),
    )
