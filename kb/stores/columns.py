"""What columns of all tables are made of: types, sizes, names of constraints."""

from datetime import UTC, datetime
from enum import Enum as PythonEnum
from typing import Any, ClassVar

from sqlalchemy import DateTime, Dialect, Enum, MetaData, String, TypeDecorator
from sqlalchemy.orm import DeclarativeBase

from kb.domain.case import MAX_SLUG_CHARACTERS

#: Characters of the word of a closed set, an action, a kind of try.
WORD = 32
#: In hexadecimal.
SHA256 = String(64)
SLUG = String(MAX_SLUG_CHARACTERS)
#: The longest address that mail knows. Source: RFC 5321, 4.5.3.1.3, without its brackets.
EMAIL = String(254)

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


#: Numbers are never given twice, even after rows went.
NUMBERED = {"sqlite_autoincrement": True}


class Instant(TypeDecorator[datetime]):
    """An instant, kept in UTC without saying so; one without a zone is taken to be UTC."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """What the database is given."""
        del dialect
        return value.astimezone(UTC).replace(tzinfo=None) if value and value.tzinfo else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """What comes back."""
        del dialect
        return value and value.replace(tzinfo=UTC)


def _values(kind: type[PythonEnum]) -> list[str]:
    return [each.value for each in kind]


class Row(DeclarativeBase):
    """A row of any table."""

    metadata = MetaData(naming_convention=_NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: Instant(),
        PythonEnum: Enum(PythonEnum, native_enum=False, length=WORD, values_callable=_values),
    }
    __table_args__: Any = NUMBERED
