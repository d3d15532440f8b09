from datetime import timedelta

import pytest

from kb.domain.alert import Alert, Rhythm
from tests.builders import NOW
from tests.followers import PARIS, at

DAILY, WEEKLY = Rhythm


@pytest.mark.parametrize(
    ("rhythm", "now", "last"),
    [
        (DAILY, "2026-11-20 06:59", "2026-11-19 07:00"),
        (DAILY, "2026-11-20 07:00", "2026-11-20 07:00"),
        (DAILY, "2026-11-20 23:59", "2026-11-20 07:00"),
        (DAILY, "2026-03-29 07:30", "2026-03-29 07:00"),  # the clocks went forward at night
        (DAILY, "2026-10-25 06:30", "2026-10-24 07:00"),  # and back
        (WEEKLY, "2026-11-22 23:00", "2026-11-16 07:00"),
        (WEEKLY, "2026-11-23 06:59", "2026-11-16 07:00"),
        (WEEKLY, "2026-11-23 07:00", "2026-11-23 07:00"),
        (WEEKLY, "2027-01-01 12:00", "2026-12-28 07:00"),
    ],
)
def test_it_was_time_to_look_at_seven(rhythm: Rhythm, now: str, last: str) -> None:
    assert rhythm.last(at(now), PARIS) == at(last)


@pytest.mark.parametrize(
    ("rhythm", "looked", "now", "is_due"),
    [
        (DAILY, "2026-11-20 10:00", "2026-11-20 18:00", False),
        (DAILY, "2026-11-20 10:00", "2026-11-21 06:59", False),
        (DAILY, "2026-11-20 10:00", "2026-11-21 07:00", True),
        (DAILY, "2026-11-20 10:00", "2026-12-20 03:00", True),
        (DAILY, "2026-11-21 07:00", "2026-11-21 07:01", False),
        (WEEKLY, "2026-11-20 10:00", "2026-11-22 23:00", False),
        (WEEKLY, "2026-11-20 10:00", "2026-11-23 07:00", True),
        (WEEKLY, "2026-11-23 09:00", "2026-11-23 10:00", False),
        (DAILY, "2031-01-01 10:00", "2026-11-20 08:00", True),  # the clock was set back
        (WEEKLY, "2031-01-01 10:00", "2026-11-20 08:00", True),
    ],
)
def test_an_alert_is_due_once_after_each_seven_o_clock(
    rhythm: Rhythm, looked: str, now: str, *, is_due: bool
) -> None:
    alert = Alert(
        account=1,
        handle="h",
        search="",
        rhythm=rhythm,
        made_at=NOW,
        confirmed_at=NOW,
        looked_at=at(looked),
    )

    assert alert.is_due(at(now), PARIS) is is_due


def test_an_alert_that_was_never_confirmed_is_never_due() -> None:
    alert = Alert(account=1, handle="h", search="", rhythm=DAILY, made_at=NOW)

    assert not alert.is_due(NOW + timedelta(days=30), PARIS)
