from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from kb.services import rationing as module
from kb.services.rationing import WINDOW, Rationing
from kb.stores.system_clock import SystemClock

START = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def rationing() -> Rationing:
    return Rationing(clock=SystemClock(), quota=3)


def left(rationing: Rationing, address: str = "192.0.2.1") -> int | None:
    """What is left after one more read; `None` if it was one too many."""
    ration = rationing.take(address)
    return None if ration.is_over else ration.left


def test_what_is_too_much_is_refused_until_the_window_ends(rationing: Rationing) -> None:
    with time_machine.travel(START, tick=False) as clock:
        assert [left(rationing) for _ in range(5)] == [2, 1, 0, None, None]
        clock.shift(WINDOW - timedelta(seconds=1))
        assert rationing.take("192.0.2.1").seconds == 1
        clock.shift(timedelta(seconds=1))
        assert left(rationing) == 2


def test_addresses_do_not_share(rationing: Rationing) -> None:
    for _ in range(4):
        rationing.take("192.0.2.1")

    assert left(rationing, "192.0.2.2") == 2
    assert left(rationing, "") == 2
    assert left(rationing, "unknown") == 2


@pytest.mark.parametrize(
    ("address", "other"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
    ],
)
def test_what_one_household_has_is_one_address(
    rationing: Rationing, address: str, other: str
) -> None:
    rationing.take(address)

    assert left(rationing, other) == 1


def test_neighbours_and_addresses_inside_one_socket_are_several(rationing: Rationing) -> None:
    for address in ("2001:db8:1:2::1", "::ffff:192.0.2.1"):
        rationing.take(address)

    assert left(rationing, "2001:db8:1:3::1") == 2
    assert left(rationing, "::ffff:192.0.2.2") == 2


def test_a_clock_that_is_set_back_locks_nobody_out(rationing: Rationing) -> None:
    with time_machine.travel(START, tick=False) as clock:
        for _ in range(4):
            rationing.take("192.0.2.1")
        clock.shift(timedelta(hours=-1))
        assert left(rationing) == 2


def test_only_so_many_addresses_are_remembered(
    rationing: Rationing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MAX_ADDRESSES", 10)
    for number in range(50):
        rationing.take(f"192.0.2.{number}")

    assert len(rationing._windows) == 10
    assert left(rationing, "192.0.2.49") == 1


def test_addresses_are_forgotten_when_their_window_has_ended(rationing: Rationing) -> None:
    with time_machine.travel(START, tick=False) as clock:
        for number in range(50):
            rationing.take(f"192.0.2.{number}")
        clock.shift(WINDOW)
        rationing.take("198.51.100.1")

    assert len(rationing._windows) == 1


def test_threads_never_get_more_than_there_is() -> None:
    rationing = Rationing(clock=SystemClock(), quota=100)

    with ThreadPoolExecutor(8) as readers:
        found = list(readers.map(lambda _: left(rationing), range(400)))

    assert sorted(each for each in found if each is not None) == list(range(100))
