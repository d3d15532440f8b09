"""Alert: a search that somebody follows by mail, and when it is time to look again."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from enum import StrEnum

from kb.domain.account import AccountId

AlertId = int

#: Searches that one address may follow.
MAX_ALERTS = 20
#: From this hour on, where people live.
HOUR = time(7)
#: What nobody has renewed by then is to be confirmed again.
ALERTS_LAST = timedelta(days=730)


class Rhythm(StrEnum):
    """How often one is written to at most: every day, or on Mondays."""

    DAILY = "daily"
    WEEKLY = "weekly"

    def last(self, now: datetime, zone: tzinfo) -> datetime:
        """The last instant at which it was time to look: the first one does for all missed."""
        there = now.astimezone(zone)
        day = there.date() - timedelta(days=there.time() < HOUR)
        if self is Rhythm.WEEKLY:
            day -= timedelta(days=day.weekday())
        return datetime.combine(day, HOUR, zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A search that somebody follows. Immutable.

    Attributes:
        id: 0 before it is stored.
        account: whose address it is for.
        handle: random; the link of the letters is made of it and of the secret of the installation.
        search: its parameters as an address has them, in their canonical order: `q=…&region=…`.
        confirmed_at: `None` until the letter came back, and when its time is over; later, when it
            was last renewed.
        looked_at: when the search was last asked; `None` before it is first confirmed.
        paused_at: since when it cannot be read as it was asked: the vocabulary has changed.
    """

    id: AlertId = 0
    account: AccountId
    handle: str
    search: str
    rhythm: Rhythm
    made_at: datetime
    confirmed_at: datetime | None = None
    looked_at: datetime | None = None
    paused_at: datetime | None = None

    @property
    def ends_at(self) -> datetime:
        """When it ends unless it is renewed."""
        return (self.confirmed_at or self.made_at) + ALERTS_LAST

    def is_due(self, now: datetime, zone: tzinfo) -> bool:
        """Whether it is time to look. A clock that was set back makes one look once too often."""
        if self.looked_at is None:
            return False
        return not self.rhythm.last(now, zone) <= self.looked_at <= now
