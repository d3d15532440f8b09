import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kb.domain.account import Account, Role
from kb.domain.mail import PATIENCE, PATIENCE_IF_REFUSED, Mail, MailState
from kb.domain.mail_server import MailServer, sender
from kb.operator_ports import PostUnavailableError
from kb.services.mailing import Mailing
from kb.stores.database import SqlWork
from kb.stores.schema import Schema
from kb.stores.smtp import SmtpPost
from tests.mail_server import Postman, mail_server

NOW = datetime(2026, 11, 20, 14, 32, tzinfo=UTC)


@dataclass
class Hands:
    """A clock that is set by hand."""

    instant: datetime = NOW

    def now(self) -> datetime:
        return self.instant


@dataclass
class Office:
    """An outbox on a real database, and a desk that empties it to a real server."""

    folder: Path
    clock: Hands
    postman: Postman

    @property
    def work(self) -> SqlWork:
        return SqlWork(self.folder / "kb.sqlite3")

    def mailing(self, *, is_set_up: bool = True) -> Mailing:
        server = MailServer(host="127.0.0.1", port=self.postman.port) if is_set_up else None
        post = SmtpPost(
            server=server, sender=sender("kb@example.org"), lock=self.folder / "mail.lock"
        )
        return Mailing(self.work, post, self.clock)

    def write(self, email: str = "claire@example.org", *, is_secret: bool = False) -> Mail:
        with self.work.writing() as unit:
            account = unit.accounts.by_email(email) or unit.accounts.add(
                Account(email=email, role=Role.CONTRIBUTOR)
            )
            return unit.outbox.add(
                Mail(
                    to=account.id or 0,
                    subject="Votre proposition",
                    text="Bonjour",
                    is_secret=is_secret,
                    created_at=NOW,
                    next_attempt_at=NOW,
                )
            )

    def state(self, mail: Mail) -> Mail:
        with self.work.reading() as unit:
            return next(each for each in unit.outbox.every() if each.id == mail.id)

    def later(self, wait: timedelta) -> None:
        self.clock.instant += wait


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    Schema(tmp_path / "kb.sqlite3").upgrade()
    with mail_server() as postman:
        yield Office(tmp_path, Hands(), postman)


def test_a_letter_goes_to_the_address_that_its_person_has_when_it_is_sent(office: Office) -> None:
    mail = office.write()

    assert office.mailing().send_due() == 1

    assert office.postman.recipients == ["claire@example.org"]
    assert office.state(mail) == replace(
        mail,
        state=MailState.SENT,
        attempts=1,
        sent_at=NOW,
        next_attempt_at=NOW + PATIENCE[0],
    )


def test_what_is_sent_is_not_sent_again(office: Office) -> None:
    office.write()
    office.mailing().send_due()
    office.later(timedelta(days=30))

    assert office.mailing().send_due() == 0
    assert len(office.postman.letters) == 1


def test_letters_leave_in_the_order_in_which_they_were_written(office: Office) -> None:
    addresses = [f"{name}@example.org" for name in ("a", "c", "b")]
    for address in addresses:
        office.write(address)

    assert office.mailing().send_due() == 3
    assert office.postman.recipients == addresses


def test_a_secret_is_kept_until_it_is_sent_and_no_longer(office: Office) -> None:
    secret, plain = office.write(is_secret=True), office.write()
    assert office.state(secret).text == "Bonjour"

    office.mailing().send_due()

    assert office.state(secret).text == ""
    assert office.state(plain).text == "Bonjour"


def test_without_a_server_letters_wait(office: Office) -> None:
    mail = office.write()

    assert office.mailing(is_set_up=False).send_due() == 0
    assert office.state(mail) == mail
    (letter,) = office.mailing().letters()
    assert (letter.mail, letter.address) == (mail, "claire@example.org")


def test_while_no_server_answers_no_letter_is_given_up(office: Office) -> None:
    mail = office.write()
    mailing = office.mailing()
    down = replace(mailing.post, server=MailServer(host="127.0.0.1", port=1))  # type: ignore[type-var]  # a dataclass

    for _ in range(50):
        office.later(timedelta(days=1))
        with pytest.raises(PostUnavailableError):
            Mailing(office.work, down, office.clock).send_due()

    assert office.state(mail) == mail
    assert office.mailing().send_due() == 1


