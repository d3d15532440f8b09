"""`/compte/double-authentification`: turning one's second factor on, off, renewing its codes."""

from dataclasses import dataclass

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from kb.domain.account import DECIDING, Account
from kb.domain.limits import Limit
from kb.web.account_forms import (
    BACK,
    CODE,
    Button,
    FormPage,
    confirmed_first,
    done,
    head,
    shown,
    typed,
)
from kb.web.context import accounts, knowledge_base, settings, signed_in
from kb.web.head import Head

pages = Blueprint("second_factor", __name__, url_prefix="/compte/double-authentification")

_TITLE = "Double authentification"


@dataclass(frozen=True, slots=True, kw_only=True)
class CodesPage:
    """The recovery codes, this once."""

    head: Head
    codes: tuple[str, ...]


@pages.get("")
def show() -> ResponseReturnValue:
    """The key for an application, and where its first code is typed."""
    return confirmed_first() or shown(_page(signed_in()))


@pages.post("")
def act() -> ResponseReturnValue:
    """Make a key, confirm it, give it up, or make other recovery codes."""
    return confirmed_first() or done(
        _page(signed_in()),
        ("begin", _begin),
        ("confirm", _confirm),
        ("drop", _drop),
        ("renew-codes", _renew_codes),
    )


@pages.get("/cle.svg")
def picture() -> ResponseReturnValue:
    """The key as a picture, for the camera of a telephone.

    Raises:
        SignInInterruptedError: no key was made.
    """
    return Response(accounts().owning.picture(signed_in()), mimetype="image/svg+xml")


def _page(account: Account) -> FormPage:
    key = accounts().owning.new_key(account)
    if key:
        return _confirm_page(key.text)
    return _settings_page(account) if account.has_second_factor else _offer_page()


def _confirm_page(key: str) -> FormPage:
    return FormPage(
        head=head(_TITLE),
        title="Activer la double authentification",
        says=(
            "Avec une application de codes (Aegis, FreeOTP, Google Authenticator…), "
            "photographiez ce carré ou tapez la clé. L’application montre alors un code à six "
            "chiffres : entrez-le ici."
        ),
        picture=url_for("second_factor.picture"),
        key=key,
        fields=(CODE,),
        buttons=(Button(action="confirm", text="Activer"),),
        links=BACK,
    )


def _settings_page(account: Account) -> FormPage:
    drop = (Button(action="drop", text="Retirer la double authentification"),)
    return FormPage(
        head=head(_TITLE),
        title=_TITLE,
        says=(
            "Elle est activée : à chaque connexion, un code de votre application est demandé. "
            "Les codes de secours servent une fois chacun, sans l’application."
        ),
        buttons=(
            Button(action="renew-codes", text="Obtenir d’autres codes de secours"),
            *(() if is_compulsory(account) else drop),
        ),
        links=BACK,
    )


def _offer_page() -> FormPage:
    return FormPage(
        head=head(_TITLE),
        title=_TITLE,
        says=(
            "En plus de votre mot de passe ou du code reçu par courriel, un code de votre "
            "téléphone sera demandé : qui lirait votre courrier n’entrerait pas."
        ),
        buttons=(Button(action="begin", text="Activer"),),
        links=BACK,
    )


def is_compulsory(account: Account) -> bool:
    """Whether this installation asks such a person for a second factor."""
    return settings().requires_second_factor and account.role in DECIDING


def _begin() -> ResponseReturnValue:
    accounts().owning.begin_second_factor()
    return redirect(url_for("second_factor.show"), code=303)


def _confirm() -> ResponseReturnValue:
    account = signed_in()
    knowledge_base().limiting.require(Limit.SECOND_FACTOR, str(account.id))
    return _codes(accounts().owning.confirm_second_factor(account, typed("code")))


def _drop() -> ResponseReturnValue:
    accounts().owning.drop_second_factor(signed_in())
    return redirect(url_for("account.show"), code=303)


def _renew_codes() -> ResponseReturnValue:
    return _codes(accounts().owning.new_recovery_codes(signed_in()))


def _codes(codes: tuple[str, ...]) -> ResponseReturnValue:
    """The codes are shown by the answer itself: they are kept nowhere that could be read again."""
    page = CodesPage(head=head("Codes de secours"), codes=codes)
    return render_template("account/codes.html", page=page)
