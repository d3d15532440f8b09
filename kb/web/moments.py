"""Instants as this installation's clocks show them."""

from datetime import date, datetime

from kb.domain.french_dates import moment_in_french
from kb.web.context import knowledge_base, settings


def moment(instant: datetime) -> str:
    """`20 novembre 2026 à 14 h 32`."""
    return moment_in_french(instant, settings().time_zone)


def today() -> date:
    """The day that it is, there."""
    return day_of(knowledge_base().sharing.clock.now())


def day_of(instant: datetime) -> date:
    """The day on which it was, there."""
    return instant.astimezone(settings().time_zone).date()