def test_a_letter_that_is_put_off_is_tried_again_with_patience(office: Office) -> None:
    mail = office.write()
    office.postman.refusals["claire@example.org"] = "450 plus tard"

    for wait in PATIENCE:
        assert office.mailing().send_due() == 0
        assert office.state(mail).state is MailState.WAITING
        office.later(wait - timedelta(seconds=1))
        attempts = office.state(mail).attempts
        office.mailing().send_due()
        assert office.state(mail).attempts == attempts, "too early"
        office.later(timedelta(seconds=1))
    office.mailing().send_due()

    assert office.state(mail).state is MailState.FAILED
    assert office.state(mail).attempts == len(PATIENCE) + 1


def test_a_letter_that_is_refused_for_good_is_soon_given_up(office: Office) -> None:
    mail = office.write()
    office.postman.refusals["claire@example.org"] = "550 inconnue"

    for wait in PATIENCE_IF_REFUSED:
        office.mailing().send_due()
        assert office.state(mail).state is MailState.WAITING
        office.later(wait)
    office.mailing().send_due()

    assert office.state(mail).state is MailState.FAILED


def test_letters_that_were_given_up_can_be_sent_once_more(office: Office) -> None:
    mail = office.write()
    with office.work.writing() as unit:
        unit.outbox.save(replace(mail, state=MailState.FAILED, attempts=9))

    assert office.mailing().try_again() == 1
    assert office.mailing().send_due() == 1


def test_one_refused_letter_does_not_hold_up_the_others(office: Office) -> None:
    office.write("eve@example.org")
    office.write("claire@example.org")
    office.postman.refusals["eve@example.org"] = "550 inconnue"

    assert office.mailing().send_due() == 1
    assert office.postman.recipients == ["claire@example.org"]


def test_a_letter_that_breaks_the_connection_does_not_hold_up_the_others(office: Office) -> None:
    first, second = office.write("eve@example.org"), office.write("claire@example.org")
    office.postman.data_replies = [""]

    with pytest.raises(PostUnavailableError):
        office.mailing().send_due()
    assert office.mailing().send_due() == 1

    assert office.state(first).state is MailState.WAITING
    assert office.state(second).state is MailState.SENT


def test_a_person_erased_meanwhile_gets_no_letter(office: Office) -> None:
    mail = office.write()
    with office.work.writing() as unit:
        unit.accounts.erase(mail.to, at=NOW)

    assert office.mailing().send_due() == 0

    assert office.postman.letters == []
    assert office.mailing().letters()[0].address == ""


def test_killed_between_sending_and_noting_it_sends_once_more_under_the_same_number(
    office: Office,
) -> None:
    mail = office.write()
    program = textwrap.dedent(
        f"""
        import os, signal
        from datetime import datetime
        from pathlib import Path
        from kb.domain.mail import Mail
        from kb.domain.mail_server import MailServer, sender
        from kb.services.mailing import Mailing
        from kb.stores.database import SqlWork
        from kb.stores.smtp import SmtpPost

        class Clock:
            def now(self):
                return datetime.fromisoformat({NOW.isoformat()!r})

        Mail.delivered = lambda self, now: os.kill(os.getpid(), signal.SIGKILL)
        folder = Path({str(office.folder)!r})
        server = MailServer(host="127.0.0.1", port={office.postman.port})
        post = SmtpPost(server=server, sender=sender("kb@example.org"), lock=folder / "mail.lock")
        Mailing(SqlWork(folder / "kb.sqlite3"), post, Clock()).send_due()
        """
    )

    killed = subprocess.run([sys.executable, "-c", program], env={**os.environ}, check=False)

    assert killed.returncode == -signal.SIGKILL
    assert office.mailing().send_due() == 0, "a letter that may have gone is not sent at once"
    office.later(PATIENCE[0])
    assert office.mailing().send_due() == 1
    numbers = {letter["Message-ID"] for letter in office.postman.letters}
    assert (len(office.postman.letters), len(numbers)) == (2, 1)
    assert office.state(mail).attempts == 2
