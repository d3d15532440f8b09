"""Mail: a letter to one person, on its way or sent."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from kb.domain.account import AccountId

#: How long a letter waits after each try that failed; after the last one it is given up.
PATIENCE = tuple(
    timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 1440, 1440)
)
#: The same when the other side said that it will never take it.
PATIENCE_IF_REFUSED = (timedelta(hours=1), timedelta(days=1))


class MailState(StrEnum):
    """`waiting` also when no server is set up: then `kb mail` shows it; `failed`: given up."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A letter. Plain text, in French.

    Attributes:
        id: 0 before it is in the outbox; then also part of its Message-ID.
        to: whose address it goes to; looked up when it is sent.
        is_secret: its text holds a code or a link that opens something; emptied once sent.
        attempts: how often sending was tried.
        unsubscribe: the address that ends letters like this one when a program posts to it; it
            opens something, too.
    """

    id: int = 0
    to: AccountId
    subject: str
    text: str
    is_secret: bool = False
    state: MailState = MailState.WAITING
    attempts: int = 0
    created_at: datetime
    next_attempt_at: datetime
    sent_at: datetime | None = None
    unsubscribe: str | None = None

    def tried(self, now: datetime) -> "Mail":
        """As it is stored before each try.

        Whoever is killed while sending has left it for later, not for the next second.
        """
        wait = PATIENCE[min(self.attempts, len(PATIENCE) - 1)]
        return replace(self, attempts=self.attempts + 1, next_attempt_at=now + wait)

    def delivered(self, now: datetime) -> "Mail":
        """Sent. A code or a secret link is kept nowhere any longer."""
        sent = replace(self, state=MailState.SENT, sent_at=now)
        return replace(sent, text="", unsubscribe=None) if self.is_secret else sent

    def failed(self, now: datetime, *, is_refused: bool) -> "Mail":
        """Not sent by the try that `tried` has counted: later, or never."""
        patience = PATIENCE_IF_REFUSED if is_refused else PATIENCE
        if self.attempts > len(patience):
            return replace(self, state=MailState.FAILED)
        return replace(self, next_attempt_at=now + patience[self.attempts - 1])

    def again(self, now: datetime) -> "Mail":
        """From the beginning: somebody mended what was in the way."""
        return replace(self, state=MailState.WAITING, attempts=0, next_attempt_at=now)
