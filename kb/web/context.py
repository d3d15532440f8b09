"""Typed access to what `create_app` was given; nothing else is global."""

from dataclasses import dataclass

from flask import current_app

from kb.markup import Markup
from kb.services.knowledge_base import KnowledgeBase
from kb.settings import Settings

_KEY = "kb"


@dataclass(frozen=True, slots=True)
class Context:
    """What every request may use."""

    knowledge_base: KnowledgeBase
    settings: Settings
    markup: Markup

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


def absolute(path: str) -> str:
    """The public address of a path. Never made from the `Host` header, which anyone can forge."""
    return settings().public_url + path
