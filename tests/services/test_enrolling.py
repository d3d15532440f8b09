from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import time_machine

from kb.bootstrap import assemble
from kb.domain.account import Role
from kb.domain.audit import Channel, Subject
from kb.domain.errors import KbError
from kb.services.enrolling import Enrolling, FirstLinkSpentError
from kb.settings import Settings
from kb.stores.schema import Schema

EMAIL, PASSWORD = "camille@example.org", "cheval batterie agrafe"


@pytest.fixture
def enrolling(tmp_path: Path) -> Enrolling:
    settings = Settings(home=tmp_path)
    Schema(settings.database).upgrade()
    return assemble(settings).enrolling


def first_token(enrolling: Enrolling) -> str:
    return (enrolling.first_link() or "").rpartition("/")[2]


def test_of_many_who_follow_the_first_link_at_once_one_administers(enrolling: Enrolling) -> None:
    token = first_token(enrolling)

    def follow(number: int) -> bool:
        try:
            enrolling.first(token, f"personne{number}@example.org", PASSWORD)
        except FirstLinkSpentError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(follow, range(8)))

    assert won.count(True) == 1
    assert [each.role for each in enrolling.every()] == [Role.ADMINISTRATOR]


def test_the_first_link_is_too_old_after_a_day(enrolling: Enrolling) -> None:
    with time_machine.travel("2026-11-20T12:00:00Z", tick=False) as clock:
        token = first_token(enrolling)
        clock.shift(24 * 3600 + 1)

        with pytest.raises(FirstLinkSpentError):
            enrolling.require_first(token)
        enrolling.require_first(first_token(enrolling))


def test_every_change_of_an_account_is_in_the_trail(enrolling: Enrolling) -> None:
    account = enrolling.add(EMAIL, Role.CONTRIBUTOR)
    enrolling.role(EMAIL, Role.MODERATOR)
    enrolling.role(EMAIL, Role.MODERATOR)
    enrolling.disable(EMAIL)
    enrolling.enable(EMAIL)

    with enrolling.work.reading() as unit:
        trail = unit.audit.of(Subject.ACCOUNT, str(account.id))

    assert [(each.action, dict(each.details)) for each in trail] == [
        ("account-created", {"role": "contributor"}),
        ("role-changed", {"from": "contributor", "to": "moderator"}),
        ("disabled", {}),
        ("enabled", {}),
    ]
    assert {(each.by, each.channel) for each in trail} == {(None, Channel.COMMAND)}


@pytest.mark.parametrize("email", ["", "a", "a@", "@b.fr", "a@b", "a b@c.fr", "a@b..fr", "é" * 300])
def test_what_is_no_address_gets_no_account(enrolling: Enrolling, email: str) -> None:
    with pytest.raises(KbError, match="email-invalid"):
        enrolling.add(email, Role.MODERATOR)

    assert enrolling.every() == ()
