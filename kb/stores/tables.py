"""Mapped rows. No row leaves this package, but that `accounts` maps the people once more."""

from datetime import UTC, datetime
from secrets import token_hex

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column

from kb.domain.account import Role
from kb.domain.audit import Channel, Subject
from kb.domain.mail import MailState
from kb.domain.publication import PublicationKind, PublicationStatus
from kb.domain.submission import Depth, MessageKind, Status
from kb.stores.columns import EMAIL, NUMBERED, SHA256, SLUG, WORD, Row


class AccountRow(Row):
    """A person: the one table that holds an address. Of an erased one only the number stays.

    Flask-Security's own columns are named as it wants them.
    """

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str | None] = mapped_column(EMAIL, unique=True)
    role: Mapped[Role] = mapped_column(default=Role.CONTRIBUTOR)
    active: Mapped[bool] = mapped_column(default=True)
    password: Mapped[str | None] = mapped_column(String(255))
    fs_uniquifier: Mapped[str] = mapped_column(
        String(64), unique=True, default=lambda: token_hex(32)
    )
    confirmed_at: Mapped[datetime | None]
    tf_primary_method: Mapped[str | None] = mapped_column(String(64))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(255))
    tf_last_counter: Mapped[int | None]
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(
        MutableList.as_mutable(JSON(none_as_null=True))
    )
    mail_code: Mapped[dict[str, str | int] | None] = mapped_column(JSON(none_as_null=True))
    create_datetime: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))
    update_datetime: Mapped[datetime] = mapped_column(
        default=lambda: datetime.now(UTC), onupdate=lambda: datetime.now(UTC)
    )
    erased_at: Mapped[datetime | None]


class SubmissionRow(Row):
    """A proposal and where it stands."""

    __tablename__ = "submission"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]
    status: Mapped[Status] = mapped_column(index=True)
    title: Mapped[str] = mapped_column(Text)
    slug: Mapped[str] = mapped_column(SLUG, index=True)
    base: Mapped[str | None] = mapped_column(SHA256)
    latest: Mapped[int]
    author: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    depth: Mapped[Depth]
    kinship: Mapped[dict[str, str]] = mapped_column(JSON)
    consent_licence: Mapped[str] = mapped_column(String(WORD))
    consent_privacy: Mapped[str] = mapped_column(String(WORD))
    consent_given_at: Mapped[datetime]
    claimed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    claimed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]


class VersionRow(Row):
    """One frozen text of a proposal."""

    __tablename__ = "submission_version"
    __table_args__ = ()

    submission: Mapped[int] = mapped_column(ForeignKey("submission.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(SHA256)
    written_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    written_at: Mapped[datetime]


class MessageRow(Row):
    """Something said about a proposal."""

    __tablename__ = "message"

    id: Mapped[int] = mapped_column(primary_key=True)
    submission: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    kind: Mapped[MessageKind]
    body: Mapped[str] = mapped_column(Text)
    written_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    written_at: Mapped[datetime]


class LinkRow(Row):
    """A secret link that opens a proposal; a revoked one has no row."""

    __tablename__ = "submission_link"
    __table_args__ = ()

    token_sha256: Mapped[str] = mapped_column(SHA256, primary_key=True)
    submission: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    expires_at: Mapped[datetime]


class DraftRow(Row):
    """What somebody is writing."""

    __tablename__ = "draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    key_sha256: Mapped[str] = mapped_column(SHA256, index=True)
    revision: Mapped[int]
    fields: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    change_of: Mapped[str | None] = mapped_column(SLUG)
    base: Mapped[str | None] = mapped_column(SHA256)
    submission: Mapped[int | None] = mapped_column(ForeignKey("submission.id"))
    sibling_of: Mapped[int | None] = mapped_column(ForeignKey("draft.id", ondelete="SET NULL"))
    author: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    created_at: Mapped[datetime]
    saved_at: Mapped[datetime]


class PublicationRow(Row):
    """A recorded change to files."""

    __tablename__ = "publication"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[PublicationKind]
    status: Mapped[PublicationStatus] = mapped_column(index=True)
    slug: Mapped[str] = mapped_column(SLUG)
    submission: Mapped[int | None] = mapped_column(ForeignKey("submission.id"))
    by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(Text)
    decided_at: Mapped[datetime]
    done_at: Mapped[datetime | None]


class ChangeRow(Row):
    """What a publication makes of one file; `number` is its place in the order."""

    __tablename__ = "publication_change"
    __table_args__ = ()

    publication: Mapped[int] = mapped_column(ForeignKey("publication.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(SLUG, index=True)
    before: Mapped[str | None] = mapped_column(SHA256)
    after: Mapped[str | None] = mapped_column(Text)


class AuditRow(Row):
    """One line of the trail."""

    __tablename__ = "audit"
    __table_args__ = (
        Index(None, "subject", "key"),
        NUMBERED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    channel: Mapped[Channel]
    action: Mapped[str] = mapped_column(String(WORD))
    subject: Mapped[Subject]
    key: Mapped[str] = mapped_column(SLUG)
    reason: Mapped[str] = mapped_column(Text)
    details: Mapped[dict[str, str | int | None]] = mapped_column(JSON)


class MailRow(Row):
    """A letter."""

    __tablename__ = "mail"
    __table_args__ = (
        Index(None, "state", "next_attempt_at"),
        NUMBERED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    to: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    subject: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    is_secret: Mapped[bool]
    state: Mapped[MailState]
    attempts: Mapped[int]
    created_at: Mapped[datetime]
    next_attempt_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    unsubscribe: Mapped[str | None] = mapped_column(Text)


class AttemptRow(Row):
    """One try of something that is limited."""

    __tablename__ = "attempt"
    __table_args__ = (
        Index(None, "kind", "key_sha256", "at"),
        NUMBERED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(WORD))
    key_sha256: Mapped[str] = mapped_column(SHA256)
    at: Mapped[datetime]
