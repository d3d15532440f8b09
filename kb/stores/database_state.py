"""Whether the database file is there, is sound, and has our tables; the port `DatabaseState`."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass

from kb.stores.schema import Schema
from kb.unit_of_work import DatabaseUnavailableError


@dataclass(frozen=True, slots=True)
class DatabaseStateOfFile:
    """Looks at the file from outside."""

    schema: Schema

    @property
    def is_there(self) -> bool:
        """See `DatabaseState.is_there`."""
        return self.schema.path.exists()

    def damage(self) -> str:
        """See `DatabaseState.damage`."""
        try:
            with closing(sqlite3.connect(self.schema.path)) as connection:
                (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
                orphan = connection.execute("PRAGMA foreign_key_check").fetchone()
        except sqlite3.OperationalError as error:
            raise DatabaseUnavailableError(reason=str(error)) from error
        except sqlite3.DatabaseError as error:
            return str(error)
        if verdict != "ok":
            return str(verdict)
        if orphan:
            return f"{orphan[0]} → {orphan[2]}"
        self.schema.require()
        return ""
