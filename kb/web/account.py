"""`/compte`: one's own proposals, password, second factor and sessions."""

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from kb.domain.account import NAMES
from kb.domain.alert import Alert
from kb.domain.french import typographic
from kb.domain.search_in_words import in_words
from kb.domain.submission import Submission
from kb.formats.search_parameters import read_text
from kb.web.account_forms import (
    BACK,
    NEW_PASSWORD,
    REPEATED,
    ActionUnknownError,
    Button,
    FormPage,
    confirmed_first,
    done,
    head,
    shown,
    typed,
    typed_password,
)
from kb.web.context import accounts, knowledge_base, signed_in
from kb.web.follow_pages import STATES
from kb.web.head import Head, Link
from kb.web.moments import moment
from kb.web.second_factor import is_compulsory

pages = Blueprint("account", __name__, url_prefix="/compte")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalLine:
    """One of one's own proposals."""

    link: Link
    state: str
    sent_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPage:
    """What somebody who is signed in sees of themselves."""

    head: Head
    email: str
    role: str
    has_password: bool
    has_second_factor: bool
    lacks_second_factor: bool
    proposals: tuple[ProposalLine, ...]
    alerts: tuple[Link, ...]


@pages.get("")
def show() -> ResponseReturnValue:
    """One's own account and proposals."""
    account = signed_in()
    page = AccountPage(
        head=head("Mon compte"),
        email=account.email,
        role=NAMES[account.role],
        has_password=account.has_password,
        has_second_factor=account.has_second_factor,
        lacks_second_factor=is_compulsory(account) and not account.has_second_factor,
        proposals=tuple(_line(each) for each in knowledge_base().submitting.proposals(account)),
        alerts=tuple(_followed(each) for each in knowledge_base().alerting.of_account(account)),
    )
    return render_template("account/show.html", page=page)


@pages.post("")
def act() -> ResponseReturnValue:
    """Sign out, here or everywhere.

    Raises:
        ActionUnknownError: the page has no such button.
    """
    if typed("action") == "sign-out":
        accounts().owning.sign_out()
    elif typed("action") == "sign-out-everywhere":
        accounts().owning.sign_out_everywhere(signed_in())
    else:
        raise ActionUnknownError
    return redirect(url_for("search.results"), code=303)


@pages.get("/mot-de-passe")
def show_password() -> ResponseReturnValue:
    """Where another password is chosen."""
    return confirmed_first() or shown(_password_page())


@pages.post("/mot-de-passe")
def act_on_password() -> ResponseReturnValue:
    """Keep another password; the other sessions end."""

    def save() -> ResponseReturnValue:
        accounts().owning.change_password(signed_in(), typed_password())
        return redirect(url_for("account.show"), code=303)

    return confirmed_first() or done(_password_page(), ("save", save))


def _followed(alert: Alert) -> Link:
    taxonomy, links = knowledge_base().taxonomies.current(), knowledge_base().alerting.letters.links
    search = in_words(read_text(alert.search, taxonomy).query, taxonomy)
    return Link(text=typographic(search), address=links.path(alert.handle))


def _line(submission: Submission) -> ProposalLine:
    state, _ = STATES[submission.status]
    return ProposalLine(
        link=Link(text=submission.title, address=url_for("follow.own", number=submission.id)),
        state=state,
        sent_at=moment(submission.submitted_at or submission.created_at),
    )


def _password_page() -> FormPage:
    return FormPage(
        head=head("Changer de mot de passe"),
        title="Choisir un mot de passe",
        says="Vos autres appareils seront déconnectés.",
        fields=(NEW_PASSWORD, REPEATED),
        buttons=(Button(action="save", text="Enregistrer ce mot de passe"),),
        links=BACK,
    )
