"""`/connexion`: by password or by a code sent by mail, then the second factor if there is one."""

from dataclasses import replace

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from kb.accounts.errors import SignInInterruptedError
from kb.domain.limits import Limit
from kb.formats.email_address import counted_as
from kb.web.account_forms import (
    CODE,
    EMAIL,
    PASSWORD,
    Button,
    FormPage,
    done,
    head,
    next_address,
    shown,
    typed,
    with_next,
)
from kb.web.context import accounts, knowledge_base, signed_in
from kb.web.head import Link

pages = Blueprint("sign_in", __name__, url_prefix="/connexion")


@pages.get("")
def show() -> ResponseReturnValue:
    """The form; whoever has signed in a moment ago goes on."""
    if signed_in().is_signed_in and (accounts().owning.is_fresh() or not next_address()):
        return redirect(next_address(url_for("account.show")), code=303)
    return shown(_page())


@pages.post("")
def act() -> ResponseReturnValue:
    """Sign in by password, or send a code."""
    return done(_page(), ("sign-in", _by_password), ("send-code", _send_code))


@pages.get("/code")
def show_code() -> ResponseReturnValue:
    """Where the code that came by mail is typed."""
    return shown(_code_page())


@pages.post("/code")
def act_on_code() -> ResponseReturnValue:
    """Sign in by the code."""
    return done(_code_page(), ("sign-in", _by_code))


@pages.get("/double-authentification")
def show_second_step() -> ResponseReturnValue:
    """Where the code of an application, or a recovery code, is typed."""
    return shown(_second_page())


@pages.post("/double-authentification")
def act_on_second_step() -> ResponseReturnValue:
    """Finish signing in."""
    return done(_second_page(), ("sign-in", _second_step))


@pages.errorhandler(SignInInterruptedError)
def begin_again(_error: SignInInterruptedError) -> ResponseReturnValue:
    """A later step came without the first, or too late."""
    return redirect(with_next("sign_in.show"), code=303)


def _page() -> FormPage:
    says = (
        "Seule votre adresse est nécessaire : un code vous sera envoyé. "
        "Si vous avez choisi un mot de passe, il suffit."
    )
    if signed_in().is_signed_in:
        says = "Pour continuer, confirmez que c’est bien vous."
    return FormPage(
        head=head("Se connecter"),
        title="Se connecter",
        says=says,
        fields=(EMAIL, replace(PASSWORD, hint="Facultatif si vous demandez un code.")),
        buttons=(
            Button(action="sign-in", text="Se connecter"),
            Button(action="send-code", text="Recevoir un code par courriel"),
        ),
        links=(
            Link(text="Mot de passe oublié", address=url_for("password_link.ask")),
            Link(text="Proposer une fiche, sans compte", address="/proposer"),
        ),
        leads_to=next_address(),
    )


def _code_page() -> FormPage:
    email = accounts().entering.asked()
    return FormPage(
        head=head("Code reçu par courriel"),
        title="Entrez le code reçu par courriel",
        says=(
            f"Si l’adresse {email} est connue ici, un code de huit chiffres vient de lui être "
            "envoyé. Il arrive en une minute ou deux ; regardez aussi parmi les indésirables."
        ),
        fields=(CODE,),
        buttons=(Button(action="sign-in", text="Se connecter"),),
        links=(Link(text="Demander un autre code", address=with_next("sign_in.show")),),
        leads_to=next_address(),
    )


def _second_page() -> FormPage:
    accounts().entering.pending()
    return FormPage(
        head=head("Double authentification"),
        title="Double authentification",
        says=(
            "Entrez le code à six chiffres que montre votre application, "
            "ou l’un de vos codes de secours."
        ),
        fields=(replace(CODE, is_numeric=False),),
        buttons=(Button(action="sign-in", text="Se connecter"),),
        links=(Link(text="Recommencer", address=with_next("sign_in.show")),),
        leads_to=next_address(),
    )


def _by_password() -> ResponseReturnValue:
    _count(Limit.SIGN_IN_TO_ACCOUNT, typed("email"))
    return _onwards(is_all=accounts().entering.by_password(typed("email"), typed("password")))


def _send_code() -> ResponseReturnValue:
    require_mail(typed("email"))
    accounts().entering.ask_code(typed("email"))
    return redirect(with_next("sign_in.show_code"), code=303)


def _by_code() -> ResponseReturnValue:
    _count(Limit.SIGN_IN_TO_ACCOUNT, accounts().entering.asked())
    return _onwards(is_all=accounts().entering.by_code(typed("code")))


def _second_step() -> ResponseReturnValue:
    who, _ = accounts().entering.pending()
    _count(Limit.SECOND_FACTOR, who)
    accounts().entering.second_step(typed("code"))
    return _onwards(is_all=True)


def _onwards(*, is_all: bool) -> ResponseReturnValue:
    address = with_next("sign_in.show_second_step")
    return redirect(next_address(url_for("account.show")) if is_all else address, code=303)


def _count(kind: Limit, key: str) -> None:
    limiting = knowledge_base().limiting
    limiting.require(Limit.SIGN_IN, request.remote_addr or "")
    limiting.require(kind, counted_as(key))


def require_mail(email: str) -> None:
    """Go on only if this address, and whoever asks, have not had too many letters.

    Raises:
        TooManyTriesError: they have, whether somebody has the address or not.
    """
    limiting = knowledge_base().limiting
    limiting.require(Limit.MAIL, request.remote_addr or "")
    limiting.require(Limit.MAIL_TO_ADDRESS, counted_as(email))
