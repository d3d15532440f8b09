"""What use cases need of the database: one transaction with its stores, and their errors."""

from contextlib import AbstractContextManager
from typing import Protocol

from kb.domain.errors import ConflictError, NotFoundError, UnavailableError
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


class DatabaseUnavailableError(UnavailableError):
    """The database is locked for too long, full, missing or damaged."""

    code = "database-unavailable"


class SchemaOutdatedError(UnavailableError):
    """The tables are older than the program, or not there yet: `kb db upgrade`."""

    code = "schema-outdated"


class SchemaNewerError(UnavailableError):
    """The tables were made by a newer version of the program."""

    code = "schema-newer"


class AccountNotFoundError(NotFoundError):
    """There is no account with this number or address."""

    code = "account-not-found"


class AccountExistsError(ConflictError):
    """There is an account with this address already."""

    code = "account-exists"


class SubmissionNotFoundError(NotFoundError):
    """There is no such proposal, or it is somebody else's."""

    code = "submission-not-found"


class PublicationNotFoundError(NotFoundError):
    """There is no publication with this number."""

    code = "publication-not-found"


class StaleVersionError(ConflictError):
    """Somebody saved it meanwhile."""

    code = "stale-version"


class UnitOfWork(Protocol):
    """One transaction and its stores."""

    accounts: AccountStore
    submissions: SubmissionStore
    drafts: DraftStore
    publications: PublicationStore
    audit: AuditTrail
    outbox: Outbox
    alerts: AlertStore
    selections: SharedSelectionStore
    attempts: AttemptStore
    personal: PersonalStore


class Work(Protocol):
    """Where transactions begin. Committed at the end of the `with` block, dropped if it raises."""

    def reading(self) -> AbstractContextManager[UnitOfWork]:
        """Look only.

        Raises:
            DatabaseUnavailableError: not now.
            SchemaOutdatedError: there is no database yet.
        """
        ...

    def writing(self) -> AbstractContextManager[UnitOfWork]:
        """Change something: alone from the first line on, so that what was read still holds.

        Raises:
            DatabaseUnavailableError: not now; nothing was changed.
        """
        ...
