"""Those who follow a search by mail, on a base of their own."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from kb.domain.alert import Alert, Rhythm
from kb.domain.mail import Mail
from kb.formats.search_parameters import read_text
from kb.services.alerting import Alerting
from kb.services.knowledge_base import KnowledgeBase
from tests.builders import a_taxonomy

PARIS = ZoneInfo("Europe/Paris")
CLAIRE = "claire@example.org"
#: The search that is followed where a test is not about it.
MOBILITY = "domain=mobilite"

_TOKEN = re.compile(r"/alertes/([\w-]{44})")


def at(text: str) -> datetime:
    """An instant by the clocks of Paris: `2026-11-23 07:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


class Followers:
    """What people ask for, and what they get."""

    def __init__(self, knowledge_base: KnowledgeBase) -> None:
        self.kb = knowledge_base

    @property
    def alerting(self) -> Alerting:
        return self.kb.alerting

    def asks(
        self, search: str = MOBILITY, *, email: str = CLAIRE, rhythm: Rhythm = Rhythm.DAILY
    ) -> str:
        """The token of the letter that asks to confirm, or of the one that came instead."""
        query = read_text(search, a_taxonomy()).query
        self.alerting.ask(query, email=email, rhythm=rhythm)
        return self.token()

    def follows(
        self, search: str = MOBILITY, *, email: str = CLAIRE, rhythm: Rhythm = Rhythm.DAILY
    ) -> str:
        """The same, confirmed."""
        token = self.asks(search, email=email, rhythm=rhythm)
        self.alerting.confirm(token)
        return token

    def token(self) -> str:
        """That of the last letter that has one."""
        return next(found[1] for each in self.letters() if (found := _TOKEN.search(each.text)))

    def letters(self) -> tuple[Mail, ...]:
        """All letters, the newest first."""
        with self.alerting.work.reading() as unit:
            return unit.outbox.every()

    def news(self) -> list[str]:
        """The subjects of all letters but those that ask to confirm, the first first."""
        subjects = [each.subject for each in reversed(self.letters())]
        return [each for each in subjects if each != "Confirmez votre alerte"]

    def alerts(self) -> tuple[Alert, ...]:
        """All that were confirmed."""
        with self.alerting.work.reading() as unit:
            return unit.alerts.confirmed()
