"""The tables as the program needs them: which revision a database has, how to bring it there."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from kb.settings import resources
from kb.stores.database import BEGIN, WRITING, database_engine, database_trouble
from kb.unit_of_work import SchemaNewerError, SchemaOutdatedError


@dataclass(frozen=True, slots=True)
class Schema:
    """The tables in one SQLite file."""

    path: Path

    def current(self) -> str | None:
        """The revision that the file has; `None` if it has no tables yet.

        Raises:
            DatabaseUnavailableError: not now.
        """
        if not self.path.exists():
            return None
        with database_trouble(self.path), database_engine(self.path).connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()

    def is_current(self) -> bool:
        """Whether these are the tables that the program needs.

        Raises:
            SchemaNewerError: they were made by a newer version.
            DatabaseUnavailableError: not now.
        """
        current, known = self.current(), _revisions()
        if current and current not in known:
            raise SchemaNewerError
        return current == known[0]

    def require(self) -> None:
        """Go on only if the program can work with these tables.

        Raises:
            SchemaOutdatedError, SchemaNewerError: it cannot.
            DatabaseUnavailableError: not now.
        """
        if not self.is_current():
            raise SchemaOutdatedError

    def upgrade(self) -> Path | None:
        """Bring the tables to the newest revision: all of it or nothing.

        Returns:
            The copy that was made before, beside the file; `None` if there was nothing to do or
            nothing to copy.

        Raises:
            SchemaNewerError: there is no way back.
            DatabaseUnavailableError: not now; nothing was changed.
        """
        if self.is_current():
            return None
        copy = self._copied(current) if (current := self.current()) else None
        self._make()
        engine = database_engine(self.path).execution_options(**{BEGIN: WRITING})
        with database_trouble(self.path), engine.begin() as connection:
            configuration = _configuration()
            configuration.attributes["connection"] = connection
            command.upgrade(configuration, "head")
        return copy

    def _make(self) -> None:
        """Make sure that there is a file, and that only its owner may read it."""
        self.path.parent.mkdir(mode=0o700, exist_ok=True)
        self.path.touch(mode=0o600)

    def _copied(self, revision: str) -> Path:
        copy = self.path.with_name(f"{self.path.stem}-before-{revision}{self.path.suffix}")
        copy.touch(mode=0o600)
        with closing(sqlite3.connect(self.path)) as held, closing(sqlite3.connect(copy)) as other:
            held.backup(other)
        return copy


def _revisions() -> list[str]:
    """All that the program knows, the newest first."""
    script = ScriptDirectory.from_config(_configuration())
    return [each.revision for each in script.walk_revisions()]


def _configuration() -> Config:
    configuration = Config()
    configuration.set_main_option("script_location", str(resources() / "migrations"))
    return configuration
