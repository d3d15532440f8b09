"""Announce what is new to those who follow a search. For the worker."""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache

from kb.domain.alert import Alert
from kb.domain.case import CaseFile, Slug
from kb.formats.search_parameters import read_text
from kb.logs import event
from kb.ports import CaseNotFoundError, Cases, CaseUnreadableError
from kb.services.alert_letters import NO_NEWS, News
from kb.services.alerting import Alerting, strict
from kb.unit_of_work import UnitOfWork

_LOG = logging.getLogger("kb.services")

#: Cases that one letter describes; the search shows the others.
MAX_TOLD = 30

#: By the parameters of a search, all that it finds; `None` where it cannot be read any more.
Found = Callable[[str], tuple[Slug, ...] | None]


@dataclass(frozen=True, slots=True)
class Announcing:
    """The desk that writes to those who follow searches."""

    alerting: Alerting
    cases: Cases

    def announce(self) -> int:
        """Look at each search whose time has come, and say how many letters were written.

        Raises:
            IndexNotReadyError: search is being prepared; the rest waits.
            TaxonomyUnreadableError: there is no vocabulary to read searches with; the rest waits.
            CasesUnavailableError, DatabaseUnavailableError: not now; the rest waits.
        """
        due, found = self._due(), self._found()
        letters = sum(self._announce(alert, found(alert.search)) for alert in due)
        if due:
            event(_LOG, "alerts-looked-at", alerts=len(due), letters=letters)
        return letters

    def _due(self) -> tuple[Alert, ...]:
        calendar = self.alerting.calendar
        with self.alerting.work.reading() as unit:
            now = calendar.now()
            return tuple(e for e in unit.alerts.confirmed() if e.is_due(now, calendar.zone))

    def _found(self) -> Found:
        """Asks each search once, however many follow it."""

        @cache
        def found(search: str) -> tuple[Slug, ...] | None:
            address = read_text(search, self.alerting.taxonomies.current())
            return None if address.ignored else self.alerting.searching.every(strict(address.query))

        return found

    def _announce(self, alert: Alert, found: tuple[Slug, ...] | None) -> bool:
        """Whether a letter was written; if anything has changed meanwhile, not before a minute."""
        with self.alerting.work.reading() as unit:
            known = unit.alerts.known(alert.id)
        news = self._news(found, known) if found else NO_NEWS
        with self.alerting.work.writing() as unit:
            now = self.alerting.calendar.now()
            if unit.alerts.by_handle(alert.handle) != alert or unit.alerts.known(alert.id) != known:
                return False
            if alert.ends_at <= now:
                return self._ask_again(unit, alert)
            if found is None:
                return self._pause(unit, alert)
            unit.alerts.save(replace(alert, looked_at=now, paused_at=None))
            return self._tell(unit, alert, news)

    def _tell(self, unit: UnitOfWork, alert: Alert, news: News) -> bool:
        if not news.count:
            return False
        now = self.alerting.calendar.now()
        unit.alerts.know(alert.id, news.slugs, told_at=now)
        self.alerting.letters.tell(unit, alert, news, now=now)
        return True

    def _pause(self, unit: UnitOfWork, alert: Alert) -> bool:
        """Told once, until it can be read again."""
        now = self.alerting.calendar.now()
        unit.alerts.save(replace(alert, looked_at=now, paused_at=alert.paused_at or now))
        if alert.paused_at is None:
            self.alerting.letters.paused(unit, alert, now=now)
        return alert.paused_at is None

    def _ask_again(self, unit: UnitOfWork, alert: Alert) -> bool:
        """It is as if it had just been asked for, except that it goes on where it was."""
        now = self.alerting.calendar.now()
        unit.alerts.save(replace(alert, confirmed_at=None, made_at=now))
        self.alerting.letters.renewal(unit, alert, now=now)
        return True

    def _news(self, found: Sequence[Slug], known: frozenset[Slug]) -> News:
        """What was found and is not known, under no earlier address either."""
        index = self.alerting.searching.index
        moved = {index.redirect(slug) for slug in known.difference(found)}
        fresh = [slug for slug in found if slug not in known and slug not in moved]
        files = tuple(self._read(fresh[:MAX_TOLD]))
        return News(files=files, others=tuple(fresh[MAX_TOLD:]))

    def _read(self, slugs: Iterable[Slug]) -> Iterator[CaseFile]:
        """Their files. One that cannot be read now is told of another time."""
        for slug in slugs:
            with suppress(CaseNotFoundError, CaseUnreadableError):
                yield self.cases.read(slug)
