"""`/moderation` and `/moderation/<number>`: what waits for a decision, and deciding."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from kb.domain.account import Account
from kb.domain.case import Sha256
from kb.domain.errors import KbError, NotFoundError
from kb.domain.sentences import sentence
from kb.domain.slugs import SlugInvalidError, SlugTakenError
from kb.domain.submission import Action, SubmissionId
from kb.services.messages import ReasonMissingError
from kb.services.publishing import PublicationConflictError
from kb.unit_of_work import StaleVersionError
from kb.web.context import knowledge_base, signed_in
from kb.web.errors import status_of
from kb.web.head import Link
from kb.web.moderate_decision import PANELS, Model
from kb.web.moderate_form import FormMalformedError, Typed
from kb.web.moderate_page import ReviewPage, Seen
from kb.web.moderate_queue import QueuePage, query_in

pages = Blueprint("moderate", __name__, url_prefix="/moderation")

#: The fields of what is said without deciding.
_TALK = {"write": "#message", "note": "#note"}

#: Does what was sent; all that can go wrong is an error of ours.
Act = Callable[..., None]

#: What is sent with a reason that reaches the author; models are offered for it.
_EXPLAINED = (Action.REQUEST_CHANGES, Action.REJECT)


@pages.get("")
def queue() -> ResponseReturnValue:
    """What waits, as the address narrows and orders it."""
    taxonomy, by = knowledge_base().taxonomies.current(), signed_in()
    query = query_in(request.args, taxonomy)
    rows = knowledge_base().moderating.queue(query, by=by)
    page = QueuePage.of(query, rows, taxonomy, by=by)
    page = page.with_conflicts(knowledge_base().publishing.conflicts())
    return render_template("moderate/queue.html", page=page)


@pages.get("/<int:number>")
def show(number: SubmissionId) -> ResponseReturnValue:
    """One proposal."""
    seen = Seen(diff=request.args.get("diff", ""), has_decided="fait" in request.args)
    return _page(number, seen)


@pages.post("/<int:number>")
def act(number: SubmissionId) -> ResponseReturnValue:
    """Do what the button says; what is refused comes back with all that was typed."""
    typed = Typed.of(request.form)
    try:
        act, after = _ACTS[typed.action]
    except KeyError:
        raise FormMalformedError(field="action") from None
    try:
        act(number, typed, by=signed_in())
    except NotFoundError:
        raise
    except KbError as error:
        return _page(number, _refused(error, typed)), status_of(error)
    return redirect(after.format(number=number), 303)


def _page(number: SubmissionId, seen: Seen) -> str:
    moderating, by = knowledge_base().moderating, signed_in()
    models = {
        action: [Model(label=label, text=text) for label, text in moderating.templates(action)]
        for action in _EXPLAINED
    }
    page = ReviewPage.of(
        moderating.review(number, by=by),
        knowledge_base().taxonomies.current(),
        by=by,
        models=models,
        seen=seen,
    )
    return render_template("moderate/show.html", page=page)


def _refused(error: KbError, typed: Typed) -> Seen:
    """The page once more, saying what was refused beside the field that it is about."""
    text, address = sentence(error), ""
    if isinstance(error, SlugInvalidError | SlugTakenError):
        typed, address = typed.with_error(text, of_slug=True), "#slug"
    elif typed.action in _TALK:
        address = _TALK[typed.action]
    elif isinstance(error, ReasonMissingError):
        panel = PANELS[Action(typed.action)]
        typed, address = typed.with_error(text, of_slug=False), f"#{panel}-reason"
    elif isinstance(error, PublicationConflictError):
        address = f"/moderation/conflits/{error.publication}"
    elif isinstance(error, StaleVersionError):
        address = f"?diff={typed.version}"
    return Seen(typed=typed, errors=(Link(text=text, address=address),))


def _claim(number: SubmissionId, _typed: Typed, *, by: Account) -> None:
    knowledge_base().moderating.claim(number, by=by)


def _release(number: SubmissionId, _typed: Typed, *, by: Account) -> None:
    knowledge_base().moderating.release(number, by=by)


def _approve(number: SubmissionId, typed: Typed, *, by: Account) -> None:
    knowledge_base().moderating.approve(
        number, version=typed.version, by=by, slug=typed.slug or None, note=typed.reason
    )


def _request_changes(number: SubmissionId, typed: Typed, *, by: Account) -> None:
    moderating = knowledge_base().moderating
    reason = _reason(Action.REQUEST_CHANGES, typed)
    moderating.request_changes(number, version=typed.version, reason=reason, by=by)


def _reject(number: SubmissionId, typed: Typed, *, by: Account) -> None:
    moderating = knowledge_base().moderating
    reason = _reason(Action.REJECT, typed)
    moderating.reject(number, version=typed.version, reason=reason, by=by)


def _rebase(number: SubmissionId, typed: Typed, *, by: Account) -> None:
    knowledge_base().moderating.rebase(number, base=Sha256(typed.base), by=by)


def _write(number: SubmissionId, typed: Typed, *, by: Account) -> None:
    knowledge_base().moderating.write(number, typed.body, by=by)


def _note(number: SubmissionId, typed: Typed, *, by: Account) -> None:
    knowledge_base().moderating.note(number, typed.body, by=by)


def _reason(action: Action, typed: Typed) -> str:
    """One's own words, or else those of the model that was chosen."""
    models = knowledge_base().moderating.templates(action)
    if not typed.reason and 0 < typed.model <= len(models):
        return models[typed.model - 1][1]
    return typed.reason


#: Action -> what does it, and where one goes then.
_ACTS: Mapping[str, tuple[Act, str]] = MappingProxyType(
    {
        Action.CLAIM: (_claim, "/moderation/{number}"),
        Action.RELEASE: (_release, "/moderation"),
        Action.APPROVE: (_approve, "/moderation/{number}?fait"),
        Action.REQUEST_CHANGES: (_request_changes, "/moderation/{number}?fait"),
        Action.REJECT: (_reject, "/moderation/{number}?fait"),
        "rebase": (_rebase, "/moderation/{number}?diff=published"),
        "write": (_write, "/moderation/{number}#messages"),
        "note": (_note, "/moderation/{number}#notes"),
    }
)
