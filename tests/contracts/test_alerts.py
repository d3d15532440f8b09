from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from kb.domain.alert import Alert, Rhythm
from kb.unit_of_work import Work
from tests.builders import NOW


def an_alert(**changes: Any) -> Alert:
    values: dict[str, Any] = {
        "account": 1,
        "handle": "h",
        "search": "q=garage",
        "rhythm": Rhythm.DAILY,
        "made_at": NOW,
    }
    return Alert(**(values | changes))


def test_an_alert_comes_back_as_it_was_stored_and_changed(work: Work) -> None:
    with work.writing() as unit:
        stored = unit.alerts.add(an_alert())
    confirmed = replace(stored, rhythm=Rhythm.WEEKLY, confirmed_at=NOW, looked_at=NOW)
    with work.writing() as unit:
        unit.alerts.save(confirmed)

    with work.reading() as unit:
        assert unit.alerts.by_handle("h") == confirmed
        assert unit.alerts.by_handle("other") is None
        assert unit.alerts.of_account(1) == unit.alerts.confirmed() == (confirmed,)
        assert unit.alerts.of_account(2) == ()


def test_what_was_told_is_known_and_what_is_known_was_not_all_told(work: Work) -> None:
    later = NOW + timedelta(days=1)
    with work.writing() as unit:
        alert = unit.alerts.add(an_alert())
        unit.alerts.know(alert.id, {"before"}, told_at=None)
        unit.alerts.know(alert.id, ["told"], told_at=later)
        unit.alerts.know(alert.id, (), told_at=later)

    with work.reading() as unit:
        assert unit.alerts.known(alert.id) == {"before", "told"}
        assert unit.alerts.told(alert.id) == {"told": later}


def test_no_case_is_told_twice_whoever_tries(work: Work) -> None:
    with work.writing() as unit:
        alert = unit.alerts.add(an_alert())
        unit.alerts.know(alert.id, ["case"], told_at=NOW)

    with pytest.raises(IntegrityError), work.writing() as unit:
        unit.alerts.know(alert.id, ["case"], told_at=NOW)


def test_a_removed_alert_leaves_nothing(work: Work) -> None:
    with work.writing() as unit:
        alert = unit.alerts.add(an_alert())
        unit.alerts.know(alert.id, ["case"], told_at=NOW)

    with work.writing() as unit:
        unit.alerts.remove(alert.id)
        unit.alerts.remove(alert.id)

    with work.reading() as unit:
        assert unit.alerts.by_handle("h") is None
        assert unit.alerts.known(alert.id) == frozenset()
