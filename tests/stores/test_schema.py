import sqlite3
import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from kb.stores import schema
from kb.stores.database import SqlWork, database_engine
from kb.stores.schema import Schema
from kb.stores.tables import AccountRow
from kb.unit_of_work import SchemaNewerError, SchemaOutdatedError
from tests.builders import PROJECT

#: One more revision, which fails half way.
_FAILING = """
import sqlalchemy as sa
from alembic import op
revision = "9999"
down_revision = "{latest}"
def upgrade():
    op.create_table("half", sa.Column("id", sa.Integer()))
    op.create_table("account", sa.Column("id", sa.Integer()))
"""


@pytest.fixture
def tables(tmp_path: Path) -> Schema:
    return Schema(tmp_path / "data" / "kb.sqlite3")


def test_the_migrations_make_the_tables_that_the_code_maps(tables: Schema) -> None:
    tables.upgrade()

    with database_engine(tables.path).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, AccountRow.metadata) == []


def test_a_new_database_is_readable_by_its_owner_alone(tables: Schema) -> None:
    with pytest.raises(SchemaOutdatedError):
        tables.require()

    assert tables.upgrade() is None

    tables.require()
    assert stat.S_IMODE(tables.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(tables.path.parent.stat().st_mode) == 0o700


def test_two_who_upgrade_at_once_upgrade_once(tables: Schema) -> None:
    threads = [threading.Thread(target=tables.upgrade) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    tables.require()


def test_an_upgrade_that_fails_leaves_the_tables_as_they_were_and_a_copy(
    tables: Schema, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables.upgrade()
    latest = str(tables.current())
    newer = tmp_path / "program"
    (newer / "migrations" / "versions").mkdir(parents=True)
    for source in PROJECT.glob("migrations/**/*.*"):
        if source.suffix != ".pyc":
            (newer / source.relative_to(PROJECT)).write_bytes(source.read_bytes())
    failing = newer / "migrations" / "versions" / "9999_failing.py"
    failing.write_text(_FAILING.format(latest=latest), encoding="utf-8")
    monkeypatch.setattr(schema, "resources", lambda: newer)
    with pytest.raises(SchemaOutdatedError):
        tables.require()

    with pytest.raises(Exception, match="already exists"):
        tables.upgrade()

    with closing(sqlite3.connect(tables.path)) as held:
        names = {name for (name,) in held.execute("SELECT name FROM sqlite_master")}
    assert "half" not in names
    assert tables.current() == latest
    copy = Schema(tables.path.with_name(f"kb-before-{latest}.sqlite3"))
    assert copy.current() == latest
    with SqlWork(copy.path).reading() as unit:
        assert unit.accounts.every() == ()


def test_tables_of_a_newer_version_are_refused(tables: Schema) -> None:
    tables.upgrade()
    with closing(sqlite3.connect(tables.path)) as held, held:
        held.execute("UPDATE alembic_version SET version_num = '0099'")

    for ask in (tables.require, tables.upgrade):
        with pytest.raises(SchemaNewerError):
            ask()
