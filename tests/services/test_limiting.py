from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine

from kb.domain.limits import ALLOWANCES, Limit, TooManyTriesError
from kb.domain.secret_key import SecretKey
from kb.services.limiting import Limiting
from kb.stores.database import SqlWork
from kb.stores.schema import Schema
from kb.stores.secret_key import SecretInFile
from kb.stores.system_clock import SystemClock

START = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def limiting(tmp_path: Path) -> Limiting:
    Schema(tmp_path / "kb.sqlite3").upgrade()
    secret = SecretInFile(tmp_path / "secret-key", SecretKey("x" * 32))
    return Limiting(work=SqlWork(tmp_path / "kb.sqlite3"), clock=SystemClock(), secret=secret)


def use_up(limiting: Limiting, kind: Limit, key: str) -> None:
    for _ in range(ALLOWANCES[kind].tries):
        limiting.require(kind, key)


def test_one_try_too_many_is_refused_until_time_has_passed(limiting: Limiting) -> None:
    kind = Limit.MAIL_TO_ADDRESS
    with time_machine.travel(START, tick=False) as clock:
        use_up(limiting, kind, "camille")

        with pytest.raises(TooManyTriesError, match="too-many-tries"):
            limiting.require(kind, "camille")
        clock.shift(ALLOWANCES[kind].within.total_seconds() + 1)
        limiting.require(kind, "camille")


def test_another_key_and_another_kind_have_tries_of_their_own(limiting: Limiting) -> None:
    use_up(limiting, Limit.MAIL_TO_ADDRESS, "camille")

    limiting.require(Limit.MAIL_TO_ADDRESS, "dominique")
    limiting.require(Limit.SIGN_IN_TO_ACCOUNT, "camille")


def test_no_address_is_stored(limiting: Limiting, tmp_path: Path) -> None:
    limiting.require(Limit.SIGN_IN, "192.0.2.7")

    assert b"192.0.2.7" not in (tmp_path / "kb.sqlite3").read_bytes()


def test_every_kind_has_an_allowance() -> None:
    assert set(ALLOWANCES) == set(Limit)
