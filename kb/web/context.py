"""Typed access to what `create_app` was given, and to who asks; nothing else is global."""

from dataclasses import dataclass, field

from flask import current_app, g

from kb.accounts.desk import Accounts
from kb.domain.account import VISITOR, Account
from kb.markup import Markup
from kb.printing import Printing
from kb.services.knowledge_base import KnowledgeBase
from kb.settings import Settings

_KEY = "kb"


@dataclass(frozen=True, slots=True)
class Context:
    """What every request may use."""

    knowledge_base: KnowledgeBase
    settings: Settings
    markup: Markup
    accounts: Accounts
    printing: Printing = field(default_factory=Printing)

    def attach(self, app_extensions: dict[str, object]) -> None:
        """Put this context where requests find it."""
        app_extensions[_KEY] = self


def _context() -> Context:
    context = current_app.extensions[_KEY]
    assert isinstance(context, Context)  # noqa: S101 - tells the type checker, cannot fail
    return context


def knowledge_base() -> KnowledgeBase:
    """The product's use cases."""
    return _context().knowledge_base


def settings() -> Settings:
    """This installation."""
    return _context().settings


def markup() -> Markup:
    """Markdown to safe HTML, with what was rendered before."""
    return _context().markup


def printing() -> Printing:
    """Booklets as PDF."""
    return _context().printing


def accounts() -> Accounts:
    """Sign-in and one's own account: for the pages of `/connexion` and `/compte` alone."""
    return _context().accounts


def signed_in() -> Account:
    """Who asks, as this request found them; `VISITOR` if nobody signed in.

    Raises:
        DatabaseUnavailableError: it cannot be known now; the page that says so is a visitor's.
    """
    if "signed_in" not in g:
        g.signed_in = VISITOR
        g.signed_in = accounts().signed_in()
    account: Account = g.signed_in
    return account


def absolute(path: str) -> str:
    """The public address of a path. Never made from the `Host` header, which anyone can forge."""
    return settings().public_url + path
