"""`/moderation/<number>/texte` and `/fusion`: correct a proposal, or merge it into a case."""

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from kb.domain.case import CaseFile, Sha256, Slug
from kb.domain.errors import KbError
from kb.domain.french import typographic
from kb.domain.submission import Action, SubmissionId
from kb.services.reviewing import Review
from kb.web.context import knowledge_base, signed_in
from kb.web.head import Link
from kb.web.moderate_editor import Beside, EditorPage, again, file_text_in, head_of
from kb.web.moderate_form import number_in, text_in
from kb.web.why import slug_in

pages = Blueprint("moderate_texts", __name__, url_prefix="/moderation")


@pages.get("/<int:number>/texte")
def correct(number: SubmissionId) -> ResponseReturnValue:
    """The text of a proposal, to correct."""
    review = knowledge_base().moderating.review(number, by=signed_in())
    return render_template("moderate/editor.html", page=_correcting(review))


@pages.post("/<int:number>/texte")
def save(number: SubmissionId) -> ResponseReturnValue:
    """Keep the corrected text as a new version."""
    moderating, by = knowledge_base().moderating, signed_in()
    text, version = file_text_in(request.form), number_in(request.form, "version")
    try:
        moderating.edit(number, version=version, text=text, by=by)
    except KbError as error:
        review = moderating.review(number, by=by)
        page = _correcting(review).typed(text, "")
        return again(page, error, present=review.version.text)
    return redirect(f"/moderation/{number}?diff={version}", 303)


@pages.get("/<int:number>/fusion")
def choose(number: SubmissionId) -> ResponseReturnValue:
    """The text of a published case, the proposal beside it."""
    asked = request.args.get("other", "").strip() or request.args.get("into", "")
    review = knowledge_base().moderating.review(number, by=signed_in())
    kept = knowledge_base().reading.case(slug_in(asked) or asked)
    return render_template("moderate/editor.html", page=_merging(review, kept))


@pages.post("/<int:number>/fusion")
def merge(number: SubmissionId) -> ResponseReturnValue:
    """Publish the merged text; the proposal ends there."""
    moderating, by = knowledge_base().moderating, signed_in()
    text, reason = file_text_in(request.form), text_in(request.form, "reason")
    into: Slug = request.form.get("into", "")
    try:
        moderating.merge(
            number,
            version=number_in(request.form, "version"),
            into=into,
            text=text,
            base=Sha256(request.form.get("base", "")),
            by=by,
            reason=reason,
        )
    except KbError as error:
        kept = knowledge_base().reading.case(into)
        page = _merging(moderating.review(number, by=by), kept).typed(text, reason)
        return again(page, error, present=kept.text)
    return redirect(f"/moderation/{number}?fait", 303)


def _correcting(review: Review) -> EditorPage:
    number = review.submission.id
    return EditorPage(
        head=head_of("Corriger la proposition"),
        back=Link(text="Retour à la proposition", address=f"/moderation/{number}"),
        title=f"Corriger « {typographic(review.submission.title)} »",
        advice="Votre texte devient une nouvelle version ; celle qui a été envoyée est gardée.",
        address=f"/moderation/{number}/texte",
        action=Action.EDIT.value,
        button="Garder cette version",
        kept=(("version", str(review.version.number)),),
        label="Texte de la fiche",
        text=review.version.text,
    )


def _merging(review: Review, kept: CaseFile) -> EditorPage:
    number = review.submission.id
    return EditorPage(
        head=head_of("Fusionner la proposition"),
        back=Link(text="Retour à la proposition", address=f"/moderation/{number}"),
        title=f"Fusionner avec « {typographic(kept.case.title)} »",
        advice="Complétez la fiche publiée avec ce que la proposition apporte : "
        "c’est ce texte qui sera publié, et la proposition sera close.",
        address=f"/moderation/{number}/fusion",
        action=Action.MERGE.value,
        button="Publier la fusion",
        kept=(
            ("version", str(review.version.number)),
            ("into", kept.slug),
            ("base", kept.sha256),
        ),
        label="Texte de la fiche publiée",
        text=kept.text,
        asks_reason=True,
        beside=Beside(title="La proposition", text=review.version.text),
    )
