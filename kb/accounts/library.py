"""Flask-Security on our table and our engine, with all that it would do by itself switched off."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import timedelta
from inspect import iscoroutinefunction
from typing import Protocol

from flask import Flask
from flask_security import FSQLALiteUserDatastore, RoleMixin, Security
from flask_security.totp import Totp
from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import NullPool

from kb.accounts.people import Person
from kb.domain.hashes import keyed_sha256_of
from kb.settings import Settings
from kb.stores.database import database_url, settled

#: What an application on a telephone shows beside the address.
ISSUER = "IMPACT Pratiques innovantes"
#: How long the link to choose a password works.
RESET_WITHIN = timedelta(hours=2)
RECOVERY_CODES = 10

#: Longer than any session lasts on the server, see `sessions.py`.
_COOKIE_LIFETIME = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Library:
    """Flask-Security of one application, and the database session of each of its requests."""

    security: Security
    database: SQLAlchemy


class Period(Protocol):
    """The half minute that a code was made for."""

    counter: int


class OnceOnly(Totp):
    """Codes of an application on a telephone, each of which is taken once."""

    def get_last_counter(self, user: Person) -> int | None:  # type: ignore[override]
        """The period of the last code that was taken."""
        return user.tf_last_counter

    def set_last_counter(self, user: Person, tmatch: Period) -> None:  # type: ignore[override]
        """Remember the period of a code."""
        user.tf_last_counter = tmatch.counter


def library(app: Flask, settings: Settings, secret: bytes) -> Library:
    """Flask-Security, ready for this application."""
    app.config.update(_configuration(settings, secret))
    database = SQLAlchemy(app)
    # Nothing here is asynchronous: no event loop is to be started at the end of each request.
    closing = [each for each in app.teardown_appcontext_funcs if not iscoroutinefunction(each)]
    app.teardown_appcontext_funcs[:] = closing
    with app.app_context():
        settled(database.engine)
    datastore, answers = FSQLALiteUserDatastore(database, Person, RoleMixin), app.json
    security = Security(app, datastore, register_blueprint=False, totp_cls=OnceOnly)
    app.json = answers  # the library has put its own in its place
    _quiet(app, security)
    return Library(security, database)


def _configuration(settings: Settings, secret: bytes) -> dict[str, object]:
    is_https = settings.public_url.startswith("https://")
    return {
        "SECRET_KEY": keyed_sha256_of("cookies", secret=secret),
        "SESSION_COOKIE_NAME": "__Host-kb" if is_https else "kb",
        "SESSION_COOKIE_SECURE": is_https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_REFRESH_EACH_REQUEST": False,
        "PERMANENT_SESSION_LIFETIME": _COOKIE_LIFETIME,
        "SQLALCHEMY_ENGINES": {
            "default": {"url": database_url(settings.database), "poolclass": NullPool}
        },
        "SECURITY_PASSWORD_SALT": "",  # passwords are hashed by the port `Passwords`
        "SECURITY_CLI_USERS_NAME": None,
        "SECURITY_CLI_ROLES_NAME": None,
        "SECURITY_RESET_PASSWORD_WITHIN": RESET_WITHIN,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_N": RECOVERY_CODES,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_KEYS": [
            urlsafe_b64encode(bytes.fromhex(keyed_sha256_of("recovery codes", secret=secret)))
        ],
        "SECURITY_TOTP_SECRETS": {"1": keyed_sha256_of("second factor", secret=secret)},
        "SECURITY_TOTP_ISSUER": ISSUER,
    }


def _quiet(app: Flask, security: Security) -> None:
    """Keep the library from asking who that may be, at each request and again for each page.

    Nobody signs in with a token in a header or in an address; nobody is signed out because a
    telephone changed networks; there is no second cookie.
    """
    app.before_request_funcs[None].remove(security.principal._on_before_request)  # noqa: SLF001
    pages = app.template_context_processors[None]
    pages[:] = [each for each in pages if each.__module__ != "flask_login.utils"]
    login = security.login_manager
    app.after_request_funcs[None].remove(login._update_remember_cookie)  # noqa: SLF001
    login.request_loader(lambda _request: None)
    login.session_protection = None
