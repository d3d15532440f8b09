"""The people, in the database; the port `AccountStore`."""

from dataclasses import dataclass
from datetime import UTC, datetime
from secrets import token_hex

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from kb.domain.account import Account, AccountId, Role
from kb.stores.rows import found
from kb.stores.tables import AccountRow
from kb.unit_of_work import AccountExistsError, AccountNotFoundError


def normal(email: str) -> str:
    """The form in which addresses are stored and compared."""
    return email.strip().lower()


@dataclass(frozen=True, slots=True)
class AccountsInDatabase:
    """The one table that holds addresses."""

    session: Session

    def get(self, number: AccountId) -> Account:
        """See `AccountStore.get`."""
        return account(self._row(number))

    def by_email(self, email: str) -> Account | None:
        """See `AccountStore.by_email`."""
        row = self.session.scalar(select(AccountRow).where(AccountRow.email == normal(email)))
        return account(row) if row else None

    def add(self, account_: Account, *, password_hash: str | None = None) -> Account:
        """See `AccountStore.add`."""
        if self.by_email(account_.email):
            raise AccountExistsError(email=account_.email)
        row = AccountRow(
            email=normal(account_.email),
            role=account_.role,
            active=account_.is_active,
            password=password_hash,
            confirmed_at=datetime.now(UTC) if account_.is_confirmed else None,
        )
        self.session.add(row)
        self.session.flush()
        return account(row)

    def change(self, account_: Account) -> None:
        """See `AccountStore.change`."""
        row = self._row(account_.id or 0)
        if (row.role, row.active) != (account_.role, account_.is_active):
            row.fs_uniquifier = token_hex(32)
        row.role, row.active = account_.role, account_.is_active
        if account_.is_confirmed != bool(row.confirmed_at):
            row.confirmed_at = datetime.now(UTC) if account_.is_confirmed else None

    def drop_second_factor(self, number: AccountId) -> None:
        """See `AccountStore.drop_second_factor`."""
        row = self._row(number)
        row.tf_primary_method = row.tf_totp_secret = row.tf_last_counter = None
        row.mf_recovery_codes = None
        row.fs_uniquifier = token_hex(32)

    def every(self) -> tuple[Account, ...]:
        """See `AccountStore.every`."""
        return self._found()

    def with_role(self, *roles: Role) -> tuple[Account, ...]:
        """See `AccountStore.with_role`."""
        return self._found(AccountRow.role.in_(roles), AccountRow.active.is_(True))

    def erase(self, number: AccountId, *, at: datetime) -> None:
        """See `AccountStore.erase`."""
        row = self._row(number)
        row.email = row.password = row.confirmed_at = None
        row.tf_primary_method = row.tf_totp_secret = row.tf_last_counter = None
        row.mf_recovery_codes = row.mail_code = None
        row.fs_uniquifier = token_hex(32)
        row.active, row.erased_at = False, at

    def _row(self, number: AccountId) -> AccountRow:
        row = self.session.get(AccountRow, number)
        if row is None:
            raise AccountNotFoundError(account=number)
        return row

    def _found(self, *where: ColumnElement[bool]) -> tuple[Account, ...]:
        kept = (AccountRow.erased_at.is_(None), *where)
        rows = found(self.session, AccountRow, *kept, order=(AccountRow.id,))
        return tuple(account(row) for row in rows)


def account(row: AccountRow) -> Account:
    """A person as the rest of the code sees them."""
    return Account(
        id=row.id,
        email=row.email or "",
        role=row.role,
        is_confirmed=row.confirmed_at is not None,
        is_active=row.active,
        has_password=row.password is not None,
        has_second_factor=row.tf_primary_method is not None,
    )
