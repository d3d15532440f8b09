"""`/alertes`: follow a search by mail.

No link of a letter acts by being opened. The one that ends an alert takes a POST from mail programs
as RFC 8058 wants it: without a cookie, without a redirect.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kb.domain.account import EmailInvalidError
from kb.domain.alert import Rhythm
from kb.domain.errors import InvalidError
from kb.domain.limits import Limit
from kb.domain.sentences import sentence
from kb.formats.email_address import counted_as
from kb.services.alerting import strict
from kb.web import search_address
from kb.web.alert_pages import AlertPage, AskPage, StopPage, ToldPage, Typed
from kb.web.context import knowledge_base, signed_in
from kb.web.private import private
from kb.web.security import by_its_address, form_has_expired, gives_back

pages = Blueprint("alerts", __name__, url_prefix="/alertes")

#: Characters of what is typed here; of an address more are no address.
_MOST = 300
_WITHOUT_ADDRESS = "Adresse électronique\u00a0: indiquez où vous écrire."
_EXPIRED = "Votre session avait expiré\u00a0: rien n’a été fait, recommencez."


class RhythmMissingError(InvalidError):
    """It was not said how often, or in words that we do not know."""

    code = "rhythm-missing"


@pages.get("")
def ask() -> ResponseReturnValue:
    """The search of the address, and a form to follow it."""
    return _asking({})


@pages.post("")
@gives_back
def create() -> ResponseReturnValue:
    """Send a letter that asks to confirm. The answer is the same whether one knows the address.

    Raises:
        UnknownValueError, NotInRangeError, QueryTooLongError: of the search.
    """
    if form_has_expired():
        return _asking({"": _EXPIRED}, status=400)
    query = search_address.required(request.args, knowledge_base().taxonomies.current())
    try:
        rhythm, email = _rhythm(), _typed("email")
        _count(email)
        knowledge_base().alerting.ask(query, email=email, rhythm=rhythm)
    except EmailInvalidError as error:
        told = sentence(error) if _typed("email") else _WITHOUT_ADDRESS
        return _asking({"email": told}, status=422)
    except RhythmMissingError as error:
        return _asking({"rhythm": sentence(error)}, status=422)
    return redirect(url_for("alerts.asked"), code=303)


@pages.get("/demande")
def asked() -> ResponseReturnValue:
    """That a letter is on its way."""
    return private(render_template("alerts/told.html", page=ToldPage.asked()))


@pages.get("/arretee")
def stopped() -> ResponseReturnValue:
    """That an alert has ended."""
    return private(render_template("alerts/told.html", page=ToldPage.stopped()))


@pages.get("/<token>")
def show(token: str) -> ResponseReturnValue:
    """An alert, with what may be done about it.

    Raises:
        AlertNotFoundError: there is none.
    """
    return _shown(token)


@pages.post("/<token>")
@gives_back
def act(token: str) -> ResponseReturnValue:
    """Do what the button says.

    Raises:
        AlertNotFoundError: there is none.
    """
    if form_has_expired():
        return _shown(token, wrong=_EXPIRED, status=400)
    action = _ACTIONS.get(request.form.get("action", ""))
    return action(token) if action else redirect(url_for("alerts.show", token=token), code=303)


@pages.get("/<token>/desinscription")
def leave(token: str) -> ResponseReturnValue:
    """Where one is asked whether an alert shall end: for mail programs that open the link.

    Raises:
        AlertNotFoundError: there is none.
    """
    alert, action = knowledge_base().alerting.open(token), url_for("alerts.act", token=token)
    page = StopPage.of(alert, knowledge_base().taxonomies.current(), action=action)
    return private(render_template("alerts/stop.html", page=page))


@pages.post("/<token>/desinscription")
@by_its_address
def stop(token: str) -> ResponseReturnValue:
    """End an alert for a mail program; once more is as good. Source: RFC 8058, 3.2.

    Raises:
        AlertNotFoundError: the link was never one of ours.
    """
    knowledge_base().alerting.stop(token)
    return private(render_template("alerts/told.html", page=ToldPage.stopped()))


def _asking(wrong: Mapping[str, str], *, status: int = 200) -> ResponseReturnValue:
    taxonomy = knowledge_base().taxonomies.current()
    address = search_address.read(request.args, taxonomy)
    total = len(knowledge_base().searching.every(strict(address.query)))
    email = _typed("email") or signed_in().email
    typed = Typed(email=email, rhythm=_typed("rhythm"), wrong=wrong)
    page = AskPage.of(address, taxonomy, total=total, typed=typed)
    return private(render_template("alerts/ask.html", page=page), status)


def _shown(token: str, *, wrong: str = "", status: int = 200) -> ResponseReturnValue:
    alert, action = knowledge_base().alerting.open(token), url_for("alerts.act", token=token)
    taxonomy = knowledge_base().taxonomies.current()
    page = AlertPage.of(alert, taxonomy, action=action, wrong=wrong)
    return private(render_template("alerts/show.html", page=page), status)


def _confirm(token: str) -> ResponseReturnValue:
    knowledge_base().alerting.confirm(token)
    return redirect(url_for("alerts.show", token=token), code=303)


def _renew(token: str) -> ResponseReturnValue:
    try:
        knowledge_base().alerting.renew(token, rhythm=_rhythm())
    except RhythmMissingError as error:
        return _shown(token, wrong=sentence(error), status=422)
    return redirect(url_for("alerts.show", token=token), code=303)


def _stop(token: str) -> ResponseReturnValue:
    knowledge_base().alerting.stop(token)
    return redirect(url_for("alerts.stopped"), code=303)


def _rhythm() -> Rhythm:
    try:
        return Rhythm(_typed("rhythm"))
    except ValueError:
        raise RhythmMissingError from None


def _typed(name: str) -> str:
    return request.form.get(name, "").strip()[:_MOST]


def _count(email: str) -> None:
    """So that nobody can have us fill somebody's letter box."""
    knowledge_base().limiting.require(Limit.ALERT, request.remote_addr or "")
    knowledge_base().limiting.require(Limit.ALERT_TO_ADDRESS, counted_as(email))


_ACTIONS: Mapping[str, Callable[[str], ResponseReturnValue]] = MappingProxyType(
    {"confirm": _confirm, "renew": _renew, "stop": _stop}
)
