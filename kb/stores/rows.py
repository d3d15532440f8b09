"""From rows to values and back: what has the same name in both is the same."""

from collections.abc import Iterable
from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from kb.stores.columns import Row

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

ValueT = TypeVar("ValueT", bound="DataclassInstance")
RowT = TypeVar("RowT", bound=Row)


def value(kind: type[ValueT], row: Row, **others: object) -> ValueT:
    """A row as a value of the domain; `others` are the fields that it does not hold as they are."""
    names = {each.name for each in fields(kind)} - others.keys()
    held: dict[str, Any] = {name: getattr(row, name) for name in names}
    return kind(**held, **others)


def filled(row: RowT, held: "DataclassInstance", **others: object) -> RowT:
    """The row, holding a value; a number 0 is left to the database."""
    columns = type(row).__mapper__.column_attrs.keys()
    names = {each.name for each in fields(held)} & set(columns) - others.keys()
    for name in names:
        if name != "id" or held.id:  # type: ignore[attr-defined]  # it has a field of this name
            setattr(row, name, getattr(held, name))
    for name, other in others.items():
        setattr(row, name, other)
    return row


def found(
    session: Session,
    kind: type[RowT],
    *where: ColumnElement[bool],
    order: Iterable[ColumnElement[Any] | InstrumentedAttribute[Any]],
) -> Iterable[RowT]:
    """All rows of a table that fulfil all conditions."""
    return session.scalars(select(kind).where(*where).order_by(*order))
