"""Share a selection by a secret link, read it, withdraw it."""

import secrets
from dataclasses import dataclass

from kb.domain.hashes import sha256_of
from kb.domain.personal_data import RETENTION, Purge
from kb.domain.selection import (
    Selection,
    SelectionEmptyError,
    SharedSelection,
    SharedSelectionNotFoundError,
)
from kb.ports import Clock
from kb.unit_of_work import UnitOfWork, Work

#: Bytes of chance in the address of a selection and in the right to withdraw it: nobody guesses it.
_SECRET_BYTES = 24


@dataclass(frozen=True, slots=True)
class Sharing:
    """The desk where a selection gets an address of its own."""

    work: Work
    clock: Clock

    @staticmethod
    def secret() -> str:
        """A secret for a browser to hold: whoever shares with it may withdraw with it."""
        return secrets.token_urlsafe(_SECRET_BYTES)

    def share(self, selection: Selection, *, owner: str) -> str:
        """Keep the selection as it is now, and give the secret part of its address.

        Args:
            owner: the secret of the browser that shares it.

        Raises:
            SelectionEmptyError: it has no case.
            SelectionFullError: it has too many.
            SelectionTextTooLongError: its title or a note is too long.
        """
        selection.require_valid()
        if not selection.cases:
            raise SelectionEmptyError
        token, now = self.secret(), self.clock.now()
        shared = SharedSelection(
            token_sha256=sha256_of(token),
            owner_sha256=sha256_of(owner),
            selection=selection,
            made_at=now,
            expires_at=now + RETENTION[Purge.SELECTIONS].span,
        )
        with self.work.writing() as unit:
            unit.selections.add(shared)
        return token

    def open(self, token: str) -> SharedSelection:
        """What a secret link shows.

        Raises:
            SharedSelectionNotFoundError: nothing: it is unknown, withdrawn or too old.
        """
        with self.work.reading() as unit:
            return self._opened(unit, token)

    def withdraw(self, token: str, *, owner: str) -> None:
        """Forget a selection that was shared with this secret.

        Raises:
            SharedSelectionNotFoundError: there is none, or it was shared with another.
        """
        with self.work.writing() as unit:
            shared = self._opened(unit, token)
            if not is_owner(shared, owner):
                raise SharedSelectionNotFoundError
            unit.selections.remove(shared.token_sha256)

    def _opened(self, unit: UnitOfWork, token: str) -> SharedSelection:
        shared = unit.selections.get(sha256_of(token), now=self.clock.now())
        if shared is None:
            raise SharedSelectionNotFoundError
        return shared


def is_owner(shared: SharedSelection, secret: str) -> bool:
    """Whether a selection was shared with this secret."""
    return bool(secret) and secrets.compare_digest(shared.owner_sha256, sha256_of(secret))
