"""Tell who has allied with whom."""

import threading
from dataclasses import dataclass, field

from kb.domain.errors import NotFoundError
from kb.domain.organisation import Directory, Organisation
from kb.index_ports import CaseIndex, IndexState
from kb.side_ports import Organisations

#: Cases whose organisations are put together while somebody waits for something else.
AT_ONCE = 2_000


class OrganisationNotFoundError(NotFoundError):
    """No partner of any case has this address."""

    code = "organisation-not-found"


@dataclass(slots=True)
class _Latest:
    """The last directory, and what it was made of."""

    state: IndexState | None = None
    version: str = ""
    directory: Directory | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


@dataclass(frozen=True, slots=True)
class Allying:
    """The desk where one asks for organisations and their allies. May be shared by threads."""

    index: CaseIndex
    organisations: Organisations
    _latest: _Latest = field(default_factory=_Latest, repr=False)

    def directory(self) -> Directory:
        """Every organisation of the base as it stands now; made once for each state of it.

        Raises:
            IndexNotReadyError: search is being prepared.
        """
        state, version = self.index.state(), self.organisations.version()
        latest = self._latest
        with latest.lock:
            if latest.directory is None or (latest.state, latest.version) != (state, version):
                book = self.organisations.current()
                latest.directory = Directory.of(self.index.every(), book)
                latest.state, latest.version = state, version
            return latest.directory

    def at_hand(self) -> Directory | None:
        """The same for pages about something else: of a large base the last one made, if any.

        Raises:
            IndexNotReadyError: search is being prepared.
        """
        is_small = self.index.state().cases <= AT_ONCE
        return self.directory() if is_small else self._latest.directory

    def version(self) -> str:
        """What `at_hand` follows from, besides the index: pages of the same one are alike.

        Raises:
            IndexNotReadyError: search is being prepared.
        """
        latest = self._latest
        if self.index.state().cases <= AT_ONCE:
            return self.organisations.version()
        return f"{latest.state} {latest.version}"

    def organisation(self, slug: str) -> Organisation:
        """One organisation.

        Raises:
            OrganisationNotFoundError: there is none with this address.
            IndexNotReadyError: search is being prepared.
        """
        found = self.directory().by_slug.get(slug)
        if found is None:
            raise OrganisationNotFoundError(slug=slug)
        return found
