"""What is being written, in the database; the port `DraftStore`."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete
from sqlalchemy.orm import Session

from kb.domain.account import AccountId
from kb.domain.case import Sha256
from kb.domain.draft import Draft, DraftId, DraftNotFoundError
from kb.stores.rows import filled, found, value
from kb.stores.tables import DraftRow


@dataclass(frozen=True, slots=True)
class DraftsInDatabase:
    """What is being written."""

    session: Session

    def add(self, draft: Draft) -> Draft:
        """See `DraftStore.add`."""
        row = _filled(DraftRow(), draft)
        self.session.add(row)
        self.session.flush()
        return value(Draft, row)

    def get(self, number: DraftId) -> Draft:
        """See `DraftStore.get`."""
        return value(Draft, self._row(number))

    def save(self, draft: Draft) -> Draft:
        """See `DraftStore.save`."""
        row = _filled(self._row(draft.id), draft)
        row.revision += 1
        self.session.flush()
        return value(Draft, row)

    def with_key(self, key_sha256: Sha256) -> tuple[Draft, ...]:
        """See `DraftStore.with_key`."""
        return self._found(DraftRow.key_sha256 == key_sha256)

    def of_author(self, author: AccountId) -> tuple[Draft, ...]:
        """See `DraftStore.of_author`."""
        return self._found(DraftRow.author == author)

    def remove(self, number: DraftId) -> None:
        """See `DraftStore.remove`."""
        self.session.execute(delete(DraftRow).where(DraftRow.id == number))

    def _row(self, number: DraftId) -> DraftRow:
        row = self.session.get(DraftRow, number)
        if row is None:
            raise DraftNotFoundError(draft=number)
        return row

    def _found(self, where: ColumnElement[bool]) -> tuple[Draft, ...]:
        latest = (DraftRow.saved_at.desc(), DraftRow.id.desc())
        return tuple(
            value(Draft, row) for row in found(self.session, DraftRow, where, order=latest)
        )


def _filled(row: DraftRow, draft: Draft) -> DraftRow:
    return filled(row, draft, fields={name: list(held) for name, held in draft.fields.items()})
