"""What stands beside the published cases: ways in, organisations, cases that are no more."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Protocol

from kb.domain.case import Slug
from kb.domain.entrance import Entrance
from kb.domain.organisation import OrganisationBook
from kb.domain.problems import Problem
from kb.domain.withdrawal import Withdrawal


class Entrances(Protocol):
    """Where the ways into the base are kept."""

    def current(self) -> tuple[Entrance, ...]:
        """The ways in, in their order; none if nobody wrote any."""
        ...

    def version(self) -> str:
        """What tells the present ones from all others, alike in all processes."""
        ...

    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with them now, by line; empty if nothing is."""
        ...


class Organisations(Protocol):
    """Where organisations are told apart and put together by hand."""

    def current(self) -> OrganisationBook:
        """What is known by hand."""
        ...

    def version(self) -> str:
        """What tells the present state from all others, alike in all processes."""
        ...

    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with it now, by line; empty if nothing is."""
        ...


class PublicationHistory(Protocol):
    """What publications did to slugs. Files that were changed by hand leave no trace in it."""

    def last_written(self) -> Mapping[Slug, date]:
        """The day on which the base itself last wrote each case that it wrote at all.

        Raises:
            DatabaseUnavailableError: not now.
        """
        ...

    def withdrawn(self, *, but: Collection[Slug]) -> Sequence[Withdrawal]:
        """The cases that were published and are no more, by slug.

        Args:
            but: the cases that are published now.

        Raises:
            DatabaseUnavailableError, TaxonomyUnreadableError: not now.
        """
        ...
