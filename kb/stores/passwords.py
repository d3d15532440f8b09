"""The port `Passwords` on Argon2id."""

import unicodedata
from dataclasses import dataclass, field

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

#: Source: OWASP Password Storage Cheat Sheet, Argon2id: 19 MiB, 2 passes, 1 lane.
_MEMORY_KIB, _PASSES, _LANES = 19_456, 2, 1

#: Of a password that nobody knows, of the same cost: compared where there is none.
_OF_NOBODY = (
    "$argon2id$v=19$m=19456,t=2,p=1$deDQdpZo0A2TUHVFzmsjsQ$"
    "vbVQqVATibu5m8dfns9+Uy3BX3RegzhwqbQhn6zcPt8"
)


def _hasher() -> PasswordHasher:
    return PasswordHasher(time_cost=_PASSES, memory_cost=_MEMORY_KIB, parallelism=_LANES)


@dataclass(frozen=True, slots=True)
class Argon2Passwords:
    """Hashes that take some 20 ms each."""

    hasher: PasswordHasher = field(default_factory=_hasher)

    def hashed(self, password: str) -> str:
        """See `Passwords.hashed`."""
        return self.hasher.hash(_normal(password))

    def is_right(self, password: str, stored: str | None) -> bool:
        """See `Passwords.is_right`."""
        try:
            self.hasher.verify(stored or _OF_NOBODY, _normal(password))
        except (VerificationError, InvalidHashError):
            return False
        return bool(stored)


def _normal(password: str) -> str:
    """The same letters from any keyboard. Source: NIST SP 800-63B, 5.1.1.2."""
    return unicodedata.normalize("NFKC", password)
