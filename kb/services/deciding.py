"""Decide on proposals: one decision each, on the text that was seen."""

from contextlib import suppress
from dataclasses import dataclass, replace

from kb.domain.account import Account, Permission
from kb.domain.case import Sha256, Slug
from kb.domain.errors import UnavailableError
from kb.domain.publication import Change, Publication, PublicationKind
from kb.domain.slugs import require_free
from kb.domain.submission import WAITING, Action, MessageKind, Status, Submission, SubmissionId
from kb.services.decisions import (
    LETTERS,
    BaseChangedError,
    Decision,
    OwnProposalError,
    claimed,
    publication_of,
    settled,
    too_late,
)
from kb.services.messages import message, reasoned, remarked, say
from kb.services.reviewing import Reviewing, arrived, is_own
from kb.services.trail import case_entry, entry
from kb.unit_of_work import StaleVersionError, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Deciding(Reviewing):
    """The part of the desk of moderation where one decides.

    Each decision raises `NotAllowedError` for who does not moderate, `SubmissionNotFoundError`,
    `AlreadyDecidedError` for who comes second, and `StaleVersionError` if there is a newer text
    than the one that was seen. Who decides on what somebody else reviews takes it over.
    """

    def approve(
        self,
        number: SubmissionId,
        *,
        version: int,
        by: Account,
        slug: Slug | None = None,
        note: str = "",
    ) -> Decision:
        """Publish a text.

        Args:
            version: of the text that was seen.
            slug: the address, if another one is wanted; a change keeps its own.
            note: for the history of the case.

        Raises:
            OwnProposalError: they proposed it themselves, and somebody else could decide.
            BaseChangedError: the case that it changes was changed meanwhile; see `rebase`.
            SlugInvalidError, SlugTakenError: of the address that is wanted.
            CaseInvalidError: the text breaks rules of today.
            CaseChangingError, PublicationConflictError: of `Publishing`.
        """
        by.require(Permission.MODERATE)
        reason, published = remarked(note), self.addresses.published()
        with self.work.writing() as unit:
            submission = self.taken_up(unit, number, version=version, by=by)
            if slug and slug != submission.slug and not submission.is_change:
                require_free(slug, taken=self.addresses.taken(published, unit, but_for=number))
                submission = replace(submission, slug=slug)
            kind = PublicationKind.UPDATE if submission.is_change else PublicationKind.PUBLISH
            change, now = self._change(unit, submission), self.calendar.now()
            publication = publication_of(submission, kind, change, by=by, at=now)
            publication = replace(publication, reason=reason)
            recorded = self._decided(unit, submission, Action.APPROVE, publication, by=by)
        return self._applied(recorded, number)

    def merge(  # noqa: PLR0913 - a decision, and the text that it publishes
        self,
        number: SubmissionId,
        *,
        version: int,
        into: Slug,
        text: str,
        base: Sha256,
        by: Account,
        reason: str = "",
    ) -> Decision:
        """Publish what a proposal adds to a published case; the proposal ends there.

        Args:
            into: the published case.
            text: what that case shall say.
            base: hash of what it said when the text was written.

        Raises:
            OwnProposalError, CaseInvalidError: as for `approve`.
            CaseNotFoundError: there is no such case.
            BaseChangedError: it was changed meanwhile.
            CaseChangingError, PublicationConflictError: of `Publishing`.
        """
        by.require(Permission.MODERATE)
        reason, case = remarked(reason), self.texts.case(text)
        with self.work.writing() as unit:
            submission = self.taken_up(unit, number, version=version, by=by)
            live = self.cases.read(into)
            if live.sha256 != base:
                raise BaseChangedError(slug=into)
            after = self.texts.published(case, live=live.case, today=self.calendar.today())
            change, now = Change(slug=into, before=base, after=after), self.calendar.now()
            publication = publication_of(submission, PublicationKind.MERGE, change, by=by, at=now)
            publication = replace(publication, reason=reason)
            recorded = self._decided(unit, submission, Action.MERGE, publication, by=by)
        return self._applied(recorded, number)

    def request_changes(
        self, number: SubmissionId, *, version: int, reason: str, by: Account
    ) -> Decision:
        """Send a text back to its author, saying what is missing.

        Raises:
            ReasonMissingError, MessageTooLongError: as they say.
        """
        return self._send_back(
            number, Action.REQUEST_CHANGES, version=version, reason=reason, by=by
        )

    def reject(self, number: SubmissionId, *, version: int, reason: str, by: Account) -> Decision:
        """Refuse a proposal, telling its author why.

        Raises:
            ReasonMissingError, MessageTooLongError: as they say.
        """
        return self._send_back(number, Action.REJECT, version=version, reason=reason, by=by)

    def resolve(self, publication: int, *, keep_file: bool, by: Account) -> None:
        """Say what becomes of a publication that met a file edited by hand.

        Args:
            keep_file: leave the file; the proposal is open again. Otherwise publish over it.

        Raises:
            PublicationNotFoundError, PublicationSettledError, CaseChangingError,
            PublicationConflictError: of `Publishing`.
        """
        by.require(Permission.MODERATE)
        with self.work.writing() as unit:
            now = self.calendar.now()
            if keep_file:
                chosen = self.publishing.give_up(unit, publication)
                self._reopen(unit, chosen, by=by)
            else:
                chosen = self.publishing.again(unit, publication, by=by.id)
            action = "conflict-file-kept" if keep_file else "conflict-overwritten"
            record = case_entry(action, chosen.slug, by=by.id, at=now, publication=publication)
            unit.audit.record(record)
        if not keep_file:
            self._apply(chosen)

    def taken_up(
        self, unit: UnitOfWork, number: SubmissionId, *, version: int, by: Account
    ) -> Submission:
        """A proposal in the hands of who decides on it, not stored yet."""
        submission = arrived(unit, number)
        if submission.status not in WAITING:
            raise too_late(unit, submission, by=by, zone=self.calendar.zone)
        if submission.latest != version:
            raise StaleVersionError(submission=number)
        return claimed(unit, submission, by=by, at=self.calendar.now())

    def _send_back(
        self, number: SubmissionId, action: Action, *, version: int, reason: str, by: Account
    ) -> Decision:
        by.require(Permission.MODERATE)
        reason = reasoned(reason)
        with self.work.writing() as unit:
            now = self.calendar.now()
            submission = self.taken_up(unit, number, version=version, by=by)
            submission = unit.submissions.save(settled(submission, action, at=now))
            say(unit, message(submission.id, MessageKind.TO_AUTHOR, reason, by=by, at=now))
            record = entry(action, number, by=by.id, at=now, reason=reason, version=version)
            unit.audit.record(record)
            letter = LETTERS[action]
            self.correspondence.to_author(unit, submission, letter, now=now, message=reason)
        return Decision(submission=submission)

    def _change(self, unit: UnitOfWork, submission: Submission) -> Change:
        """What the text of a proposal does to the file of its case."""
        case = self.texts.case(unit.submissions.text(submission.id, submission.latest).text)
        live = self.live(submission)
        if submission.is_change and (live is None or live.sha256 != submission.base):
            raise BaseChangedError(slug=submission.slug)
        present = live.case if live else None
        after = self.texts.published(case, live=present, today=self.calendar.today())
        return Change(slug=submission.slug, before=submission.base, after=after)

    def _decided(
        self,
        unit: UnitOfWork,
        submission: Submission,
        action: Action,
        publication: Publication,
        *,
        by: Account,
    ) -> Publication:
        """One transaction: the proposal, what is to be published, and the line that says so."""
        if is_own(unit, submission, by):
            raise OwnProposalError
        recorded = self.publishing.record(unit, publication)
        unit.submissions.save(settled(submission, action, at=publication.decided_at))
        told = {"version": submission.latest, "publication": recorded.id}
        record = entry(
            action,
            submission.id,
            by=by.id,
            at=publication.decided_at,
            reason=publication.reason,
            **told,
        )
        unit.audit.record(record)
        return recorded

    def _reopen(self, unit: UnitOfWork, publication: Publication, *, by: Account) -> None:
        if publication.submission is None:
            return
        submission, now = unit.submissions.get(publication.submission), self.calendar.now()
        if submission.allows(Action.REOPEN):
            reopened = settled(submission, Action.REOPEN, at=now)
            unit.submissions.save(replace(reopened, claimed_by=by.id, claimed_at=now))
            record = entry(Action.REOPEN, submission.id, by=by.id, at=now)
            unit.audit.record(record)

    def _applied(self, publication: Publication, number: SubmissionId) -> Decision:
        self._apply(publication)
        with self.work.reading() as unit:
            submission = unit.submissions.get(number)
        return Decision(
            submission=submission,
            publication=publication.id,
            published=submission.status is Status.PUBLISHED,
        )

    def _apply(self, publication: Publication) -> None:
        with suppress(UnavailableError):  # it is recorded, and replayed without anybody's help
            self.publishing.apply(publication.id)
