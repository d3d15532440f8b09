"""What was decided to become of files, in the database; the port `PublicationStore`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kb.domain.case import Slug
from kb.domain.publication import Change, PastText, Publication, PublicationStatus
from kb.stores.rows import filled, found, value
from kb.stores.tables import ChangeRow, PublicationRow
from kb.unit_of_work import PublicationNotFoundError


@dataclass(frozen=True, slots=True)
class PublicationsInDatabase:
    """Publications, with all their texts: they are the history of the cases."""

    session: Session

    def add(self, publication: Publication) -> Publication:
        """See `PublicationStore.add`."""
        row = filled(PublicationRow(), publication)
        self.session.add(row)
        self.session.flush()
        for number, change in enumerate(publication.changes):
            self.session.add(filled(ChangeRow(), change, publication=row.id, number=number))
        self.session.flush()
        return self._publication(row)

    def get(self, number: int) -> Publication:
        """See `PublicationStore.get`."""
        return self._publication(self._row(number))

    def mark(self, number: int, status: PublicationStatus, *, at: datetime) -> None:
        """See `PublicationStore.mark`."""
        row = self._row(number)
        row.status = status
        if status is PublicationStatus.DONE:
            row.done_at = at

    def unfinished(self) -> tuple[Publication, ...]:
        """See `PublicationStore.unfinished`."""
        return self._with(PublicationStatus.OPEN)

    def in_conflict(self) -> tuple[Publication, ...]:
        """See `PublicationStore.in_conflict`."""
        return self._with(PublicationStatus.CONFLICT)

    def history(self, slug: Slug) -> tuple[PastText, ...]:
        """See `PublicationStore.history`."""
        query = (
            select(PublicationRow, ChangeRow)
            .join(ChangeRow, ChangeRow.publication == PublicationRow.id)
            .where(ChangeRow.slug == slug, PublicationRow.status == PublicationStatus.DONE)
            .order_by(PublicationRow.id.desc(), ChangeRow.number.desc())
        )
        return tuple(
            PastText(
                publication=row.id,
                kind=row.kind,
                text=change.after,
                reason=row.reason,
                by=row.by,
                at=row.done_at or row.decided_at,
            )
            for row, change in self.session.execute(query)
        )

    def last(self, slug: Slug) -> Publication | None:
        """See `PublicationStore.last`."""
        query = (
            select(PublicationRow)
            .join(ChangeRow, ChangeRow.publication == PublicationRow.id)
            .where(ChangeRow.slug == slug, PublicationRow.status == PublicationStatus.DONE)
            .order_by(PublicationRow.id.desc())
            .limit(1)
        )
        row = self.session.scalar(query)
        return self._publication(row) if row else None

    def last_written(self) -> Mapping[Slug, datetime]:
        """See `PublicationStore.last_written`."""
        query = (
            select(ChangeRow.slug, func.max(PublicationRow.done_at))
            .join(PublicationRow, ChangeRow.publication == PublicationRow.id)
            .where(PublicationRow.status == PublicationStatus.DONE, ChangeRow.after.is_not(None))
            .group_by(ChangeRow.slug)
        )
        return {slug: done_at for slug, done_at in self.session.execute(query) if done_at}

    def slugs(self) -> frozenset[Slug]:
        """See `PublicationStore.slugs`."""
        return frozenset(self.session.scalars(select(ChangeRow.slug).distinct()))

    def _with(self, status: PublicationStatus) -> tuple[Publication, ...]:
        rows = found(
            self.session,
            PublicationRow,
            PublicationRow.status == status,
            order=(PublicationRow.id,),
        )
        return tuple(self._publication(row) for row in rows)

    def _row(self, number: int) -> PublicationRow:
        row = self.session.get(PublicationRow, number)
        if row is None:
            raise PublicationNotFoundError(publication=number)
        return row

    def _publication(self, row: PublicationRow) -> Publication:
        of_it = ChangeRow.publication == row.id
        changes = found(self.session, ChangeRow, of_it, order=(ChangeRow.number,))
        return value(Publication, row, changes=tuple(value(Change, each) for each in changes))
