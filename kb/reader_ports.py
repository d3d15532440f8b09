"""What use cases need of the stores of what readers ask us to keep; in one transaction, too."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Protocol

from kb.domain.account import AccountId
from kb.domain.alert import Alert, AlertId
from kb.domain.case import Sha256, Slug
from kb.domain.selection import SharedSelection


class AlertStore(Protocol):
    """Searches that are followed, and the cases that are no news for each."""

    def add(self, alert: Alert) -> Alert:
        """Store a new alert; the answer has its number."""
        ...

    def save(self, alert: Alert) -> None:
        """Store a change."""
        ...

    def by_handle(self, handle: str) -> Alert | None:
        """The alert of a link, if it is there."""
        ...

    def of_account(self, account: AccountId) -> tuple[Alert, ...]:
        """All alerts of somebody, the first first."""
        ...

    def confirmed(self) -> tuple[Alert, ...]:
        """All that were confirmed, by number."""
        ...

    def known(self, number: AlertId) -> frozenset[Slug]:
        """The cases that are no news for an alert."""
        ...

    def told(self, number: AlertId) -> Mapping[Slug, datetime]:
        """Those that a letter has told of, and when."""
        ...

    def know(self, number: AlertId, slugs: Iterable[Slug], *, told_at: datetime | None) -> None:
        """Keep cases from being news once more; each is new here. `told_at`: none was written."""
        ...

    def remove(self, number: AlertId) -> None:
        """Forget an alert with its cases; nothing happens if it is not there."""
        ...


class SharedSelectionStore(Protocol):
    """Selections that have an address of their own."""

    def add(self, shared: SharedSelection) -> None:
        """Store a new one."""
        ...

    def get(self, token_sha256: Sha256, *, now: datetime) -> SharedSelection | None:
        """The one of an address, if it is there and not too old."""
        ...

    def remove(self, token_sha256: Sha256) -> None:
        """Forget one; nothing happens if it is not there."""
        ...
