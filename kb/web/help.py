"""`/aide`: how to search, what a case holds, how to reuse it, what we know of readers: nothing."""

from dataclasses import dataclass

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from kb.domain.search import MAX_QUERY_CHARACTERS, MAX_WORDS, MIN_PREFIX_LETTERS
from kb.web.context import absolute
from kb.web.head import Head

pages = Blueprint("help", __name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldHelp:
    """A field that a query can name: where it looks, and an example that begins with its name."""

    looks_in: str
    example: str


#: Every field of `query_text`, under its French name.
FIELDS = (
    FieldHelp(looks_in="le titre de la fiche", example="titre:habitants"),
    FieldHelp(looks_in="le nom des partenaires", example="partenaire:emmaüs"),
    FieldHelp(looks_in="le lieu de l’action", example="lieu:lyon"),
    FieldHelp(looks_in="le domaine d’action", example="domaine:santé"),
    FieldHelp(looks_in="la catégorie de partenariat", example="catégorie:mécénat"),
    FieldHelp(looks_in="le type d’acteur", example="acteur:fondation"),
    FieldHelp(looks_in="la région", example="région:bretagne"),
    FieldHelp(looks_in="l’échelon territorial", example="échelle:local"),
    FieldHelp(looks_in="l’impact", example="impact:confiance"),
    FieldHelp(looks_in="l’étape de l’innovation", example="étape:essaimage"),
    FieldHelp(looks_in="l’objectif de développement durable", example="odd:7"),
    FieldHelp(looks_in="l’année de démarrage", example="année:2015"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpPage:
    """How to use the site; its text stands in the template, what code decides stands here."""

    head: Head
    fields: tuple[FieldHelp, ...]
    max_characters: int
    max_words: int
    min_prefix_letters: int


@pages.get("/aide")
def show() -> ResponseReturnValue:
    """The help page."""
    page = HelpPage(
        head=Head(page_title="Aide", canonical=absolute("/aide"), section="help"),
        fields=FIELDS,
        max_characters=MAX_QUERY_CHARACTERS,
        max_words=MAX_WORDS,
        min_prefix_letters=MIN_PREFIX_LETTERS,
    )
    return render_template("help/show.html", page=page)
