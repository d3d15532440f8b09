"""The secret of an installation, in a file that is made when it is first needed."""

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from kb.domain.secret_key import SecretKey

#: Bytes. Source: OWASP Session Management: at least 128 bits; twice that costs nothing.
_SECRET_BYTES = 32


@dataclass(slots=True)
class SecretInFile:
    """The port `Secret` on `data/secret-key`. May be shared by threads and processes.

    Attributes:
        given: `KB_SECRET_KEY`; then the file is neither read nor made.
    """

    path: Path
    given: SecretKey | None = None
    _value: bytes = field(default=b"", repr=False)

    def value(self) -> bytes:
        """See `Secret.value`."""
        if not self._value:
            self._value = self.given.text.encode() if self.given else self._kept()
        return self._value

    def _kept(self) -> bytes:
        with suppress(FileNotFoundError):
            return self.path.read_bytes().strip()
        self._make()
        return self.path.read_bytes().strip()

    def _make(self) -> None:
        """Write a new secret aside, then link it: of two processes at once, one wins."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        aside = self.path.with_name(f".{self.path.name}-{secrets.token_hex(8)}")
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(secrets.token_hex(_SECRET_BYTES) + "\n")
                file.flush()
                os.fsync(file.fileno())
            with suppress(FileExistsError):
                os.link(aside, self.path)
        finally:
            aside.unlink()
