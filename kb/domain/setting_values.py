"""What operators may write in a setting, turned into values; ValueError for all else."""

import re
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kb.domain.mail_server import sender

#: More proxies than any chain has; a greater number is a slip of the keyboard.
MAX_TRUSTED_PROXIES = 10

#: No machine answers more.
MAX_READS_PER_MINUTE = 1_000_000

_SWITCHES = MappingProxyType({"on": True, "off": False})
_PROXIES = re.compile(r"[0-9]{1,2}")
_READS = re.compile(r"[1-9][0-9]{0,6}")
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|[0-9a-f:.]*:[0-9a-f:.]*", re.IGNORECASE)


def folder(text: str) -> Path:
    """A folder, `~` and relative paths made absolute.

    Raises:
        ValueError: `~somebody` who has no account here.
    """
    try:
        return Path(text).expanduser().absolute()
    except RuntimeError as error:
        raise ValueError(text) from error


def folder_or_none(text: str) -> Path | None:
    """A folder, perhaps below another that is known later; `None` for `off`.

    Raises:
        ValueError: `~somebody` who has no account here.
    """
    if text.lower() == "off":
        return None
    try:
        return Path(text).expanduser()
    except RuntimeError as error:
        raise ValueError(text) from error


def public_url(text: str) -> str:
    """What absolute links begin with, without a final slash.

    Raises:
        ValueError: nothing that a link can begin with.
    """
    parts = urlsplit(text)
    is_plain = not (parts.query or parts.fragment or parts.username or parts.password)
    has_host = bool(parts.hostname and _HOST.fullmatch(parts.hostname))
    if parts.scheme not in {"http", "https"} or not (is_plain and has_host):
        raise ValueError(text)
    if parts.path.strip("/") or parts.port == 0:  # reading the port raises when it is none
        raise ValueError(text)
    return f"{parts.scheme}://{parts.netloc.lower()}"


def number_of_proxies(text: str) -> int:
    """From 0 to `MAX_TRUSTED_PROXIES`.

    Raises:
        ValueError: no such number.
    """
    if not _PROXIES.fullmatch(text) or int(text) > MAX_TRUSTED_PROXIES:
        raise ValueError(text)
    return int(text)


def number_of_reads(text: str) -> int:
    """From 1 to `MAX_READS_PER_MINUTE`.

    Raises:
        ValueError: no such number.
    """
    if not _READS.fullmatch(text) or int(text) > MAX_READS_PER_MINUTE:
        raise ValueError(text)
    return int(text)


def contact(text: str) -> str:
    """An address that a harvester takes, without a name; `""` for none.

    Raises:
        ValueError: it is no address, or that of a host without a domain.
    """
    found = sender(text) if text else None
    if found and (found.name or "." not in found.domain):
        raise ValueError(text)
    return found.address if found else ""


def time_zone(text: str) -> ZoneInfo:
    """The zone of that name.

    Raises:
        ValueError: this machine knows none.
    """
    try:
        return ZoneInfo(text)
    except (ZoneInfoNotFoundError, OSError) as error:  # a folder of zones is no zone
        raise ValueError(text) from error


def switch(text: str) -> bool:
    """`on` or `off`.

    Raises:
        ValueError: neither.
    """
    try:
        return _SWITCHES[text.lower()]
    except KeyError:
        raise ValueError(text) from None
