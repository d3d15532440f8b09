"""Selections that were shared, in the database; the port `SharedSelectionStore`."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from kb.domain.case import Sha256
from kb.domain.selection import SelectedCase, Selection, SharedSelection
from kb.stores.reader_tables import SharedSelectionRow
from kb.stores.rows import filled, value


@dataclass(frozen=True, slots=True)
class SharedSelectionsInDatabase:
    """Selections, by the hash of the secret in their address."""

    session: Session

    def add(self, shared: SharedSelection) -> None:
        """See `SharedSelectionStore.add`."""
        cases = [{"slug": case.slug, "note": case.note} for case in shared.selection.cases]
        row = filled(SharedSelectionRow(), shared, title=shared.selection.title, cases=cases)
        self.session.add(row)
        self.session.flush()

    def get(self, token_sha256: Sha256, *, now: datetime) -> SharedSelection | None:
        """See `SharedSelectionStore.get`."""
        row = self.session.get(SharedSelectionRow, token_sha256)
        if row is None or row.expires_at <= now:
            return None
        cases = tuple(SelectedCase(slug=case["slug"], note=case["note"]) for case in row.cases)
        return value(SharedSelection, row, selection=Selection(title=row.title, cases=cases))

    def remove(self, token_sha256: Sha256) -> None:
        """See `SharedSelectionStore.remove`."""
        this = SharedSelectionRow.token_sha256 == token_sha256
        self.session.execute(delete(SharedSelectionRow).where(this))
