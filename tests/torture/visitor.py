"""A life led over HTTP, by somebody whose browser is signed in."""

import re
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from kb.bootstrap import assemble
from kb.domain.account import Role
from kb.services.knowledge_base import KnowledgeBase
from kb.settings import Settings
from kb.web.app import create_app
from tests.builders import sha256
from tests.cli.served import PATIENCE_SECONDS
from tests.people import sign_in
from tests.torture.life import MODERATOR, Life

_TOKEN = re.compile(r'name="csrf_token"[^>]* value="([^"]+)"')


class RefusedError(Exception):
    """The site did not do what was asked: the page, the status and what it said."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """A browser without a screen on a site that is served. `cookies` say who it is."""

    address: str
    cookies: dict[str, str]

    def send(self, page: str, **fields: str | int) -> None:
        """Fill the form of a page and send it there; return once it is acknowledged.

        Raises:
            RefusedError: the answer is not a redirection.
            OSError: the site is no longer there.
        """
        _, shown = self._ask("GET", page)
        token = _TOKEN.search(shown)
        if not token:
            raise RefusedError(page, shown)
        sent = urlencode({"csrf_token": token[1], **fields})
        status, said = self._ask("POST", page, sent)
        if status != HTTPStatus.SEE_OTHER:
            raise RefusedError(page, status, said)

    def _ask(self, method: str, page: str, body: str | None = None) -> tuple[int, str]:
        connection = HTTPConnection(urlsplit(self.address).netloc, timeout=PATIENCE_SECONDS)
        known = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": known, "Referer": self.address + page}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, page, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        for given in answer.headers.get_all("Set-Cookie", []):
            name, _, value = given.partition(";")[0].partition("=")
            self.cookies[name] = value
        connection.close()
        return answer.status, text


def moderator(home: Path, address: str) -> Visitor:
    """Who moderates, signed in."""
    settings = Settings(home=home, limits_tries=False)
    app = create_app(assemble(settings), settings)
    client = app.test_client()
    sign_in(client, Role.MODERATOR, email=MODERATOR)
    name = app.config["SESSION_COOKIE_NAME"]
    cookie = client.get_cookie(name)
    assert cookie
    return Visitor(address, {name: cookie.value})


@dataclass(frozen=True, slots=True)
class VisitedLife(Life):
    """The same life; what those who moderate do to it is asked of the site."""

    visitor: Visitor = field(default_factory=lambda: Visitor("", {}))

    def _approve(self, knowledge_base: KnowledgeBase) -> None:
        (submission,) = self._submissions(knowledge_base)
        self.visitor.send(f"/moderation/{submission.id}", action="approve", version=1)

    def _edit(self, knowledge_base: KnowledgeBase) -> None:
        slug, seen = self._seen(knowledge_base, "approve")
        text = seen.replace(", garage", ", grand garage", 1)
        self.visitor.send(
            f"/moderation/fiches/{slug}/texte", action="edit", base=sha256(seen), text=text
        )

    def _restore(self, knowledge_base: KnowledgeBase) -> None:
        slug, seen = self._seen(knowledge_base, "edit")
        first = knowledge_base.publishing.history(slug)[-1].publication
        self._curate(slug, action="restore", publication=first, base=sha256(seen))

    def _archive(self, knowledge_base: KnowledgeBase) -> None:
        slug, seen = self._seen(knowledge_base, "restore")
        self._curate(slug, action="archive", base=sha256(seen), reason="Le projet s’est arrêté.")

    def _reinstate(self, knowledge_base: KnowledgeBase) -> None:
        slug, _ = self._seen(knowledge_base, "restore")
        self._curate(slug, action="reinstate")

    def _curate(self, slug: str, **fields: str | int) -> None:
        self.visitor.send(f"/moderation/fiches/{slug}", **fields)
