"""The forms of accounts: short ones, all shown by one template."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kb.accounts.errors import SignInInterruptedError
from kb.domain.errors import InvalidError, KbError
from kb.domain.password import MAX_PASSWORD_CHARACTERS, MIN_PASSWORD_CHARACTERS
from kb.domain.sentences import sentence
from kb.web.context import accounts
from kb.web.errors import status_of
from kb.web.head import Head, Link
from kb.web.local_address import on_this_site

#: Characters of what is typed here; more is cut, and then wrong.
_MOST = 1000


class ActionUnknownError(InvalidError):
    """The form says something to do that its page does not offer."""

    code = "action-unknown"


class PasswordsDifferError(InvalidError):
    """The password and its repetition are not the same."""

    code = "passwords-differ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One line to fill in.

    Attributes:
        kind: the `type` of the input.
        purpose: what browsers and password managers fill in (`autocomplete`).
    """

    name: str
    label: str
    kind: str = "text"
    purpose: str = "off"
    hint: str = ""
    is_numeric: bool = False
    value: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """Something to do."""

    action: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPage:
    """A page with one short form.

    Attributes:
        says: what stands above the form.
        error: what is wrong, if it is about no field.
        buttons: the first one is what Enter does.
        picture, key: what an application for codes photographs, or what one types into it.
        leads_to: where one goes on afterwards, `""` for the usual place.
    """

    head: Head
    title: str
    says: str
    fields: tuple[Field, ...] = ()
    buttons: tuple[Button, ...] = ()
    links: tuple[Link, ...] = ()
    picture: str = ""
    key: str = ""
    error: str = ""
    leads_to: str = ""


EMAIL = Field(
    name="email",
    label="Adresse électronique",
    kind="email",
    purpose="username",
)
PASSWORD = Field(name="password", label="Mot de passe", kind="password", purpose="current-password")
NEW_PASSWORD = Field(
    name="password",
    label="Nouveau mot de passe",
    kind="password",
    purpose="new-password",
    hint=f"De {MIN_PASSWORD_CHARACTERS} à {MAX_PASSWORD_CHARACTERS} caractères ; "
    "trois ou quatre mots sans rapport se retiennent bien.",
)
REPEATED = Field(
    name="repeated",
    label="Le même, encore une fois",
    kind="password",
    purpose="new-password",
)
CODE = Field(
    name="code",
    label="Code",
    purpose="one-time-code",
    is_numeric=True,
)
#: Code of an error -> the field that it is about; others are about the whole form.
_ABOUT: Mapping[str, str] = MappingProxyType(
    {
        "email-invalid": "email",
        "account-exists": "email",
        "password-too-weak": "password",
        "passwords-differ": "repeated",
        "code-refused": "code",
    }
)

BACK = (Link(text="Revenir à mon compte", address="/compte"),)


def head(title: str) -> Head:
    """The head of a page that is nobody else's business."""
    return Head(page_title=title, is_indexable=False, section="account")


def typed(name: str) -> str:
    """What was typed into a field."""
    return request.form.get(name, "")[:_MOST]


def typed_password() -> str:
    """The new password, typed twice.

    Raises:
        PasswordsDifferError: the two are not the same.
    """
    if typed("password") != typed("repeated"):
        raise PasswordsDifferError
    return typed("password")


def shown(page: FormPage) -> ResponseReturnValue:
    """The page."""
    return render_template("account/form.html", page=page)


def done(
    page: FormPage, *actions: tuple[str, Callable[[], ResponseReturnValue]]
) -> ResponseReturnValue:
    """What the pressed button does, or the page again with what is wrong."""
    try:
        return _action(dict(actions))()
    except SignInInterruptedError:
        raise  # nothing on this page mends it
    except KbError as error:
        return render_template("account/form.html", page=_with(page, error)), status_of(error)


def _action(
    actions: dict[str, Callable[[], ResponseReturnValue]],
) -> Callable[[], ResponseReturnValue]:
    try:
        return actions[typed("action")]
    except KeyError:
        raise ActionUnknownError from None


def _with(page: FormPage, error: KbError) -> FormPage:
    """The page, saying what is wrong; secrets are typed again, the rest stays."""
    told = sentence(error)
    fields = tuple(
        replace(
            field,
            value="" if field.kind == "password" else typed(field.name),
            error=told if _ABOUT.get(error.code) == field.name else "",
        )
        for field in page.fields
    )
    is_about_field = any(field.error for field in fields)
    return replace(
        page,
        head=replace(page.head, page_title=f"Erreur : {page.head.page_title}"),
        fields=fields,
        error="" if is_about_field else told,
    )


def next_address(default: str = "") -> str:
    """Where the person was going, if that is a page of this site; else `default`."""
    return on_this_site(request.values.get("next", "")[:_MOST], default)


def with_next(endpoint: str) -> str:
    """The address of a page that goes on leading where the person was going."""
    return url_for(endpoint, next=next_address() or None)


def confirmed_first() -> ResponseReturnValue | None:
    """What matters is done by whoever signed in a moment ago; others sign in once more."""
    if accounts().owning.is_fresh():
        return None
    return redirect(url_for("sign_in.show", next=request.path), code=303)
