"""Addresses: every slug that a new case may not have."""

from collections.abc import Iterator
from dataclasses import dataclass

from kb.domain.case import CaseFile, Slug
from kb.domain.submission import OPEN, SubmissionId
from kb.ports import Cases
from kb.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Addresses:
    """What is or was the address of a case: files, redirects, archived and renamed cases.

    The files are read before a transaction begins, which need not wait for them; what is published
    meanwhile is among its publications.
    """

    cases: Cases

    def published(self) -> frozenset[Slug]:
        """The slugs and redirects of all files, good and bad ones.

        Raises:
            CasesUnavailableError: files cannot be read now.
            TaxonomyUnreadableError: there is no vocabulary to read them with.
        """
        return frozenset(self._published())

    def taken(
        self,
        published: frozenset[Slug],
        unit: UnitOfWork,
        *,
        but_for: SubmissionId = 0,
    ) -> frozenset[Slug]:
        """Those, and all that publications ever touched or open proposals want.

        Args:
            but_for: the proposal that asks: what it wants is its own.
        """
        wanted = (each.slug for each in unit.submissions.with_status(*OPEN) if each.id != but_for)
        return published | unit.publications.slugs() | frozenset(wanted)

    def _published(self) -> Iterator[Slug]:
        for file in self.cases.every():
            if isinstance(file, CaseFile):
                yield file.slug
                yield from file.case.redirects
            else:
                yield file.name.removesuffix(".md")
