"""Calendar: now, today, and how long ago a day was where people live."""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from kb.ports import Clock


@dataclass(frozen=True, slots=True)
class Calendar:
    """A clock and the time zone in which days begin and end."""

    clock: Clock
    zone: tzinfo

    def now(self) -> datetime:
        """The instant, in UTC."""
        return self.clock.now()

    def today(self) -> date:
        """The day that it is there."""
        return self.day_of(self.now())

    def day_of(self, instant: datetime) -> date:
        """The day there on which something happened."""
        return instant.astimezone(self.zone).date()

    def days_since(self, instant: datetime | None) -> int:
        """How many times a new day has begun since; 0 if it has not happened."""
        return (self.today() - self.day_of(instant)).days if instant else 0
