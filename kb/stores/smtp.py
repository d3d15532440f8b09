"""Letters handed to an SMTP server; the port `Post`. Text only, UTF-8, nothing else to read in."""

import fcntl
import os
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.headerregistry import Address, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime
from pathlib import Path

from kb.domain.mail_server import MailServer, Sender
from kb.operator_ports import Letter, LetterRefusedError, PostBusyError, PostUnavailableError

#: How long the server may take for one answer.
TIMEOUT_SECONDS = 15.0
#: "Closing": the server ends the conversation. Source: RFC 5321, 3.8
_CLOSING = 421
#: From here on a reply is final. Source: RFC 5321, 4.2.1
_FINAL = 500


class _WebAddress(UnstructuredHeader):
    """Never cut nor encoded, however long: programs take it as it stands."""

    name: str  # given by the registry

    def fold(self, *, policy: EmailPolicy) -> str:
        """See `BaseHeader.fold`."""
        return f"{self.name}: {self}{policy.linesep}"


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("List-Unsubscribe", _WebAddress)  # type: ignore[arg-type]  # it is mixed in
_POLICY = SMTP.clone(header_factory=_HEADERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpPost:
    """Hands letters to one server.

    Attributes:
        server: `None`: letters wait.
        lock: a file; who holds it delivers, so that two processes do not send the same letter.
        trust: makes what TLS certificates are checked with.
    """

    server: MailServer | None
    sender: Sender
    lock: Path
    trust: Callable[[], ssl.SSLContext] = ssl.create_default_context

    @property
    def is_set_up(self) -> bool:
        """See `Post.is_set_up`."""
        return self.server is not None

    @contextmanager
    def delivering(self) -> Iterator["SmtpDelivery"]:
        """See `Post.delivering`."""
        if self.server is None:
            raise PostUnavailableError(reason="KB_SMTP_URL")
        with _alone(self.lock), self._connected(self.server) as client:
            yield SmtpDelivery(client=client, sender=self.sender)

    @contextmanager
    def _connected(self, server: MailServer) -> Iterator[smtplib.SMTP]:
        with _trouble():
            client = self._client(server)
        try:
            with _trouble():
                _introduce(client, server, self.trust)
            yield client
            with suppress(OSError):
                client.quit()
        finally:
            client.close()

    def _client(self, server: MailServer) -> smtplib.SMTP:
        """A connection. Our own name is not asked of the network, which may take long."""
        name = self.sender.domain
        if server.is_encrypted:
            return smtplib.SMTP_SSL(
                server.host,
                server.port,
                local_hostname=name,
                timeout=TIMEOUT_SECONDS,
                context=self.trust(),
            )
        return smtplib.SMTP(server.host, server.port, name, TIMEOUT_SECONDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpDelivery:
    """One conversation with the server; the port `Delivery`."""

    client: smtplib.SMTP
    sender: Sender

    def deliver(self, letter: Letter) -> None:
        """See `Delivery.deliver`."""
        try:
            message = _message(letter, self.sender)
        except (ValueError, HeaderParseError):  # what should be an address is none
            raise LetterRefusedError(is_final=True) from None
        with _trouble(), _refusals():
            self.client.send_message(message, self.sender.address, [letter.to])


def _introduce(
    client: smtplib.SMTP, server: MailServer, trust: Callable[[], ssl.SSLContext]
) -> None:
    """Encrypt where the other side can, then sign in if there is a password: never in clear."""
    client.ehlo_or_helo_if_needed()
    is_safe = server.is_encrypted or server.is_local
    if not is_safe and client.has_extn("starttls"):
        client.starttls(context=trust())
        client.ehlo()
        is_safe = True
    if not server.user:
        return
    if not is_safe:
        raise PostUnavailableError(reason="ni TLS ni STARTTLS : mot de passe non envoyé")
    client.login(server.user, server.password)


def _message(letter: Letter, sender: Sender) -> EmailMessage:
    """The letter as it travels. No header can hold a line end: the library refuses it."""
    if not letter.to:
        raise ValueError(letter.to)
    message = EmailMessage(policy=_POLICY)
    message["From"] = Address(sender.name, addr_spec=sender.address)
    message["To"] = Address(addr_spec=letter.to)
    message["Subject"] = "".join(c if c.isprintable() else " " for c in letter.subject).strip()
    message["Date"] = format_datetime(letter.written_at)
    message["Message-ID"] = f"<{letter.key}@{sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"  # no holiday answers. Source: RFC 3834, 5
    if letter.unsubscribe:  # Source: RFC 8058, 3.1
        message["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    text = letter.text.encode(errors="replace").decode()
    message.set_content(text, charset="utf-8", cte="quoted-printable")
    message["Content-Language"] = "fr"
    return message


@contextmanager
def _refusals() -> Iterator[None]:
    """What the server says of this letter.

    Raises:
        LetterRefusedError: it does not take it.
    """
    try:
        yield
    except smtplib.SMTPNotSupportedError:  # an address with accents, for a server without them
        raise LetterRefusedError(is_final=True) from None
    except smtplib.SMTPRecipientsRefused as error:
        ((status, _),) = error.recipients.values()
        _refuse(status)
    except smtplib.SMTPDataError as error:
        _refuse(error.smtp_code)


def _refuse(status: int) -> None:
    if status == _CLOSING:
        raise PostUnavailableError(reason=f"réponse {status}")
    raise LetterRefusedError(is_final=status >= _FINAL, status=status)


@contextmanager
def _trouble() -> Iterator[None]:
    """What concerns every letter alike.

    Raises:
        PostUnavailableError: no connection, no certificate, no right to send.
    """
    try:
        yield
    except smtplib.SMTPResponseException as error:
        raise PostUnavailableError(reason=f"réponse {error.smtp_code}") from error
    except OSError as error:  # every other error of smtplib is one, too
        raise PostUnavailableError(reason=error.strerror or type(error).__name__) from error


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Raises PostBusyError if another process delivers."""
    lock.parent.mkdir(mode=0o700, exist_ok=True)
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise PostBusyError from None
        yield
    finally:
        os.close(descriptor)
