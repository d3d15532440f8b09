"""The port `Clock` on the clock of the system."""

from datetime import UTC, datetime


class SystemClock:
    """The time, in UTC."""

    def now(self) -> datetime:
        """See `Clock.now`."""
        return datetime.now(UTC)
