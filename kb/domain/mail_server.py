"""MailServer: where letters are handed over, and from whom; read from what an operator wrote."""

import re
from dataclasses import dataclass, field
from email.errors import HeaderParseError
from email.headerregistry import Address
from urllib.parse import SplitResult, unquote, urlsplit

#: Scheme -> the port where such a server listens unless another is named.
_PORTS = {"smtp": 25, "smtps": 465}

#: Never leave the machine: nothing to encrypt, and no certificate for such a name.
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

_SENDER = re.compile(r"(?P<name>[^<>@\"\\]*)<(?P<address>[^\s<>]+)>|(?P<bare>[^\s<>]+)", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """A server that takes letters.

    Attributes:
        is_encrypted: speaks TLS from the first byte; otherwise TLS begins where it is offered.
        user, password: `""` if the server asks for none.
    """

    host: str
    port: int
    is_encrypted: bool = False
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def is_local(self) -> bool:
        """Whether what is sent stays on this machine."""
        return self.host in _LOOPBACK

    def __str__(self) -> str:
        """Its address without the password."""
        scheme = "smtps" if self.is_encrypted else "smtp"
        who = f"{self.user}:***@" if self.user else ""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{scheme}://{who}{host}:{self.port}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Whom letters come from. `name` is `""` if only the address is shown."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        """What stands behind the `@`."""
        return self.address.rpartition("@")[2]

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>" if self.name else self.address


def mail_server(text: str) -> MailServer | None:
    """The server at `smtp://user:password@host:587`; `None` for `""`, where letters wait.

    Raises:
        ValueError: it is no such address.
    """
    if not text:
        return None
    if not text.isprintable() or " " in text:
        raise ValueError(text)
    parts = urlsplit(text)
    if parts.scheme not in _PORTS or not parts.hostname or not _is_bare(parts):
        raise ValueError(text)
    if bool(parts.username) != bool(parts.password):
        raise ValueError(text)
    return MailServer(
        host=parts.hostname,
        port=parts.port or _PORTS[parts.scheme],  # reading the port raises when it is none
        is_encrypted=parts.scheme == "smtps",
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def sender(text: str) -> Sender:
    """Whom `Pratiques innovantes <contact@example.org>` or a bare address names.

    Raises:
        ValueError: it is no address, or more than one.
    """
    found = _SENDER.fullmatch(text)
    if not (found and text.isprintable()):
        raise ValueError(text)
    address = found["bare"] or found["address"]
    if not _is_plain(address):
        raise ValueError(text)
    return Sender(name=(found["name"] or "").strip(), address=address)


def _is_plain(address: str) -> bool:
    """Whether a mail library takes it as one address, as it stands."""
    try:
        return Address(addr_spec=address).addr_spec == address and address.isascii()
    except (ValueError, HeaderParseError):
        return False


def _is_bare(parts: SplitResult) -> bool:
    return not (parts.path.strip("/") or parts.query or parts.fragment)
