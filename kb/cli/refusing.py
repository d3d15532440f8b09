"""What gunicorn answers to a request that it cannot read: our headers, a sentence in French."""

import socket
from http import HTTPStatus

from gunicorn.http.message import Request
from gunicorn.workers.gthread import ThreadWorker

from kb.web.errors import WORDS
from kb.web.security import HEADERS

_PAGE = """<!doctype html>
<html lang="fr">
<head><meta charset="utf-8"><title>{title}</title></head>
<body><h1>{title}</h1><p>{advice}</p></body>
</html>
"""


class PoliteWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn's threads, whose own refusals look like ours."""

    def handle_error(
        self, req: Request, client: socket.socket, addr: tuple[str, int], exc: Exception
    ) -> None:
        """Answer what cannot be read, or what failed outside the application."""
        super().handle_error(req, _Dressed(client), addr, exc)


class _Dressed:
    """A socket on which a refusal of gunicorn's becomes one of ours, with the same status."""

    def __init__(self, client: socket.socket) -> None:
        self._client = client

    def __getattr__(self, name: str) -> object:
        return getattr(self._client, name)

    def sendall(self, data: bytes) -> None:
        """Send our refusal in the place of the whole answer that gunicorn has made."""
        status = int(data.split(maxsplit=2)[1])
        self._client.sendall(refusal(status))


def refusal(status: int) -> bytes:
    """A whole HTTP answer that closes the connection."""
    fallback = WORDS[400 if status < HTTPStatus.INTERNAL_SERVER_ERROR else 500]
    title, advice = WORDS.get(status, fallback)
    page = _PAGE.format(title=title, advice=advice).encode()
    headers = {
        "Connection": "close",
        "Content-Type": "text/html; charset=utf-8",
        "Content-Length": str(len(page)),
        **HEADERS,
    }
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + page
