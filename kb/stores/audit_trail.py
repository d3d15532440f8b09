"""Who did what, in the database; the port `AuditTrail`."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from kb.domain.audit import AuditEntry, Subject
from kb.stores.rows import filled, found, value
from kb.stores.tables import AuditRow


@dataclass(frozen=True, slots=True)
class AuditTrailInDatabase:
    """The trail; nothing here changes a line or takes one away."""

    session: Session

    def record(self, entry: AuditEntry) -> None:
        """See `AuditTrail.record`."""
        self.session.add(filled(AuditRow(), entry, details=dict(entry.details)))
        self.session.flush()  # lines are numbered in the order in which things happened

    def of(self, subject: Subject, key: str) -> tuple[AuditEntry, ...]:
        """See `AuditTrail.of`."""
        about = (AuditRow.subject == subject, AuditRow.key == key)
        rows = found(self.session, AuditRow, *about, order=(AuditRow.id,))
        return tuple(value(AuditEntry, row) for row in rows)

    def page(self, *, before: int | None = None, limit: int) -> tuple[AuditEntry, ...]:
        """See `AuditTrail.page`."""
        query = select(AuditRow).order_by(AuditRow.id.desc()).limit(limit)
        if before is not None:
            query = query.where(AuditRow.id < before)
        return tuple(value(AuditEntry, row) for row in self.session.scalars(query))
