"""Send the letters of the outbox: at least once each, and seldom more than once."""

import logging
from dataclasses import dataclass

from kb.domain.mail import Mail, MailState
from kb.logs import event
from kb.operator_ports import Delivery, Letter, LetterRefusedError, Post
from kb.ports import Clock
from kb.unit_of_work import AccountNotFoundError, Work

_LOG = logging.getLogger("kb.services")

#: Letters of one visit to the post; then somebody may want to stop.
MAX_LETTERS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """A letter with its address; `""` once its person was erased."""

    mail: Mail
    address: str


@dataclass(frozen=True, slots=True)
class Mailing:
    """The desk of outgoing mail."""

    work: Work
    post: Post
    clock: Clock

    def send_due(self) -> int:
        """Send what is due now, and say how many letters went.

        A try is stored before it is made. Whoever is killed between the answer of the server and
        the note that the letter went sends it again a minute later, under the same Message-ID.

        Raises:
            PostUnavailableError: no more letters can be handed over now.
            DatabaseUnavailableError: not now.
        """
        if not (self.post.is_set_up and self._due()):
            return 0
        with self.post.delivering() as delivery:  # who was there before us may have sent them
            return sum(self._send(mail, delivery) for mail in self._due())

    def letters(self, state: MailState | None = None) -> tuple[Envelope, ...]:
        """What is in the outbox, the oldest first."""
        with self.work.reading() as unit:
            addresses = {account.id: account.email for account in unit.accounts.every()}
            mails = unit.outbox.every(state=state)
        return tuple(
            Envelope(mail=mail, address=addresses.get(mail.to, "")) for mail in reversed(mails)
        )

    def try_again(self) -> int:
        """Let letters that were given up wait once more, and say how many there were."""
        now = self.clock.now()
        with self.work.writing() as unit:
            failed = unit.outbox.every(state=MailState.FAILED)
            for mail in failed:
                unit.outbox.save(mail.again(now))
        return len(failed)

    def _due(self) -> tuple[Mail, ...]:
        with self.work.reading() as unit:
            return unit.outbox.due(now=self.clock.now(), limit=MAX_LETTERS)

    def _send(self, mail: Mail, delivery: Delivery) -> bool:
        mail = mail.tried(self.clock.now())
        address = self._address(mail)
        try:
            delivery.deliver(_letter(mail, address))
        except LetterRefusedError as error:
            self._save(mail.failed(self.clock.now(), is_refused=error.is_final))
            event(
                _LOG, "mail-refused", mail=mail.id, attempts=mail.attempts, is_final=error.is_final
            )
            return False
        self._save(mail.delivered(self.clock.now()))
        event(_LOG, "mail-sent", mail=mail.id, attempts=mail.attempts)
        return True

    def _address(self, mail: Mail) -> str:
        """Where it goes, now that the try is stored; `""` if its person was erased."""
        with self.work.writing() as unit:
            unit.outbox.save(mail)
            try:
                return unit.accounts.get(mail.to).email
            except AccountNotFoundError:
                return ""

    def _save(self, mail: Mail) -> None:
        with self.work.writing() as unit:
            unit.outbox.save(mail)


def _letter(mail: Mail, address: str) -> Letter:
    return Letter(
        key=f"kb-{mail.id}-{mail.created_at:%Y%m%d%H%M%S}",
        to=address,
        subject=mail.subject,
        text=mail.text,
        written_at=mail.created_at,
        unsubscribe=mail.unsubscribe or "",
    )
