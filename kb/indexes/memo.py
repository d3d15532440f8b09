"""Memo: what was worked out last, kept within a number of bytes."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Protocol, TypeVar, cast

#: Of an entry, besides its arrays.
_OVERHEAD_BYTES = 500


class Sized(Protocol):
    """What knows how much memory its arrays take."""

    @property
    def nbytes(self) -> int:
        """Bytes."""
        ...


Value = TypeVar("Value", bound=Sized)


@dataclass(slots=True)
class Memo:
    """Keeps what was asked for last; used by several threads."""

    most_bytes: int
    _held: OrderedDict[Hashable, Sized] = field(default_factory=OrderedDict)
    _bytes: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """The value of a key, which never changes: kept from the last time, or made now."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return cast("Value", self._held[key])
        value = make()
        with self._lock:
            if key not in self._held:
                self._held[key] = value
                self._bytes += _size(value)
            while self._bytes > self.most_bytes:
                self._bytes -= _size(self._held.popitem(last=False)[1])
        return value


def _size(value: Sized) -> int:
    return value.nbytes + _OVERHEAD_BYTES
