"""Searches that are followed, in the database; the port `AlertStore`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import ColumnElement, delete, insert, select
from sqlalchemy.orm import Session

from kb.domain.account import AccountId
from kb.domain.alert import Alert, AlertId
from kb.domain.case import Slug
from kb.stores.reader_tables import AlertCaseRow, AlertRow
from kb.stores.rows import filled, found, value


@dataclass(frozen=True, slots=True)
class AlertsInDatabase:
    """Alerts, and the cases that are no news for each."""

    session: Session

    def add(self, alert: Alert) -> Alert:
        """See `AlertStore.add`."""
        row = filled(AlertRow(), alert)
        self.session.add(row)
        self.session.flush()
        return value(Alert, row)

    def save(self, alert: Alert) -> None:
        """See `AlertStore.save`."""
        row = self.session.get_one(AlertRow, alert.id)
        filled(row, alert)

    def by_handle(self, handle: str) -> Alert | None:
        """See `AlertStore.by_handle`."""
        return next(iter(self._found(AlertRow.handle == handle)), None)

    def of_account(self, account: AccountId) -> tuple[Alert, ...]:
        """See `AlertStore.of_account`."""
        return self._found(AlertRow.account == account)

    def confirmed(self) -> tuple[Alert, ...]:
        """See `AlertStore.confirmed`."""
        return self._found(AlertRow.confirmed_at.is_not(None))

    def known(self, number: AlertId) -> frozenset[Slug]:
        """See `AlertStore.known`."""
        query = select(AlertCaseRow.slug).where(AlertCaseRow.alert == number)
        return frozenset(self.session.scalars(query))

    def told(self, number: AlertId) -> Mapping[Slug, datetime]:
        """See `AlertStore.told`."""
        of_it = (AlertCaseRow.alert == number, AlertCaseRow.told_at.is_not(None))
        rows = found(self.session, AlertCaseRow, *of_it, order=(AlertCaseRow.slug,))
        return MappingProxyType({row.slug: row.told_at for row in rows if row.told_at})

    def know(self, number: AlertId, slugs: Iterable[Slug], *, told_at: datetime | None) -> None:
        """See `AlertStore.know`."""
        rows = [{"alert": number, "slug": slug, "told_at": told_at} for slug in sorted(slugs)]
        if rows:
            self.session.execute(insert(AlertCaseRow), rows)

    def remove(self, number: AlertId) -> None:
        """See `AlertStore.remove`."""
        self.session.execute(delete(AlertRow).where(AlertRow.id == number))

    def _found(self, *where: ColumnElement[bool]) -> tuple[Alert, ...]:
        rows = found(self.session, AlertRow, *where, order=(AlertRow.id,))
        return tuple(value(Alert, row) for row in rows)
