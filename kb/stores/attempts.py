"""How often something was tried, in the database; the port `AttemptStore`."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kb.domain.case import Sha256
from kb.stores.tables import AttemptRow


@dataclass(frozen=True, slots=True)
class AttemptsInDatabase:
    """Tries, by kind and key."""

    session: Session

    def note(self, kind: str, key_sha256: Sha256, *, at: datetime) -> None:
        """See `AttemptStore.note`."""
        self.session.add(AttemptRow(kind=kind, key_sha256=key_sha256, at=at))

    def count(self, kind: str, key_sha256: Sha256, *, since: datetime) -> int:
        """See `AttemptStore.count`."""
        counted = (
            AttemptRow.kind == kind,
            AttemptRow.key_sha256 == key_sha256,
            AttemptRow.at >= since,
        )
        query = select(func.count()).select_from(AttemptRow).where(*counted)
        return self.session.scalar(query) or 0
