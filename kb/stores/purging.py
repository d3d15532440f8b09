"""What `PersonalStore.purge` deletes, one function per rule of the table of personal data."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, Select, delete, or_, select, update
from sqlalchemy.orm import Session

from kb.domain.account import AccountId, Role
from kb.domain.mail import MailState
from kb.domain.personal_data import Purge
from kb.domain.submission import Status
from kb.stores.accounts import AccountsInDatabase
from kb.stores.columns import Row
from kb.stores.reader_tables import AlertRow, SharedSelectionRow
from kb.stores.tables import (
    AccountRow,
    AttemptRow,
    DraftRow,
    LinkRow,
    MailRow,
    MessageRow,
    PublicationRow,
    SubmissionRow,
    VersionRow,
)

#: What ended without a publication, or where the author does not answer.
_CLOSED = (Status.REJECTED, Status.WITHDRAWN, Status.CHANGES_REQUESTED)
#: Whose story is told: the case is there, or was.
_PUBLISHED = (Status.PUBLISHED, Status.ARCHIVED)
#: Of an account: there is something of theirs here.
_HAS_SOMETHING = or_(
    *(
        select(owner).where(owner == AccountRow.id).exists()
        for owner in (SubmissionRow.author, DraftRow.author, AlertRow.account)
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """What has not changed since `before` has had its time."""

    before: datetime
    now: datetime


def _drafts(session: Session, when: When) -> int:
    return _delete(session, DraftRow, DraftRow.saved_at < when.before)


def _unconfirmed(session: Session, when: When) -> int:
    return _proposals(session, _resting(when, Status.DRAFT))


def _closed(session: Session, when: When) -> int:
    return _proposals(session, _resting(when, *_CLOSED))


def _messages(session: Session, when: When) -> int:
    resting = _resting(when, *_PUBLISHED)
    return _delete(session, MessageRow, MessageRow.submission.in_(resting))


def _links(session: Session, when: When) -> int:
    """Each says itself when it ends."""
    return _delete(session, LinkRow, LinkRow.expires_at < when.now)


def _letters(session: Session, when: When) -> int:
    gone = or_(MailRow.state != MailState.WAITING, MailRow.is_secret)
    return _delete(session, MailRow, MailRow.created_at < when.before, gone)


def _attempts(session: Session, when: When) -> int:
    return _delete(session, AttemptRow, AttemptRow.at < when.before)


def _selections(session: Session, when: When) -> int:
    """Each says itself when it ends."""
    return _delete(session, SharedSelectionRow, SharedSelectionRow.expires_at < when.now)


def _alerts(session: Session, when: When) -> int:
    """Those that nobody confirmed, with addresses that came for nothing else."""
    late = (AlertRow.confirmed_at.is_(None), AlertRow.made_at < when.before)
    people = session.scalars(select(AlertRow.account).where(*late).distinct()).all()
    count = _delete(session, AlertRow, *late)
    for number in people:
        let_go(session, number, at=when.now)
    return count


def let_go(session: Session, number: AccountId, *, at: datetime) -> None:
    """See `PersonalStore.let_go`."""
    only_left_an_address = (
        AccountRow.id == number,
        AccountRow.role == Role.CONTRIBUTOR,
        AccountRow.confirmed_at.is_(None),
        AccountRow.password.is_(None),
        ~_HAS_SOMETHING,
    )
    if session.scalar(select(AccountRow.id).where(*only_left_an_address)):
        AccountsInDatabase(session).erase(number, at=at)


def _accounts(session: Session, when: When) -> int:
    """Contributors of whom nothing is left, and whoever may no longer sign in."""
    idle = session.scalars(
        select(AccountRow.id).where(
            AccountRow.erased_at.is_(None),
            AccountRow.update_datetime < when.before,
            or_(AccountRow.role == Role.CONTRIBUTOR, AccountRow.active.is_(False)),
            ~_HAS_SOMETHING,
        )
    ).all()
    for number in idle:
        AccountsInDatabase(session).erase(number, at=when.now)
    return len(idle)


def _resting(when: When, *statuses: Status) -> Select[int]:
    return select(SubmissionRow.id).where(
        SubmissionRow.status.in_(statuses), SubmissionRow.changed_at < when.before
    )


def _proposals(session: Session, which: Select[int]) -> int:
    """Delete proposals with all that hangs on them; publications forget where they came from."""
    numbers = session.scalars(which).all()
    for table in (VersionRow, MessageRow, LinkRow, DraftRow):
        _delete(session, table, table.submission.in_(numbers))
    from_them = PublicationRow.submission.in_(numbers)
    session.execute(update(PublicationRow).where(from_them).values(submission=None))
    return _delete(session, SubmissionRow, SubmissionRow.id.in_(numbers))


def _delete(session: Session, table: type[Row], *where: ColumnElement[bool]) -> int:
    return cast("CursorResult[Any]", session.execute(delete(table).where(*where))).rowcount


#: Each rule deletes, and says how much it was.
PURGES: Mapping[Purge, Callable[[Session, When], int]] = MappingProxyType(
    {
        Purge.DRAFTS: _drafts,
        Purge.UNCONFIRMED: _unconfirmed,
        Purge.CLOSED: _closed,
        Purge.MESSAGES: _messages,
        Purge.LINKS: _links,
        Purge.LETTERS: _letters,
        Purge.ATTEMPTS: _attempts,
        Purge.SELECTIONS: _selections,
        Purge.ALERTS: _alerts,
        Purge.ACCOUNTS: _accounts,
    }
)
