"""Read who did what: about one thing, as a whole, and to keep."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kb.domain.account import Account, AccountId, Permission
from kb.domain.audit import AuditEntry, Subject
from kb.domain.case import Slug
from kb.domain.submission import SubmissionId
from kb.ports import Clock
from kb.unit_of_work import AccountNotFoundError, Work

#: Lines that are read at once.
_PAGE = 500


@dataclass(frozen=True, slots=True)
class Auditing:
    """The desk of the trail. Every method raises `NotAllowedError` for who may not read it."""

    work: Work
    clock: Clock

    def of_submission(self, number: SubmissionId, *, by: Account) -> tuple[AuditEntry, ...]:
        """What happened to a proposal, the first first."""
        by.require(Permission.READ_AUDIT)
        with self.work.reading() as unit:
            return unit.audit.of(Subject.SUBMISSION, str(number))

    def of_case(self, slug: Slug, *, by: Account) -> tuple[AuditEntry, ...]:
        """What happened to a case and to the proposals that it came from, the first first."""
        by.require(Permission.READ_AUDIT)
        with self.work.reading() as unit:
            lines = [*unit.audit.of(Subject.CASE, slug)]
            for submission in unit.submissions.of_case(slug):
                lines += unit.audit.of(Subject.SUBMISSION, str(submission.id))
        return tuple(sorted(lines, key=lambda line: line.id))

    def page(self, before: int | None, limit: int, *, by: Account) -> tuple[AuditEntry, ...]:
        """The newest lines, older than number `before` if given."""
        by.require(Permission.READ_AUDIT)
        with self.work.reading() as unit:
            return unit.audit.page(before=before, limit=limit)

    def export(self, *, by: Account) -> Iterator[AuditEntry]:
        """The whole trail, the newest line first; that it was taken is the first."""
        by.require(Permission.READ_AUDIT)
        with self.work.writing() as unit:
            taken = AuditEntry(
                at=self.clock.now(),
                by=by.id,
                action="audit-exported",
                subject=Subject.BASE,
                key="audit",
            )
            unit.audit.record(taken)
        return self._lines()

    def people(
        self, numbers: Iterable[AccountId | None], *, by: Account
    ) -> Mapping[AccountId, Account]:
        """The accounts that lines name, by number; who was erased has no address any longer."""
        by.require(Permission.READ_AUDIT)
        people: dict[AccountId, Account] = {}
        with self.work.reading() as unit:
            for number in {each for each in numbers if each}:
                try:
                    people[number] = unit.accounts.get(number)
                except AccountNotFoundError:
                    continue
        return people

    def _lines(self) -> Iterator[AuditEntry]:
        before = None
        while True:
            with self.work.reading() as unit:
                lines = unit.audit.page(before=before, limit=_PAGE)
            yield from lines
            if len(lines) < _PAGE:
                return
            before = lines[-1].id
