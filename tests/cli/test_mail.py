import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kb.domain.account import Account, Role
from kb.domain.mail import Mail, MailState
from kb.settings import Settings
from kb.stores.database import SqlWork
from tests.conftest import CommandLine

NOW = datetime(2026, 11, 20, 13, 32, tzinfo=UTC)


@pytest.fixture
def work(home: Path) -> SqlWork:
    """An outbox with a letter that waits, a secret one that was sent, and one that was given up."""
    work = SqlWork(Settings(home=home).database)
    with work.writing() as unit:
        account = unit.accounts.add(Account(email="claire@example.org", role=Role.CONTRIBUTOR))
        mail = Mail(
            to=account.id or 0,
            subject="Votre proposition",
            text="Bonjour,\n\n/suivi/abc\n",
            is_secret=True,
            created_at=NOW,
            next_attempt_at=NOW,
        )
        unit.outbox.add(mail)
        unit.outbox.save(unit.outbox.add(mail).tried(NOW).delivered(NOW))
        unit.outbox.save(replace(unit.outbox.add(mail), state=MailState.FAILED, attempts=3))
    return work


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_letters_are_shown_with_their_state_the_oldest_first(
    cli: CommandLine, work: SqlWork
) -> None:
    del work
    shown = plain(cli("mail").stdout)

    assert shown.startswith(
        "n° 1, en attente (0 essai), 20 novembre 2026 à 14 h 32\n"
        "  À : claire@example.org\n"
        "  Objet : Votre proposition\n"
        "    Bonjour,\n\n    /suivi/abc\n"
    )
    assert "n° 2, envoyée (1 essai)" in shown
    assert "n° 3, abandonnée (3 essais)" in shown
    assert shown.endswith("3 lettres.\n")


def test_a_script_reads_them_as_json(cli: CommandLine, work: SqlWork) -> None:
    del work
    first, second, _ = json.loads(cli("mail", "--json").stdout)

    assert first == {
        "id": 1,
        "to": "claire@example.org",
        "subject": "Votre proposition",
        "text": "Bonjour,\n\n/suivi/abc\n",
        "state": "waiting",
        "attempts": 0,
        "created_at": "2026-11-20T13:32:00+00:00",
        "next_attempt_at": "2026-11-20T13:32:00+00:00",
        "sent_at": None,
    }
    assert (second["state"], second["text"]) == ("sent", "")


def test_letters_that_were_given_up_are_put_back(cli: CommandLine, work: SqlWork) -> None:
    assert plain(cli("mail", "--retry").stdout) == "1 lettre remise en attente.\n"

    with work.reading() as unit:
        assert len(unit.outbox.every(state=MailState.WAITING)) == 2


def test_hours_are_those_of_the_time_zone(cli: CommandLine, work: SqlWork) -> None:
    del work
    shown = cli("mail", KB_TIME_ZONE="Indian/Reunion").stdout

    assert "17 h 32" in plain(shown)


def test_of_an_empty_outbox_that_is_said(cli: CommandLine) -> None:
    assert plain(cli("mail").stdout) == "0 lettre.\n"
    assert cli("mail", "--json").stdout == "[]\n"
