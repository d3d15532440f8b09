"""Letters in the database; the port `Outbox`."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from kb.domain.mail import Mail, MailState
from kb.stores.rows import filled, value
from kb.stores.tables import MailRow


@dataclass(frozen=True, slots=True)
class OutboxInDatabase:
    """Letters, on their way or sent."""

    session: Session

    def add(self, mail: Mail) -> Mail:
        """See `Outbox.add`."""
        row = filled(MailRow(), mail)
        self.session.add(row)
        self.session.flush()
        return value(Mail, row)

    def due(self, *, now: datetime, limit: int) -> tuple[Mail, ...]:
        """See `Outbox.due`."""
        is_due = (MailRow.state == MailState.WAITING, MailRow.next_attempt_at <= now)
        query = select(MailRow).where(*is_due).order_by(MailRow.id).limit(limit)
        return tuple(value(Mail, row) for row in self.session.scalars(query))

    def save(self, mail: Mail) -> None:
        """See `Outbox.save`."""
        row = self.session.get(MailRow, mail.id)
        if row is None:
            return  # its person was erased while it was being sent
        row.state, row.attempts = mail.state, mail.attempts
        row.next_attempt_at, row.sent_at = mail.next_attempt_at, mail.sent_at
        if row.is_secret and mail.state is MailState.SENT:
            row.text, row.unsubscribe = "", None

    def take_back(self, unsubscribe: str) -> None:
        """See `Outbox.take_back`."""
        waiting = (MailRow.unsubscribe == unsubscribe, MailRow.state != MailState.SENT)
        self.session.execute(delete(MailRow).where(*waiting))

    def every(self, *, state: MailState | None = None) -> tuple[Mail, ...]:
        """See `Outbox.every`."""
        query = select(MailRow).order_by(MailRow.id.desc())
        if state:
            query = query.where(MailRow.state == state)
        return tuple(value(Mail, row) for row in self.session.scalars(query))
