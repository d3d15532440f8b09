"""Follow a search by mail: ask, confirm, change, stop; and tell of what is new."""

from dataclasses import dataclass, replace

from kb.domain.account import Account, Role
from kb.domain.alert import MAX_ALERTS, Alert, Rhythm
from kb.domain.errors import ConflictError, NotFoundError
from kb.domain.search import SearchQuery, Sort
from kb.formats.email_address import email_address
from kb.formats.search_parameters import read_text, search_text
from kb.ports import Taxonomies
from kb.services.alert_letters import AlertLetters
from kb.services.alert_links import new_handle
from kb.services.calendar import Calendar
from kb.services.searching import Searching
from kb.unit_of_work import UnitOfWork, Work


class AlertNotFoundError(NotFoundError):
    """The link is not one of ours, or its alert has been stopped or was not confirmed in time."""

    code = "alert-not-found"


class TooManyAlertsError(ConflictError):
    """One address follows enough searches."""

    code = "too-many-alerts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alerting:
    """The desk where one follows searches. No account is needed: a link in each letter is enough.

    A case is news for an alert once: when it is found by the search, was not when the alert was
    confirmed, and no letter has told of it. What is known is stored in the transaction that puts
    the letter into the outbox, so that nothing is told twice or forgotten.
    """

    work: Work
    searching: Searching
    taxonomies: Taxonomies
    letters: AlertLetters
    calendar: Calendar

    def ask(self, query: SearchQuery, *, email: str, rhythm: Rhythm) -> None:
        """Send a letter that asks to confirm; of an alert that is there, one that says so.

        Nobody can tell from the answer whether the address is known, nor from the time it takes.

        Raises:
            EmailInvalidError: it is no address.
        """
        address, search = email_address(email), search_text(followed(query))
        with self.work.writing() as unit:
            now = self.calendar.now()
            known = unit.accounts.by_email(address)
            account = known or unit.accounts.add(Account(email=address, role=Role.CONTRIBUTOR))
            number = account.id or 0
            alerts = _confirmed(unit, number)
            if len(alerts) >= MAX_ALERTS or search in {each.search for each in alerts}:
                self.letters.remind(unit, alerts, now=now)
                return
            asked = _asked_before(unit, number, search) or unit.alerts.add(
                Alert(
                    account=number, handle=new_handle(), search=search, rhythm=rhythm, made_at=now
                )
            )
            unit.alerts.save(replace(asked, rhythm=rhythm, made_at=now))
            self.letters.confirm(unit, asked, now=now)

    def open(self, token: str) -> Alert:
        """The alert of a link.

        Raises:
            AlertNotFoundError: there is none.
        """
        with self.work.reading() as unit:
            return self._opened(unit, token)

    def confirm(self, token: str) -> None:
        """Follow the search from now on: what it finds now is no news. Once more changes nothing.

        Raises:
            AlertNotFoundError: there is none.
            TooManyAlertsError: the address follows enough searches.
            UnknownValueError: the vocabulary has changed meanwhile.
            IndexNotReadyError: search is being prepared; nothing was changed.
        """
        alert = self.open(token)
        address = read_text(alert.search, self.taxonomies.current())
        if address.ignored:
            raise address.ignored[0]
        there = self.searching.every(strict(address.query))
        with self.work.writing() as unit:
            alert, now = self._opened(unit, token), self.calendar.now()
            if alert.confirmed_at:
                return
            if len(_confirmed(unit, alert.account)) >= MAX_ALERTS:
                raise TooManyAlertsError(most=MAX_ALERTS)
            if alert.looked_at is None:  # else it goes on where it was
                unit.alerts.know(alert.id, there, told_at=None)
            looked_at = alert.looked_at or now
            unit.alerts.save(replace(alert, confirmed_at=now, looked_at=looked_at))

    def renew(self, token: str, *, rhythm: Rhythm) -> None:
        """Go on for as long as at the beginning, perhaps at another rhythm.

        Raises:
            AlertNotFoundError: there is none, or it is not confirmed.
        """
        with self.work.writing() as unit:
            alert = self._opened(unit, token)
            if alert.confirmed_at is None:
                raise AlertNotFoundError
            now = self.calendar.now()
            unit.alerts.save(replace(alert, rhythm=rhythm, confirmed_at=now))

    def stop(self, token: str) -> None:
        """Write no more, not even what is still in the outbox. Once more changes nothing.

        Who has left nothing else here is forgotten.

        Raises:
            AlertNotFoundError: the link was never one of ours.
        """
        handle = self._handle(token)
        with self.work.writing() as unit:
            alert = unit.alerts.by_handle(handle)
            if alert is None:
                return
            unit.outbox.take_back(self.letters.links.stop(handle))
            unit.alerts.remove(alert.id)
            unit.personal.let_go(alert.account, at=self.calendar.now())

    def of_account(self, account: Account) -> tuple[Alert, ...]:
        """What somebody who signed in follows, the first first."""
        with self.work.reading() as unit:
            return _confirmed(unit, account.id or 0)

    def _opened(self, unit: UnitOfWork, token: str) -> Alert:
        alert = unit.alerts.by_handle(self._handle(token))
        if alert is None:
            raise AlertNotFoundError
        return alert

    def _handle(self, token: str) -> str:
        handle = self.letters.links.handle(token)
        if handle is None:
            raise AlertNotFoundError
        return handle


def followed(query: SearchQuery) -> SearchQuery:
    """What an alert keeps of a search: neither order nor page."""
    plain = SearchQuery()
    return replace(query, sort=plain.sort, page=plain.page, per_page=plain.per_page)


def strict(query: SearchQuery) -> SearchQuery:
    """The search that is asked for an alert: cases with all of its words, the newest first."""
    return replace(query, all_words=True, sort=Sort.NEWEST)


def _confirmed(unit: UnitOfWork, account: int) -> tuple[Alert, ...]:
    return tuple(each for each in unit.alerts.of_account(account) if each.confirmed_at)


def _asked_before(unit: UnitOfWork, account: int, search: str) -> Alert | None:
    return next((e for e in unit.alerts.of_account(account) if e.search == search), None)
