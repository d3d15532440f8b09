"""The database: its engine, and one transaction with all its stores."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sqlalchemy import Connection, Engine, NullPool, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.orm import Session

from kb.domain.database_sentences import TROUBLE
from kb.reader_ports import AlertStore, SharedSelectionStore
from kb.store_ports import (
    AccountStore,
    AttemptStore,
    AuditTrail,
    DraftStore,
    Outbox,
    PersonalStore,
    PublicationStore,
    SubmissionStore,
)
from kb.stores.accounts import AccountsInDatabase
from kb.stores.alerts import AlertsInDatabase
from kb.stores.attempts import AttemptsInDatabase
from kb.stores.audit_trail import AuditTrailInDatabase
from kb.stores.drafts import DraftsInDatabase
from kb.stores.outbox import OutboxInDatabase
from kb.stores.personal import PersonalInDatabase
from kb.stores.publications import PublicationsInDatabase
from kb.stores.shared_selections import SharedSelectionsInDatabase
from kb.stores.submissions import SubmissionsInDatabase
from kb.unit_of_work import DatabaseUnavailableError, SchemaOutdatedError, UnitOfWork

#: The execution option that says how a transaction begins, and its two values.
BEGIN, READING, WRITING = "kb_begin", "DEFERRED", "IMMEDIATE"

#: Older ones may spoil a database in WAL mode. Source: https://www.sqlite.org/wal.html#walresetbug
_SAFE_WAL = (3, 51, 3)

#: In rollback mode only EXTRA flushes the folder once the journal is gone.
#: Source: https://www.sqlite.org/pragma.html#pragma_synchronous
_PRAGMAS = (
    "busy_timeout=5000",
    "foreign_keys=ON",
    f"journal_mode={'WAL' if sqlite3.sqlite_version_info >= _SAFE_WAL else 'DELETE'}",
    "synchronous=EXTRA",
    "secure_delete=ON",  # what is deleted is overwritten
)


def database_engine(path: Path) -> Engine:
    """The engine of an SQLite file, which it does not make. Each transaction opens it anew.

    What begins with the execution option `BEGIN` at `WRITING` is alone from its first line on.
    """
    return settled(create_engine(database_url(path), poolclass=NullPool))


def database_url(path: Path) -> URL:
    """The address of an SQLite file that must be there."""
    return URL.create("sqlite", database=f"file:{path}", query={"mode": "rw", "uri": "true"})


def settled(engine: Engine) -> Engine:
    """The engine, whose transactions begin as we want them: `accounts` has one of its own."""
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: DBAPIConnection, _record: object) -> None:
    connection.isolation_level = None  # of sqlite3: we say BEGIN ourselves
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    how = connection.get_execution_options().get(BEGIN, READING)
    connection.exec_driver_sql(f"BEGIN {how}")


class SqlUnitOfWork:
    """One transaction and its stores; the port `UnitOfWork`."""

    def __init__(self, session: Session) -> None:
        self.accounts: AccountStore = AccountsInDatabase(session)
        self.submissions: SubmissionStore = SubmissionsInDatabase(session)
        self.drafts: DraftStore = DraftsInDatabase(session)
        self.publications: PublicationStore = PublicationsInDatabase(session)
        self.audit: AuditTrail = AuditTrailInDatabase(session)
        self.outbox: Outbox = OutboxInDatabase(session)
        self.alerts: AlertStore = AlertsInDatabase(session)
        self.selections: SharedSelectionStore = SharedSelectionsInDatabase(session)
        self.attempts: AttemptStore = AttemptsInDatabase(session)
        self.personal: PersonalStore = PersonalInDatabase(session)


@dataclass(frozen=True)
class SqlWork:
    """Transactions on an SQLite file; the port `Work`. May be shared by threads."""

    path: Path

    @cached_property
    def engine(self) -> Engine:
        """Made when first needed."""
        return database_engine(self.path)

    @contextmanager
    def reading(self) -> Iterator[UnitOfWork]:
        """See `Work.reading`."""
        with self._session(READING) as session:
            session.connection().exec_driver_sql("PRAGMA query_only=ON")
            yield SqlUnitOfWork(session)

    @contextmanager
    def writing(self) -> Iterator[UnitOfWork]:
        """See `Work.writing`."""
        with self._session(WRITING) as session:
            yield SqlUnitOfWork(session)

    @contextmanager
    def _session(self, how: str) -> Iterator[Session]:
        engine = self.engine.execution_options(**{BEGIN: how})
        with database_trouble(self.path), Session(engine) as session, session.begin():
            session.connection()  # begins, and waits if it must
            yield session


@contextmanager
def database_trouble(path: Path) -> Iterator[None]:
    """What the database cannot do now, as our error.

    Raises:
        DatabaseUnavailableError: it is locked, full, damaged, or may not be read.
        SchemaOutdatedError: there is no such file or no such table.
    """
    try:
        yield
    except DatabaseError as error:
        if not (isinstance(error, OperationalError) or type(error) is DatabaseError):
            raise
        name = getattr(error.orig, "sqlite_errorname", "")
        if name == "SQLITE_ERROR" or not path.exists():
            raise SchemaOutdatedError(reason=str(error.orig)) from error
        kind = "_".join(name.split("_")[:2])  # of SQLITE_IOERR_WRITE, SQLITE_IOERR
        raise DatabaseUnavailableError(reason=TROUBLE.get(kind, str(error.orig))) from error
