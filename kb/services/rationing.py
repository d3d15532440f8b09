"""Rationing: how many reads an address of the network has left, counted in this process.

In memory, as a read must not write: each process counts for itself and forgets when it ends.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil

from kb.ports import Clock

#: For how long a ration lasts; it begins with the first read.
WINDOW = timedelta(minutes=1)

#: Addresses that are remembered at once, some 200 bytes each; beyond, the oldest begin anew.
_MAX_ADDRESSES = 50_000

#: What one household or office is given; whoever has one has all addresses of it.
_IPV6_NETWORK_BITS = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Ration:
    """What an address may still read.

    Attributes:
        quota: reads in all of a window. left: reads after this one.
        seconds: until the next window, from 1.
        is_over: this read is one too many.
    """

    quota: int
    left: int
    seconds: int
    is_over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rationing:
    """Counts reads. May be shared by threads.

    Attributes:
        quota: reads per `WINDOW` and address.
        is_on: `KB_RATE_LIMITS`; off, nothing is counted.
    """

    clock: Clock
    quota: int
    is_on: bool = True
    #: address -> end of its window, reads in it; the first to end first
    _windows: OrderedDict[str, tuple[datetime, int]] = field(
        default_factory=OrderedDict, repr=False, compare=False
    )
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    def take(self, address: str) -> Ration:
        """Count one more read by an address; what is refused costs nothing."""
        key, now = _household(address), self.clock.now()
        with self._lock:
            ends_at, taken = self._window(key, now)
            is_over = taken >= self.quota
            taken += not is_over
            self._windows[key] = (ends_at, taken)
        seconds = max(1, ceil((ends_at - now).total_seconds()))
        left = self.quota - taken
        return Ration(quota=self.quota, left=left, seconds=seconds, is_over=is_over)

    def _window(self, key: str, now: datetime) -> tuple[datetime, int]:
        """The window of an address, a new one if it has ended or the clock was set back."""
        ends_at, taken = self._windows.get(key, (now, 0))
        if now < ends_at <= now + WINDOW:
            return ends_at, taken
        self._windows.pop(key, None)
        while self._windows and self._may_be_forgotten(now):
            self._windows.popitem(last=False)
        return now + WINDOW, 0

    def _may_be_forgotten(self, now: datetime) -> bool:
        """Whether the window that ends first has ended, or there is no room for it."""
        ends_at, _ = next(iter(self._windows.values()))
        return ends_at <= now or len(self._windows) >= _MAX_ADDRESSES


def _household(address: str) -> str:
    """What is counted as one: an address, of version 6 its network (Source: RFC 6177)."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return address
    if parsed.ipv4_mapped:  # a socket of version 6 that takes both
        return str(parsed.ipv4_mapped)
    return str(ip_network((int(parsed), _IPV6_NETWORK_BITS), strict=False))
