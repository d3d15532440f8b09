"""Alerts: searches that somebody follows by mail."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Bring the tables of the revision before to this one."""
    op.create_table(
        "alert",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account", sa.Integer(), nullable=False),
        sa.Column("handle", sa.String(length=32), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("rhythm", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(), nullable=True),
        sa.Column("looked_at", sa.DateTime(), nullable=True),
        sa.Column("paused_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_alert_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
        sa.UniqueConstraint("handle", name=op.f("uq_alert_handle")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_alert_account"), "alert", ["account"], unique=False)
    op.create_table(
        "alert_case",
        sa.Column("alert", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("told_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["alert"], ["alert.id"], name=op.f("fk_alert_case_alert"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("alert", "slug", name=op.f("pk_alert_case")),
    )
    op.add_column("mail", sa.Column("unsubscribe", sa.Text(), nullable=True))
