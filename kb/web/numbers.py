"""Numbers in addresses: those that the database can hold, so that others are no address of ours."""

from werkzeug.routing import IntegerConverter, Map

_GREATEST = 2**31 - 1


class DatabaseNumber(IntegerConverter):
    """`<int:draft>`: a number from 0 to the greatest that a column holds."""

    def __init__(self, map: Map) -> None:  # noqa: A002 - werkzeug's name
        super().__init__(map, max=_GREATEST)
