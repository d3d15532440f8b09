"""What Alembic runs: migrations in one transaction, on the connection that it is handed."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Enum

from kb.stores import reader_tables, tables
from kb.stores.columns import Instant

TABLES = (tables.AccountRow, reader_tables.AlertRow)


def rendered(kind: str, thing: object, _context: AutogenContext) -> str | Literal[False]:
    """Our types as what they are in the database."""
    if kind == "type" and isinstance(thing, Instant):
        return "sa.DateTime()"
    if kind == "type" and isinstance(thing, Enum):
        return f"sa.String(length={thing.length})"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=TABLES[0].metadata,
    render_item=rendered,
    transactional_ddl=True,
)
context.run_migrations()
