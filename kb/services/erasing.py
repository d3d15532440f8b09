"""Forget a person: the address, what they wrote to us and we to them, their name on cases."""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kb.domain.account import Account, AccountId
from kb.domain.audit import AuditEntry, Channel, Subject
from kb.domain.case import Slug
from kb.domain.hashes import sha256_of
from kb.domain.publication import Change, Publication, PublicationKind
from kb.domain.submission import Action, Submission
from kb.formats.redaction import Redaction, contributor
from kb.logs import event
from kb.operator_ports import DatabaseCopies, ErasedNumbers
from kb.ports import Cases, Clock
from kb.services.publishing import Publishing
from kb.services.recording import CaseChangingError
from kb.unit_of_work import AccountNotFoundError, UnitOfWork, Work

_LOG = logging.getLogger("kb.services")

#: Another publication may begin between two looks; so many in a row are no coincidence.
_MAX_TRIES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """What was done. `slugs`: the published cases from which a name or an address went."""

    account: AccountId
    slugs: tuple[Slug, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasing:
    """The desk that erases people. Their number stays: the audit trail goes on naming it."""

    work: Work
    cases: Cases
    publishing: Publishing
    clock: Clock
    numbers: ErasedNumbers
    copies: DatabaseCopies

    def erase(self, email: str) -> Erasure:
        """Erase whoever has this address.

        One transaction empties the address and the stored texts and records what becomes of
        published files; then these are written, as after every decision.

        Raises:
            AccountNotFoundError: there is no account with this address.
            PublicationConflictError: a file was edited by hand at this very moment; the rest is
                done.
            CaseChangingError, DatabaseUnavailableError: not now; nothing was changed.
            IndexBusyError, RebuildUnderWayError, IndexNotWritableError: all is done, but the index
                still holds what was erased on disk; two runs of `kb index --rebuild` mend that.
        """
        with self.work.reading() as unit:
            account = unit.accounts.by_email(email)
        if account is None:
            raise AccountNotFoundError(email=email)
        return self._erase(account)

    def erase_again(self, numbers: Iterable[AccountId]) -> tuple[Erasure, ...]:
        """Erase those of a list who are there: a backup older than the list was restored.

        Raises:
            As `erase`.
        """
        with self.work.reading() as unit:
            listed = [each for each in unit.accounts.every() if each.id in set(numbers)]
        return tuple(self._erase(each) for each in listed)

    def _erase(self, account: Account) -> Erasure:
        number = account.id or 0
        self.numbers.add(number)
        self.copies.drop()
        for tries_left in reversed(range(_MAX_TRIES)):
            self.publishing.replay(Channel.COMMAND)
            try:
                with self.work.writing() as unit:
                    published = self._decide(unit, account)
                break
            except CaseChangingError:
                if not tries_left:
                    raise
        for each in published:
            self.publishing.apply(each.id)
        if published:
            self.publishing.indexing.clean()
        event(_LOG, "person-erased", account=number, cases=len(published))
        return Erasure(account=number, slugs=tuple(each.slug for each in published))

    def _decide(self, unit: UnitOfWork, account: Account) -> tuple[Publication, ...]:
        """All that the transaction does; what is still to be written to files."""
        number = account.id or 0
        proposals = unit.submissions.of_author(number)
        names = {name for each in proposals for name in self._names(unit, each)}
        redaction = Redaction(frozenset(names), account.email)
        slugs = unit.personal.related({each.slug for each in proposals})
        published = tuple(self._published(unit, sorted(slugs), redaction))
        unit.personal.forget(number, email=account.email)
        unit.personal.rewrite(slugs, texts=redaction.text, words=redaction.words)
        for each in proposals:
            self._withdraw(unit, each.id)
        unit.accounts.erase(number, at=self.clock.now())
        self._record(unit, "erase", Subject.ACCOUNT, str(number))
        return published

    def _names(self, unit: UnitOfWork, submission: Submission) -> set[str]:
        """Under which names somebody proposed it; of a change, only where it was not there."""
        own = {
            contributor(each.text)
            for each in unit.submissions.versions(submission.id)
            if each.written_by == submission.author
        }
        if submission.is_change:
            texts = [past.text or "" for past in unit.publications.history(submission.slug)]
            held = self.cases.held(submission.slug)
            bases = [*texts, held.text] if held else texts
            own -= {contributor(each) for each in bases if sha256_of(each) == submission.base}
        return {name for name in own if name}

    def _published(
        self, unit: UnitOfWork, slugs: Iterable[Slug], redaction: Redaction
    ) -> Iterator[Publication]:
        for slug in slugs:
            held = self.cases.held(slug)
            if held is None or redaction.text(held.text) == held.text:
                continue
            change = Change(slug=slug, before=held.sha256, after=redaction.text(held.text))
            publication = Publication(
                kind=PublicationKind.ERASE,
                slug=slug,
                changes=(change,),
                by=None,
                decided_at=self.clock.now(),
            )
            yield self.publishing.record(unit, publication)
            self._record(unit, "erase", Subject.CASE, slug)

    def _withdraw(self, unit: UnitOfWork, number: int) -> None:
        """What is still under way is withdrawn: nobody could be asked about it any more."""
        submission = unit.submissions.get(number)
        if submission.allows(Action.WITHDRAW):
            now = self.clock.now()
            withdrawn = replace(submission.after(Action.WITHDRAW), claimed_by=None, claimed_at=None)
            unit.submissions.save(replace(withdrawn, changed_at=now))
            self._record(unit, Action.WITHDRAW, Subject.SUBMISSION, str(number))

    def _record(self, unit: UnitOfWork, action: str, subject: Subject, key: str) -> None:
        entry = AuditEntry(
            at=self.clock.now(),
            by=None,
            channel=Channel.COMMAND,
            action=action,
            subject=subject,
            key=key,
        )
        unit.audit.record(entry)
