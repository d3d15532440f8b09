"""The code that is sent by mail: eight digits, taken once, soon too old, few tries."""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from kb.domain.hashes import keyed_sha256_of

_DIGITS = 8
CODE_WITHIN = timedelta(minutes=15)
#: Wrong codes until the right one is worthless, too: a guess succeeds once in twenty million.
_TRIES = 5

Kept = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class MailCodes:
    """Makes and compares codes; what is kept of one is a hash that only the secret can make."""

    secret: bytes

    def new(self, *, now: datetime) -> tuple[str, Kept]:
        """A code, and what to keep of it."""
        code = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}d}"
        until = int((now + CODE_WITHIN).timestamp())
        return code, MappingProxyType({"hash": self._hash(code), "until": until, "tries": _TRIES})

    def is_right(self, code: str, kept: Kept | None, *, now: datetime) -> bool:
        """Whether that is the code; takes as long if none was sent."""
        kept = kept or {"hash": "", "until": 0, "tries": 0}
        is_same = hmac.compare_digest(self._hash(code), str(kept["hash"]))
        is_alive = int(kept["tries"]) > 0 and datetime.fromtimestamp(int(kept["until"]), UTC) > now
        return is_same and is_alive

    def _hash(self, code: str) -> str:
        digits = "".join(character for character in code if not character.isspace())
        return keyed_sha256_of(digits, secret=self.secret)


def tried(kept: Kept) -> dict[str, str | int]:
    """What to keep after a wrong code."""
    return {**kept, "tries": int(kept["tries"]) - 1}
