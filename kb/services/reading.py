"""Read one case, its neighbours, the list of all."""

from collections.abc import Iterable
from dataclasses import dataclass

from kb.domain.case import CaseFile, Slug
from kb.domain.errors import GoneError
from kb.domain.publication import PastText
from kb.domain.search import CaseSummary, NearCase
from kb.index_ports import CaseIndex
from kb.ports import CaseNotFoundError, Cases, IndexNotReadyError
from kb.services.publishing import Publishing

#: Neighbours that a page has room for.
NEIGHBOURS = 4


class CaseMovedError(CaseNotFoundError):
    """The case has another slug now."""

    code = "case-moved"

    def __init__(self, *, slug: Slug, now: Slug) -> None:
        super().__init__(slug=slug, now=now)
        self.now = now


class CaseArchivedError(GoneError):
    """The case was taken away: when, and why, is public.

    Attributes:
        archived: its last text's end.
    """

    code = "case-archived"

    def __init__(self, *, slug: Slug, archived: PastText) -> None:
        super().__init__(slug=slug, reason=archived.reason)
        self.archived = archived


@dataclass(frozen=True, slots=True)
class Reading:
    """The desk where one reads cases. A case comes from its file; the index only relates them."""

    cases: Cases
    index: CaseIndex
    publishing: Publishing

    def case(self, slug: Slug) -> CaseFile:
        """One case, as its file tells it now.

        Raises:
            CaseMovedError: it is to be found under another slug.
            CaseArchivedError: it was taken away.
            CaseNotFoundError: there is no such case.
            CaseUnreadableError: its file is being mended.
            IndexNotReadyError: there is no such file, and redirects are not known yet.
            DatabaseUnavailableError: there is no such file, and why cannot be known now.
        """
        try:
            return self.cases.read(slug)
        except CaseNotFoundError:
            if archived := self.publishing.archived(slug):
                raise CaseArchivedError(slug=slug, archived=archived) from None
            now = self.index.redirect(slug)
            if now is None:
                raise
        raise CaseMovedError(slug=slug, now=now)

    def near(self, slug: Slug) -> tuple[NearCase, ...]:
        """Up to `NEIGHBOURS` cases close to this one and why; none while the index is prepared."""
        try:
            return self.index.near(slug, limit=NEIGHBOURS)
        except IndexNotReadyError:
            return ()

    def some(self, slugs: Iterable[Slug]) -> tuple[CaseSummary, ...]:
        """Those of these cases that there are, in the order in which they are named.

        Raises:
            IndexNotReadyError: the list is being prepared.
        """
        return self.index.some(slugs)

    def every(self) -> tuple[CaseSummary, ...]:
        """All cases, by slug.

        Raises:
            IndexNotReadyError: the list is being prepared.
        """
        return self.index.every()
