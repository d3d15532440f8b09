"""The people as Flask-Security sees them: one more mapping of the one table of accounts."""

from datetime import datetime
from typing import TYPE_CHECKING

from flask_security import UserMixin
from sqlalchemy.orm import DeclarativeBase

from kb.domain.account import Account, Role
from kb.stores.accounts import account
from kb.stores.tables import AccountRow


class _Registry(DeclarativeBase):
    """Beside that of `stores`: two classes of one registry cannot have the same table."""


class Person(_Registry, UserMixin):
    """Somebody with an address. The library's own roles are not used: ours is a column."""

    __table__ = AccountRow.__table__

    if TYPE_CHECKING:  # the columns that are used here; the mapper finds all of them by itself
        id: int
        email: str | None  # type: ignore[assignment]  # none once erased
        role: Role
        password: str | None
        confirmed_at: datetime | None
        tf_primary_method: str | None
        tf_totp_secret: str | None
        tf_last_counter: int | None
        mf_recovery_codes: list[str] | None
        mail_code: dict[str, str | int] | None


def known(person: Person) -> Account:
    """The person as the rest of the code sees them."""
    return account(person)  # type: ignore[arg-type]  # other class, same columns
