"""`/suivi`: what becomes of a proposal, and what its author may do about it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kb.domain.limits import Limit
from kb.domain.submission import Action
from kb.formats.email_address import counted_as
from kb.services.following import Followed, LinkInvalidError
from kb.web import cookies, drafts, followed
from kb.web.context import knowledge_base
from kb.web.follow_pages import FollowPage, LinkPage
from kb.web.private import private, private_head
from kb.web.security import form_has_expired, gives_back
from kb.web.submit_frame import address_of
from kb.web.submit_steps import STEPS

pages = Blueprint("follow", __name__, url_prefix="/suivi")

_MINE = "/proposition/<int:number>"
_MOST_MESSAGE_CHARACTERS = 5000
_EXPIRED = "Votre session avait expiré : rien n’a été fait, recommencez."


@pages.get("/<token>")
def arrive(token: str) -> ResponseReturnValue:
    """From the secret link to a clean address; nothing else happens.

    Raises:
        LinkInvalidError: it is unknown, expired or revoked.
    """
    _count_link()
    knowledge_base().following.open(token)
    response = make_response(redirect(url_for("follow.show"), code=303))
    return followed.remember(response, token)


@pages.get("")
def show() -> ResponseReturnValue:
    """The proposal of the link that was opened, or a form to ask for a link."""
    if not followed.token():
        return _ask()
    return _shown(followed.followed(None), url_for("follow.show"))


@pages.post("")
@gives_back
def act() -> ResponseReturnValue:
    """Do what the button says with the proposal of the link, or send new links."""
    if request.form.get("action") == "resend":
        return _ask(status=400) if form_has_expired() else _resend()
    return _done(followed.followed(None), url_for("follow.show"))


@pages.get(_MINE)
def own(number: int) -> ResponseReturnValue:
    """A proposal of whoever signed in."""
    return _shown(followed.followed(number), url_for("follow.own", number=number))


@pages.post(_MINE)
@gives_back
def act_on_own(number: int) -> ResponseReturnValue:
    """Do what the button says with a proposal of whoever signed in."""
    return _done(followed.followed(number), url_for("follow.own", number=number))


@pages.errorhandler(LinkInvalidError)
def no_longer_good(_error: LinkInvalidError) -> ResponseReturnValue:
    """The link opens nothing any more: here is how to get another."""
    return _ask(invalid=True, status=404)


def _shown(
    opened: Followed, address: str, *, wrong: str = "", status: int = 200
) -> ResponseReturnValue:
    page = FollowPage.of(opened, address, wrong=wrong, typed=_typed("message"))
    return private(render_template("follow/show.html", page=page), status)


def _ask(*, invalid: bool = False, is_sent: bool = False, status: int = 200) -> ResponseReturnValue:
    head = private_head("Suivre une proposition")
    page = LinkPage(head=head, is_invalid=invalid, is_sent=is_sent)
    return private(render_template("follow/link.html", page=page), status)


def _resend() -> ResponseReturnValue:
    """The same answer whether the address is known or not."""
    email = request.form.get("email", "").strip()
    limiting = knowledge_base().limiting
    limiting.require(Limit.MAIL, request.remote_addr or "")
    limiting.require(Limit.MAIL_TO_ADDRESS, counted_as(email))
    knowledge_base().following.resend(email)
    return _ask(is_sent=True)


def _done(opened: Followed, address: str) -> ResponseReturnValue:
    if form_has_expired():
        return _shown(opened, address, wrong=_EXPIRED, status=400)
    action = _ACTIONS.get(request.form.get("action", ""))
    if action is None:
        return redirect(address, code=303)
    return action(opened, address)


def _confirm(opened: Followed, address: str) -> ResponseReturnValue:
    knowledge_base().submitting.confirm(opened.submission.id, by=opened.author)
    return redirect(address, code=303)


def _edit(opened: Followed, _address: str) -> ResponseReturnValue:
    draft = knowledge_base().drafting.begin(
        key=drafts.require_key(), by=opened.author, submission=opened.submission
    )
    return redirect(address_of(draft, STEPS[0]), code=303)


def _withdraw(opened: Followed, address: str) -> ResponseReturnValue:
    knowledge_base().submitting.withdraw(
        opened.submission.id, by=opened.author, reason=_typed("reason")
    )
    return redirect(address, code=303)


def _reply(opened: Followed, address: str) -> ResponseReturnValue:
    body = _typed("message")
    if not body:
        return _shown(opened, address, wrong="Message : écrivez quelques mots.", status=422)
    knowledge_base().limiting.require(Limit.MESSAGE, str(opened.author.id))
    knowledge_base().submitting.reply(opened.submission.id, body, by=opened.author)
    return redirect(f"{address}#messages", code=303)


def _revoke(_opened: Followed, address: str) -> ResponseReturnValue:
    knowledge_base().following.revoke(followed.token())
    response = make_response(redirect(address, code=303))
    return cookies.forget(response, followed.COOKIE)


def _typed(name: str) -> str:
    return request.form.get(name, "").strip()[:_MOST_MESSAGE_CHARACTERS]


def _count_link() -> None:
    knowledge_base().limiting.require(Limit.SECRET_LINK, request.remote_addr or "")


_ACTIONS: Mapping[str, Callable[[Followed, str], ResponseReturnValue]] = MappingProxyType(
    {
        Action.SUBMIT: _confirm,
        Action.EDIT: _edit,
        Action.WITHDRAW: _withdraw,
        "reply": _reply,
        "revoke": _revoke,
    }
)
