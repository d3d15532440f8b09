"""Proposals in the database; the port `SubmissionStore`."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from kb.domain.account import AccountId
from kb.domain.case import Sha256, Slug
from kb.domain.submission import (
    Consent,
    Kinship,
    Message,
    Status,
    Submission,
    SubmissionId,
    Version,
)
from kb.stores.rows import filled, found, value
from kb.stores.tables import LinkRow, MessageRow, SubmissionRow, VersionRow
from kb.unit_of_work import StaleVersionError, SubmissionNotFoundError

_Order = tuple[ColumnElement[Any] | InstrumentedAttribute[Any], ...]

_NEWEST: _Order = (SubmissionRow.id.desc(),)
#: Those that never came into the queue stand before all others; they never wait in it.
_LONGEST: _Order = (SubmissionRow.submitted_at, SubmissionRow.id)


@dataclass(frozen=True, slots=True)
class SubmissionsInDatabase:
    """Proposals, their frozen versions, what was said about them, and the links that open them."""

    session: Session

    def add(self, submission: Submission, version: Version) -> Submission:
        """See `SubmissionStore.add`."""
        row = _filled(SubmissionRow(), submission)
        self.session.add(row)
        self.session.flush()
        self._add_version(row.id, version)
        return _submission(row)

    def get(self, number: SubmissionId) -> Submission:
        """See `SubmissionStore.get`."""
        return _submission(self._row(number))

    def save(self, submission: Submission, version: Version | None = None) -> Submission:
        """See `SubmissionStore.save`."""
        row = self._row(submission.id)
        if row.version != submission.version:
            raise StaleVersionError(submission=submission.id)
        _filled(row, submission)
        row.version += 1
        if version:
            self._add_version(row.id, version)
        self.session.flush()
        return _submission(row)

    def text(self, number: SubmissionId, version: int) -> Version:
        """See `SubmissionStore.text`."""
        row = self.session.get(VersionRow, (number, version))
        if row is None:
            raise SubmissionNotFoundError(submission=number)
        return value(Version, row)

    def versions(self, number: SubmissionId) -> tuple[Version, ...]:
        """See `SubmissionStore.versions`."""
        of_it = VersionRow.submission == number
        rows = found(self.session, VersionRow, of_it, order=(VersionRow.number,))
        return tuple(value(Version, row) for row in rows)

    def with_status(self, *statuses: Status) -> tuple[Submission, ...]:
        """See `SubmissionStore.with_status`."""
        return self._found(SubmissionRow.status.in_(statuses), order=_LONGEST)

    def of_author(self, author: AccountId) -> tuple[Submission, ...]:
        """See `SubmissionStore.of_author`."""
        return self._found(SubmissionRow.author == author, order=_NEWEST)

    def of_case(self, slug: Slug) -> tuple[Submission, ...]:
        """See `SubmissionStore.of_case`."""
        return self._found(SubmissionRow.slug == slug, order=_NEWEST)

    def add_message(self, message: Message) -> None:
        """See `SubmissionStore.add_message`."""
        self.session.add(filled(MessageRow(), message))

    def messages(self, number: SubmissionId) -> tuple[Message, ...]:
        """See `SubmissionStore.messages`."""
        of_it = MessageRow.submission == number
        rows = found(self.session, MessageRow, of_it, order=(MessageRow.id,))
        return tuple(value(Message, row) for row in rows)

    def add_link(self, token_sha256: Sha256, number: SubmissionId, *, expires_at: datetime) -> None:
        """See `SubmissionStore.add_link`."""
        link = LinkRow(token_sha256=token_sha256, submission=number, expires_at=expires_at)
        self.session.add(link)

    def by_link(self, token_sha256: Sha256, *, now: datetime) -> Submission | None:
        """See `SubmissionStore.by_link`."""
        query = select(SubmissionRow).join(LinkRow, LinkRow.submission == SubmissionRow.id)
        is_open = (LinkRow.token_sha256 == token_sha256, LinkRow.expires_at > now)
        row = self.session.scalar(query.where(*is_open))
        return _submission(row) if row else None

    def revoke_links(self, number: SubmissionId) -> None:
        """See `SubmissionStore.revoke_links`."""
        self.session.execute(delete(LinkRow).where(LinkRow.submission == number))

    def _add_version(self, number: SubmissionId, version: Version) -> None:
        self.session.add(filled(VersionRow(), version, submission=number))

    def _row(self, number: SubmissionId) -> SubmissionRow:
        row = self.session.get(SubmissionRow, number)
        if row is None:
            raise SubmissionNotFoundError(submission=number)
        return row

    def _found(self, where: ColumnElement[bool], *, order: _Order) -> tuple[Submission, ...]:
        rows = found(self.session, SubmissionRow, where, order=order)
        return tuple(_submission(row) for row in rows)


def _filled(row: SubmissionRow, submission: Submission) -> SubmissionRow:
    consent = submission.consent
    return filled(
        row,
        submission,
        kinship={slug: each.value for slug, each in submission.kinship.items()},
        consent_licence=consent.licence,
        consent_privacy=consent.privacy,
        consent_given_at=consent.given_at,
    )


def _submission(row: SubmissionRow) -> Submission:
    consent = Consent(
        licence=row.consent_licence,
        privacy=row.consent_privacy,
        given_at=row.consent_given_at,
    )
    kinship = {slug: Kinship(each) for slug, each in row.kinship.items()}
    return value(Submission, row, consent=consent, kinship=kinship)
