"""The secret links of alerts: made of a random handle and of the secret of the installation.

They need not be stored, so that each letter can have the same one, and a stolen copy of the
database opens nothing.
"""

import hmac
import re
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass

from kb.domain.hashes import keyed_sha256_of
from kb.ports import Secret

#: 128 bits each. Source: RFC 8058, 5, asks for links that cannot be guessed, and for no bounds.
_HANDLE_BYTES, _SEAL_BYTES = 16, 16
_TOKEN = re.compile(r"(?P<handle>[A-Za-z0-9_-]{22})(?P<seal>[A-Za-z0-9_-]{22})")


def new_handle() -> str:
    """What no other alert has."""
    return secrets.token_urlsafe(_HANDLE_BYTES)


@dataclass(frozen=True, slots=True)
class AlertLinks:
    """Makes links, and reads them."""

    secret: Secret
    public_url: str

    def path(self, handle: str) -> str:
        """The page of an alert."""
        return f"/alertes/{handle}{self._seal(handle)}"

    def page(self, handle: str) -> str:
        """Its public address."""
        return self.public_url + self.path(handle)

    def stop(self, handle: str) -> str:
        """Where a program posts to end the alert. Source: RFC 8058."""
        return f"{self.page(handle)}/desinscription"

    def handle(self, token: str) -> str | None:
        """Of which alert a link is; `None` if it is none of ours."""
        parts = _TOKEN.fullmatch(token)
        is_ours = parts and hmac.compare_digest(parts["seal"], self._seal(parts["handle"]))
        return parts["handle"] if parts and is_ours else None

    def _seal(self, handle: str) -> str:
        text = f"alert {handle}"
        sealed = bytes.fromhex(keyed_sha256_of(text, secret=self.secret.value()))
        return urlsafe_b64encode(sealed[:_SEAL_BYTES]).rstrip(b"=").decode()
