"""`/moderation/fiches/<slug>/texte` and `/fusion`: the text of a published case, or of two."""

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from kb.domain.case import CaseFile, Sha256, Slug
from kb.domain.errors import KbError
from kb.domain.french import typographic
from kb.web.context import knowledge_base, signed_in
from kb.web.head import Link
from kb.web.moderate_editor import Beside, EditorPage, again, file_text_in, head_of
from kb.web.moderate_form import text_in
from kb.web.why import slug_in

pages = Blueprint("curate_texts", __name__, url_prefix="/moderation/fiches")


@pages.get("/<slug>/texte")
def correct(slug: Slug) -> ResponseReturnValue:
    """The text of a published case, to correct."""
    file = knowledge_base().reading.case(slug)
    return render_template("moderate/editor.html", page=_correcting(file))


@pages.post("/<slug>/texte")
def save(slug: Slug) -> ResponseReturnValue:
    """Publish the corrected text."""
    text, reason = file_text_in(request.form), text_in(request.form, "reason")
    base = Sha256(request.form.get("base", ""))
    try:
        knowledge_base().curating.edit(slug, text, base=base, by=signed_in(), reason=reason)
    except KbError as error:
        file = knowledge_base().reading.case(slug)
        return again(_correcting(file).typed(text, reason), error, present=file.text)
    return redirect(f"/moderation/fiches/{slug}?fait", 303)


@pages.get("/<slug>/fusion")
def choose(slug: Slug) -> ResponseReturnValue:
    """The text of the case that is kept, the other beside it."""
    asked = request.args.get("other", "").strip()
    reading = knowledge_base().reading
    page = _merging(reading.case(slug), reading.case(slug_in(asked) or asked))
    return render_template("moderate/editor.html", page=page)


@pages.post("/<slug>/fusion")
def merge(slug: Slug) -> ResponseReturnValue:
    """Publish the merged text; the address of the other case leads to it from now on."""
    form, other = request.form, request.form.get("other", "")
    text, reason = file_text_in(form), text_in(form, "reason")
    bases = {slug: Sha256(form.get("base", "")), other: Sha256(form.get("other_base", ""))}
    try:
        knowledge_base().curating.merge(
            slug, other, text=text, bases=bases, by=signed_in(), reason=reason
        )
    except KbError as error:
        reading = knowledge_base().reading
        kept, joined = reading.case(slug), reading.case(other)
        return again(_merging(kept, joined).typed(text, reason), error, present=kept.text)
    return redirect(f"/moderation/fiches/{slug}?fait", 303)


def _correcting(file: CaseFile) -> EditorPage:
    return EditorPage(
        head=head_of("Modifier une fiche"),
        back=Link(text="Retour à la fiche", address=f"/moderation/fiches/{file.slug}"),
        title=f"Modifier « {typographic(file.case.title)} »",
        advice="Le texte est publié dès que vous l’enregistrez, à la date d’aujourd’hui ; "
        "celui d’avant reste dans l’historique.",
        address=f"/moderation/fiches/{file.slug}/texte",
        action="edit",
        button="Publier ce texte",
        kept=(("base", file.sha256),),
        label="Texte de la fiche",
        text=file.text,
        asks_reason=True,
    )


def _merging(kept: CaseFile, other: CaseFile) -> EditorPage:
    return EditorPage(
        head=head_of("Fusionner deux fiches"),
        back=Link(text="Retour à la fiche", address=f"/moderation/fiches/{kept.slug}"),
        title=f"Fusionner « {typographic(other.case.title)} » "
        f"dans « {typographic(kept.case.title)} »",
        advice="Complétez la fiche gardée avec ce que l’autre apporte. L’autre fiche quitte le "
        "site, et son adresse mène à celle-ci.",
        address=f"/moderation/fiches/{kept.slug}/fusion",
        action="merge",
        button="Publier la fusion",
        kept=(("other", other.slug), ("base", kept.sha256), ("other_base", other.sha256)),
        label="Texte de la fiche gardée",
        text=kept.text,
        asks_reason=True,
        beside=Beside(title="L’autre fiche", text=other.text),
    )
