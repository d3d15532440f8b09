"""Limiting: how often something is tried, counted in the database for all processes."""

from dataclasses import dataclass

from kb.domain.case import Sha256
from kb.domain.french import counted
from kb.domain.hashes import keyed_sha256_of
from kb.domain.limits import ALLOWANCES, Limit, TooManyTriesError
from kb.ports import Clock, Secret
from kb.unit_of_work import Work

_SECONDS_OF_A_MINUTE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Limiting:
    """Counts tries.

    Attributes:
        secret: hashes keys, so that no address is stored nor can be found by trying all.
        is_on: `KB_RATE_LIMITS`; off, nothing is counted.
    """

    work: Work
    clock: Clock
    secret: Secret
    is_on: bool = True

    def require(self, kind: Limit, key: str) -> None:
        """Count one more try of this kind by this key, and go on only if it is not one too many.

        A transaction of its own: call it before the one of what is tried.

        Raises:
            TooManyTriesError: it is; tries that were refused count, too.
        """
        if not self.is_on:
            return
        allowed, now, hashed = ALLOWANCES[kind], self.clock.now(), self._hashed(key)
        with self.work.writing() as unit:
            tries = unit.attempts.count(kind, hashed, since=now - allowed.within)
            if tries <= allowed.tries:  # more are not worth a line each
                unit.attempts.note(kind, hashed, at=now)
        if tries >= allowed.tries:
            minutes = round(allowed.within.total_seconds() / _SECONDS_OF_A_MINUTE)
            raise TooManyTriesError(wait=counted(minutes, "minute", "minutes"))

    def _hashed(self, key: str) -> Sha256:
        return keyed_sha256_of(key, secret=self.secret.value())
