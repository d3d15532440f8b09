"""Who is signed in, and for how long: decided here at each request, whatever the cookie says."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType

from flask import session
from flask_security import current_user, login_user, logout_user
from flask_sqlalchemy_lite import SQLAlchemy

from kb.accounts.people import Person, known
from kb.domain.account import VISITOR, Account, Role

#: What Flask-Login keeps of whoever signed in, and when Flask-Security noted it.
_WHO, _SINCE = "_user_id", "fs_paa"
#: Ours: when the person last asked for something.
_SEEN = "kb_seen"
#: Seconds between two changes of the cookie that say so.
_SEEN_EVERY = 60
#: After so long, what matters asks for a new sign-in.
FRESH_FOR = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifetime:
    """A session ends so long after the sign-in, and so long after the last request."""

    absolute: timedelta
    idle: timedelta


_OF_CONTRIBUTORS = Lifetime(absolute=timedelta(days=30), idle=timedelta(days=14))
_OF_MODERATORS = Lifetime(absolute=timedelta(hours=12), idle=timedelta(hours=2))

LIFETIMES: Mapping[Role, Lifetime] = MappingProxyType(
    {
        Role.VISITOR: _OF_CONTRIBUTORS,
        Role.CONTRIBUTOR: _OF_CONTRIBUTORS,
        Role.MODERATOR: _OF_MODERATORS,
        Role.ADMINISTRATOR: _OF_MODERATORS,
    }
)


def begin(person: Person) -> None:
    """Sign somebody in, from this answer on."""
    session.permanent = True
    session[_SEEN] = time.time()
    login_user(person, remember=False)


def end() -> None:
    """Sign out; nothing that was typed or begun stays in the browser's cookie."""
    logout_user()
    session.clear()


def asking(database: SQLAlchemy) -> Account:
    """Who asks. The transaction that found out is over: the use case begins its own."""
    if _WHO not in session:
        return VISITOR
    try:
        person = current_user._get_current_object()  # noqa: SLF001 - the way to see what it is
        account = known(person) if isinstance(person, Person) else VISITOR
    finally:
        database.session.close()
    if not account.is_signed_in or not _lasts(account.role):
        _expire()
        return VISITOR
    return account


def is_fresh() -> bool:
    """Whether the person signed in a moment ago, so that nobody else sits there now."""
    return time.time() - float(session.get(_SINCE, 0)) <= FRESH_FOR.total_seconds()


def _lasts(role: Role) -> bool:
    lifetime, now = LIFETIMES[role], time.time()
    since, seen = session.get(_SINCE, 0), session.get(_SEEN, 0)
    if (
        now - since > lifetime.absolute.total_seconds()
        or now - seen > lifetime.idle.total_seconds()
    ):
        return False
    if now - seen > _SEEN_EVERY:
        session[_SEEN] = now
    return True


def _expire() -> None:
    """Sign out, but let a form that is still open come back: its token stays valid."""
    token = session.get("csrf_token")
    logout_user()
    session.pop(_SEEN, None)
    if token:
        session["csrf_token"] = token
