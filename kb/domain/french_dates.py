"""Dates and spans of years as French says them."""

from datetime import date, datetime, tzinfo

from kb.domain.french import NBSP

_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


def day_in_french(day: date) -> str:
    """`20 novembre 2026`, `1er mars 2024`, the number held to its month."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number}{NBSP}{_MONTHS[day.month - 1]} {day.year}"


def moment_in_french(instant: datetime, zone: tzinfo) -> str:
    """`20 novembre 2026 à 14 h 32`, as the clocks of this time zone show it."""
    there = instant.astimezone(zone)
    return f"{day_in_french(there.date())} à {there.hour}{NBSP}h{NBSP}{there.minute:02}"


def date_in_french(text: str) -> str:
    """A year, a month or a day: `2024`, `mai 2024`, `17 mai 2024` for `2024-05-17`.

    Args:
        text: the date of a source, as the front matter has it.
    """
    year, *rest = text.split("-")
    if not rest:
        return year
    if len(rest) == 1:
        return f"{_MONTHS[int(rest[0]) - 1]} {year}"
    return day_in_french(date.fromisoformat(text))


def years_in_french(started: int | None, ended: int | None) -> str:
    """`depuis 2019`, `2015–2020`, `jusqu’en 2020`, `2019`; empty if neither is known."""
    if started is None:
        return "" if ended is None else f"jusqu’en {ended}"
    if ended is None:
        return f"depuis {started}"
    return str(started) if started == ended else f"{started}–{ended}"
