"""A mail server on a free port of this machine, which does as it is told."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Postman:
    """Takes letters, or answers what it was told to.

    Attributes:
        refusals: address -> the reply to it.
        data_replies: the replies to the next texts, then `250`; `""` hangs up without any.
    """

    letters: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    refusals: dict[str, str] = field(default_factory=dict)
    data_replies: list[str] = field(default_factory=list)
    port: int = 0

    async def handle_RCPT(  # noqa: N802 - named by aiosmtpd
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - named by aiosmtpd
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        reply = self.data_replies.pop(0) if self.data_replies else "250 OK"
        if not reply:
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
            return "250 OK"
        if reply.startswith("250"):
            content = cast("bytes", envelope.original_content)
            self.raw.append(content)
            self.letters.append(message_from_bytes(content, policy=default))
            self.recipients += envelope.rcpt_tos
        return reply


class _OnAnyPort(Controller):
    """Knows its port before it knocks at its own door, as `start` does."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]  # aiosmtpd gives it no types


@contextmanager
def mail_server(**options: Any) -> Iterator[Postman]:
    """A server that listens; `options` are those of aiosmtpd's `Controller`."""
    postman = Postman()
    settings: dict[str, Any] = {
        "hostname": "127.0.0.1",
        "port": 0,
        "server_hostname": "mail.example.org",
    }
    controller = _OnAnyPort(postman, **(settings | options))
    controller.start()
    postman.port = controller.port
    try:
        yield postman
    finally:
        controller.stop()
