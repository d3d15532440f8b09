"""`/proposer`: tell a case, or propose a change, in steps that one may take in any order."""

from dataclasses import replace

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import NotFound

from kb.domain.draft import Draft, DraftNotFoundError
from kb.domain.errors import KbError, TooLargeError, TooManyError, UnavailableError
from kb.domain.french import typographic
from kb.domain.sentences import sentence
from kb.domain.submission import Depth
from kb.web import drafts, submit_send
from kb.web.context import knowledge_base, signed_in
from kb.web.draft_state import DraftState
from kb.web.drafts import ONE
from kb.web.errors import status_of
from kb.web.head import Link
from kb.web.private import private, private_head
from kb.web.security import form_has_expired, gives_back
from kb.web.submit_actions import DEEPEN, SUBMIT, answer_to, change_of
from kb.web.submit_frame import about, address_of, saved_at
from kb.web.submit_given import Given, fields_given, given_by
from kb.web.submit_pages import StartPage, StepPage
from kb.web.submit_review import ReviewPage
from kb.web.submit_steps import REVIEW, STEP, STEPS, Step, merged

pages = Blueprint("submit", __name__, url_prefix="/proposer")

_EXPIRED = typographic(
    "Votre session avait expiré : rien n'a été perdu, votre texte est ci-dessous. "
    "Enregistrez-le de nouveau."
)


@pages.get("")
def start() -> ResponseReturnValue:
    """Who may propose, how long it takes, what to have ready, what happens next."""
    slug = request.args.get("cas", "")
    file = knowledge_base().reading.case(slug) if slug else None
    change = Link(text=typographic(file.case.title), address=f"/cas/{file.slug}") if file else None
    page = StartPage(
        head=private_head("Proposer une modification" if file else "Proposer une fiche"),
        change=change,
        change_of=file.slug if file else "",
        given=() if file else _given(request.args),
        drafts=tuple(_begun(draft) for draft in drafts.mine()),
    )
    return private(render_template("submit/start.html", page=page))


@pages.post("")
def begin() -> ResponseReturnValue:
    """Begin a draft, and go to its first step."""
    slug = request.form.get("cas", "")
    depth = Depth.SHORT if request.form.get("action") == "start-eclair" else Depth.FULL
    fields = None if slug else fields_given(_given(request.form))
    draft = drafts.begin(depth, change_of=slug or None, fields=fields)
    return redirect(address_of(draft, STEPS[0]), code=303)


@pages.get(f"{ONE}/<step>")
def step(draft: int, step: str) -> ResponseReturnValue:
    """One step of a draft; `?manque` tells what is not filled in yet."""
    where, state = known(step), DraftState.of(drafts.draft_of(draft))
    return private(shown(state, where, tells_missing="manque" in request.args))


@pages.post(f"{ONE}/<step>")
@gives_back
def save_step(draft: int, step: str) -> ResponseReturnValue:
    """Keep what was typed, then do what the button says; what cannot be kept comes back."""
    where = known(step)
    if form_has_expired():
        return _refused(draft, where, None)
    try:
        return _act(draft, where, request.form.get("action", "save"))
    except (TooLargeError, TooManyError, UnavailableError) as reason:
        return _refused(draft, where, reason)


def _act(number: int, where: Step, action: str) -> ResponseReturnValue:
    drafts.require_save()
    if where.id == REVIEW and action == SUBMIT:
        return submit_send.send(number, where)
    saved = _kept(number, where, action)
    if action == "autosave":
        return _told(saved, where)
    if action == DEEPEN or saved.is_beside:
        return redirect(address_of(saved.draft, where), code=303)
    return answer_to(action, saved.draft, where)


def known(step: str) -> Step:
    """The step with this id.

    Raises:
        NotFound: there is none.
    """
    if step not in STEP:
        raise NotFound
    return STEP[step]


def shown(state: DraftState, where: Step, *, tells_missing: bool = False, notice: str = "") -> str:
    """The page of a step."""
    if where.id == REVIEW:
        review = ReviewPage.of(state, by=signed_in(), notice=notice)
        return render_template("submit/relecture.html", page=review)
    page = StepPage.of(state, where, tells_missing=tells_missing, notice=notice)
    return render_template(f"submit/{where.id}.html", page=page)


def sent() -> dict[str, list[str]]:
    """The fields that the page sent."""
    return request.form.to_dict(flat=False)


def _kept(number: int, where: Step, action: str) -> drafts.Saved:
    """The draft with what was sent; a new one if this browser has lost its key."""
    try:
        draft = drafts.draft_of(number)
    except DraftNotFoundError:
        return drafts.Saved(drafts.begin(Depth.FULL, fields=merged({}, where, sent())))
    return drafts.save(draft, where, sent(), change_of(action))


def _told(saved: drafts.Saved, where: Step) -> ResponseReturnValue:
    """What the script of the page is told after a save."""
    choose = url_for("drafts.versions", draft=saved.draft.id) if saved.is_beside else ""
    return {
        "saved": saved_at(saved.draft.saved_at),
        "draft": saved.draft.id,
        "address": address_of(saved.draft, where),
        "choose": choose,
    }


def _given(values: MultiDict[str, str]) -> tuple[Given, ...]:
    return given_by(values, knowledge_base().taxonomies.current())


def _begun(draft: Draft) -> Link:
    words = f"{about(draft)} ({saved_at(draft.saved_at).lower()})"
    return Link(text=words, address=url_for("drafts.overview", draft=draft.id))


def _refused(number: int, where: Step, reason: KbError | None) -> ResponseReturnValue:
    """What cannot be kept now comes back, with the reason; `None`: the form has expired."""
    status = status_of(reason) if reason else 400
    words = sentence(reason) if reason else _EXPIRED
    if request.form.get("action") == "autosave":
        return {"problem": words, "token": generate_csrf()}, status
    fields = merged(_held(number).fields, where, sent())
    state = DraftState.of(replace(_held(number), fields=fields))
    return private(shown(state, where, notice=words), status)


def _held(number: int) -> Draft:
    """The draft; in the place of one that cannot be read, an empty one that is never stored."""
    try:
        return drafts.draft_of(number)
    except (DraftNotFoundError, UnavailableError):
        return drafts.nobodys(number)
