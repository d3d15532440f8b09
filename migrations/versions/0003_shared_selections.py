"""Shared selections: what somebody put together and gave a secret link to."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Bring the tables of the revision before to this one."""
    op.create_table(
        "shared_selection",
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("owner_sha256", sa.String(length=64), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("cases", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_shared_selection")),
    )
