"""Mapped rows of what readers ask us to keep; like the others, none leaves this package."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from kb.domain.alert import Rhythm
from kb.stores.columns import SHA256, SLUG, WORD, Row


class AlertRow(Row):
    """A search that somebody follows."""

    __tablename__ = "alert"

    id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    handle: Mapped[str] = mapped_column(String(WORD), unique=True)
    search: Mapped[str] = mapped_column(Text)
    rhythm: Mapped[Rhythm]
    made_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    looked_at: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]


class AlertCaseRow(Row):
    """A case that is no news for an alert: it was there before (`told_at` empty), or was told."""

    __tablename__ = "alert_case"
    __table_args__ = ()

    alert: Mapped[int] = mapped_column(ForeignKey("alert.id", ondelete="CASCADE"), primary_key=True)
    slug: Mapped[str] = mapped_column(SLUG, primary_key=True)
    told_at: Mapped[datetime | None]


class SharedSelectionRow(Row):
    """A selection that has an address; a withdrawn one has no row."""

    __tablename__ = "shared_selection"
    __table_args__ = ()

    token_sha256: Mapped[str] = mapped_column(SHA256, primary_key=True)
    owner_sha256: Mapped[str] = mapped_column(SHA256)
    title: Mapped[str] = mapped_column(Text)
    cases: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
