"""`/connexion/mot-de-passe` and `/connexion/premier-compte`: links whose page has a button.

Opening such a link changes nothing and signs nobody in: mail programs open links, too.
"""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from kb.domain.limits import Limit
from kb.web.account_forms import (
    EMAIL,
    NEW_PASSWORD,
    REPEATED,
    Button,
    FormPage,
    done,
    head,
    shown,
    typed,
    typed_password,
)
from kb.web.context import accounts, knowledge_base
from kb.web.head import Link
from kb.web.sign_in import require_mail

pages = Blueprint("password_link", __name__, url_prefix="/connexion")


@pages.get("/mot-de-passe")
def ask() -> ResponseReturnValue:
    """Where a link to choose a password is asked for."""
    return shown(_ask_page())


@pages.post("/mot-de-passe")
def act_on_ask() -> ResponseReturnValue:
    """Send the link."""
    return done(_ask_page(), ("send-link", _send))


@pages.get("/mot-de-passe/envoye")
def sent() -> ResponseReturnValue:
    """That a link was sent, if the address is known."""
    return shown(
        FormPage(
            head=head("Lien envoyé"),
            title="Regardez votre courrier",
            says=(
                "Si cette adresse est connue ici, un lien pour choisir un mot de passe vient de "
                "lui être envoyé. Il arrive en une minute ou deux ; regardez aussi parmi les "
                "indésirables."
            ),
            links=(Link(text="Revenir à la connexion", address=url_for("sign_in.show")),),
        )
    )


@pages.get("/mot-de-passe/<token>")
def show(token: str) -> ResponseReturnValue:
    """Where the password is chosen.

    Raises:
        PasswordLinkSpentError: the link is too old or was used.
    """
    accounts().entering.require_password_link(token)
    return shown(_choose_page())


@pages.post("/mot-de-passe/<token>")
def act(token: str) -> ResponseReturnValue:
    """Keep the password."""

    def save() -> ResponseReturnValue:
        _count()
        accounts().entering.use_password_link(token, typed_password())
        return redirect(url_for("sign_in.show"), code=303)

    return done(_choose_page(), ("save", save))


@pages.get("/premier-compte/<token>")
def show_first(token: str) -> ResponseReturnValue:
    """Where the first administrator gives an address and a password.

    Raises:
        FirstLinkSpentError: there is one, or the link is too old.
    """
    knowledge_base().enrolling.require_first(token)
    return shown(_first_page())


@pages.post("/premier-compte/<token>")
def act_on_first(token: str) -> ResponseReturnValue:
    """Make the first administrator."""

    def create() -> ResponseReturnValue:
        _count()
        accounts().entering.first(token, typed("email"), typed_password())
        return redirect(url_for("account.show"), code=303)

    return done(_first_page(), ("create", create))


def _ask_page() -> FormPage:
    return FormPage(
        head=head("Mot de passe oublié"),
        title="Choisir un nouveau mot de passe",
        says="Donnez votre adresse : nous y enverrons un lien pour choisir un mot de passe.",
        fields=(EMAIL,),
        buttons=(Button(action="send-link", text="Recevoir le lien"),),
        links=(Link(text="Revenir à la connexion", address=url_for("sign_in.show")),),
    )


def _choose_page() -> FormPage:
    return FormPage(
        head=head("Choisir un mot de passe"),
        title="Choisir un mot de passe",
        says="Tous vos appareils seront déconnectés ; vous pourrez ensuite vous connecter.",
        fields=(NEW_PASSWORD, REPEATED),
        buttons=(Button(action="save", text="Enregistrer ce mot de passe"),),
    )


def _first_page() -> FormPage:
    return FormPage(
        head=head("Premier compte"),
        title="Créer le compte qui administre le site",
        says=(
            "Ce compte peut modérer et donner des rôles. "
            "Les suivants se créent avec « kb user add »."
        ),
        fields=(EMAIL, NEW_PASSWORD, REPEATED),
        buttons=(Button(action="create", text="Créer le compte"),),
    )


def _send() -> ResponseReturnValue:
    require_mail(typed("email"))
    accounts().entering.ask_password_link(typed("email"))
    return redirect(url_for("password_link.sent"), code=303)


def _count() -> None:
    knowledge_base().limiting.require(Limit.SECRET_LINK, request.remote_addr or "")
