"""Sending a proposal: what must be in order, and where one is led."""

from collections.abc import Iterator
from datetime import timedelta

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kb.domain.account import Account, EmailInvalidError
from kb.domain.consent import LICENCE_CONSENT, PRIVACY_CONSENT
from kb.domain.draft import Draft, DraftNotFoundError
from kb.domain.french import typographic
from kb.domain.limits import Limit
from kb.domain.sentences import sentence
from kb.domain.submission import Kinship
from kb.formats.email_address import counted_as
from kb.formats.form_fields import one
from kb.services.submitting import ConsentGiven
from kb.unit_of_work import StaleVersionError
from kb.web import drafts
from kb.web.context import knowledge_base, settings, signed_in
from kb.web.draft_state import DraftState
from kb.web.followed import author_of, followed_address
from kb.web.submit_frame import Wrong, address_of
from kb.web.submit_review import HONEYPOT, KINSHIPS, ReviewPage, is_stamped, nearness
from kb.web.submit_steps import Step

#: From the beginning of a draft to its sending; no person is quicker.
LEAST_TIME = timedelta(seconds=3)

_SENTENCES = {
    "licence": "Licence : cochez la case pour que la fiche puisse être publiée.",
    "privacy": "Données personnelles : cochez la case pour que nous puissions vous répondre.",
    "stamp": "Le formulaire a été modifié en route : vérifiez-le et envoyez-le de nouveau.",
    HONEYPOT: "Un champ caché, qui piège les robots, a été rempli ; nous l'avons vidé : "
    "envoyez de nouveau.",
    "quick": "Votre proposition arrive trop vite pour avoir été relue : "
    "attendez quelques secondes et envoyez de nouveau.",
    "near": "Fiche proche : dites si c'est la même action, une suite, ou autre chose.",
    "email": "Adresse électronique : indiquez où vous répondre.",
    "missing": "Il reste à compléter la fiche : voir la liste ci-dessous.",
}


def send(number: int, step: Step) -> ResponseReturnValue:
    """Send a draft to those who moderate, or say what is in the way."""
    try:
        draft = drafts.draft_of(number)
    except DraftNotFoundError:  # sent a moment ago: somebody clicked twice
        return redirect(url_for("drafts.sent"), code=303)
    saved = drafts.save(
        draft, step, request.form.to_dict(flat=False), drafts.unchanged, always=True
    )
    if saved.is_beside:
        return redirect(address_of(saved.draft, step), code=303)
    state, by = DraftState.of(saved.draft), signed_in()
    wrong = {name: [typographic(text)] for name, text in _refusals(state, by)}
    if wrong:
        return _again(state, wrong)
    try:
        return _new_version(state) if saved.draft.submission else _first(state, by)
    except EmailInvalidError as error:
        return _again(state, {"email": [sentence(error)]})
    except StaleVersionError:  # another window wrote just now: look again
        return redirect(address_of(saved.draft, step), code=303)


def _first(state: DraftState, by: Account) -> ResponseReturnValue:
    email = by.email if by.is_confirmed else request.form.get("email", "").strip()
    knowledge_base().limiting.require(Limit.SEND, request.remote_addr or "")
    knowledge_base().limiting.require(Limit.SEND_FOR_ADDRESS, counted_as(email))
    submission = knowledge_base().submitting.submit(
        state.draft,
        state.text,
        email=email,
        kinship=_kinship(state.draft),
        consent=ConsentGiven(licence=LICENCE_CONSENT.version, privacy=PRIVACY_CONSENT.version),
        depth=state.depth,
        by=by,
    )
    if by.is_confirmed:
        return redirect(followed_address(submission.id), code=303)
    return redirect(url_for("drafts.sent", numero=submission.id), code=303)


def _new_version(state: DraftState) -> ResponseReturnValue:
    author = author_of(state.draft)
    submission = knowledge_base().submitting.revise(state.draft, state.text, by=author)
    return redirect(followed_address(submission.id), code=303)


def _refusals(state: DraftState, by: Account) -> Iterator[tuple[str, str]]:
    """What is in the way: the field, and a sentence about it."""
    if state.case is None:
        yield "missing", _SENTENCES["missing"]
    if not is_stamped(request.form.get("stamp", ""), state.draft.id):
        yield "stamp", _SENTENCES["stamp"]
    if request.form.get(HONEYPOT):
        yield HONEYPOT, _SENTENCES[HONEYPOT]
    if settings().limits_tries and state.draft.saved_at - state.draft.created_at < LEAST_TIME:
        yield "quick", _SENTENCES["quick"]
    if state.draft.submission is None:
        yield from _unanswered(state, by)


def _unanswered(state: DraftState, by: Account) -> Iterator[tuple[str, str]]:
    for near in nearness(state).published:
        if one(state.draft.fields, f"kinship-{near.slug}") not in set(KINSHIPS):
            yield f"kinship-{near.slug}", _SENTENCES["near"]
    if not by.is_confirmed and not request.form.get("email", "").strip():
        yield "email", _SENTENCES["email"]
    for box in ("licence", "privacy"):
        if not request.form.get(box):
            yield box, _SENTENCES[box]


def _kinship(draft: Draft) -> dict[str, Kinship]:
    given = {name.removeprefix("kinship-"): one(draft.fields, name) for name in draft.fields}
    return {
        slug: Kinship(value)
        for slug, value in given.items()
        if f"kinship-{slug}" in draft.fields and value in set(KINSHIPS)
    }


def _again(state: DraftState, wrong: Wrong) -> ResponseReturnValue:
    page = ReviewPage.of(state, by=signed_in(), wrong=wrong)
    return render_template("submit/relecture.html", page=page), 422
