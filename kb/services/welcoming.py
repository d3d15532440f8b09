"""Propose the ways into the base."""

from dataclasses import dataclass

from kb.domain.entrance import Entrance
from kb.domain.errors import NotFoundError
from kb.side_ports import Entrances


class EntranceNotFoundError(NotFoundError):
    """There is no way in with this address."""

    code = "entrance-not-found"


@dataclass(frozen=True, slots=True)
class Welcoming:
    """The desk at the entrance."""

    entrances: Entrances

    def every(self) -> tuple[Entrance, ...]:
        """The ways in, in their order."""
        return self.entrances.current()

    def entrance(self, entrance_id: str) -> Entrance:
        """One of them.

        Raises:
            EntranceNotFoundError: there is none with this address.
        """
        found = (each for each in self.every() if each.id == entrance_id)
        entrance = next(found, None)
        if entrance is None:
            raise EntranceNotFoundError(slug=entrance_id)
        return entrance
