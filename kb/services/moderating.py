"""Review what was proposed: claim it, correct it, speak about it, decide, let go of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType

from kb.domain.account import DECIDING, Account, Permission
from kb.domain.audit import Channel
from kb.domain.case import Sha256
from kb.domain.hashes import sha256_of
from kb.domain.letters import LetterName
from kb.domain.submission import (
    OPEN,
    WAITING,
    Action,
    MessageKind,
    Status,
    Submission,
    SubmissionId,
)
from kb.services.deciding import Deciding
from kb.services.decisions import (
    AlreadyClaimedError,
    BaseChangedError,
    claimed,
    settled,
    too_late,
)
from kb.services.messages import message, say, worded
from kb.services.queue import Claimed, QueueQuery, QueueRow, QueueSort
from kb.services.reviewing import Review, arrived
from kb.services.revising import version as frozen
from kb.services.texts import as_proposed
from kb.services.trail import entry
from kb.unit_of_work import UnitOfWork

__all__ = ["Claimed", "Moderating", "QueueQuery", "QueueRow", "QueueSort", "Review"]

#: A claim without a move is given back after this.
CLAIMS_LAST = timedelta(hours=24)
#: One letter to each of those who moderate at most.
_TOLD_AT_MOST_EVERY = timedelta(hours=1)
#: What still waits is told again.
_REMINDED_AFTER = timedelta(days=2)
_TOLD = "moderators-told"
_ALL = sha256_of(_TOLD)
#: What the journal calls a message.
_RECORDED = MappingProxyType({MessageKind.TO_AUTHOR: "write", MessageKind.NOTE: "note"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Moderating(Deciding):
    """The desk of moderation. Every method but those of the worker asks for the permission."""

    def claim(self, number: SubmissionId, *, by: Account) -> Submission:
        """Take a proposal on. Once more changes nothing.

        Raises:
            SubmissionNotFoundError: there is none.
            AlreadyClaimedError: somebody else reviews it.
            AlreadyDecidedError: it is decided.
        """
        by.require(Permission.MODERATE)
        with self.work.writing() as unit:
            submission = self._waiting(unit, number, by=by)
            if submission.claimed_by == by.id:
                return submission
            if submission.claimed_by is not None:
                raise AlreadyClaimedError(who=unit.accounts.get(submission.claimed_by).email)
            at = self.calendar.now()
            return unit.submissions.save(claimed(unit, submission, by=by, at=at))

    def release(self, number: SubmissionId, *, by: Account) -> Submission:
        """Let somebody else take it on, whoever reviews it. Once more changes nothing.

        Raises:
            SubmissionNotFoundError: there is none.
            AlreadyDecidedError: it is decided.
        """
        by.require(Permission.MODERATE)
        with self.work.writing() as unit:
            submission = self._waiting(unit, number, by=by)
            if submission.status is Status.SUBMITTED:
                return submission
            return self._released(unit, submission, by=by)

    def edit(self, number: SubmissionId, *, version: int, text: str, by: Account) -> Submission:
        """The proposal with a text that somebody who moderates has corrected.

        Raises:
            SubmissionNotFoundError: there is none.
            AlreadyDecidedError: it is decided.
            StaleVersionError: there is a newer text than the one that was corrected.
            CaseInvalidError: the text breaks rules.
        """
        by.require(Permission.MODERATE)
        case = self.texts.case(text)
        with self.work.writing() as unit:
            now = self.calendar.now()
            submission = self.taken_up(unit, number, version=version, by=by)
            corrected = frozen(version + 1, as_proposed(case), by=by, at=now)
            edited = replace(submission.after(Action.EDIT), latest=version + 1, title=case.title)
            record = entry(Action.EDIT, number, by=by.id, at=now, version=version + 1)
            unit.audit.record(record)
            return unit.submissions.save(edited, corrected)

    def rebase(self, number: SubmissionId, *, base: Sha256, by: Account) -> Submission:
        """The change to a case, compared by somebody with what the case says now.

        Args:
            base: hash of the published text that it was compared with.

        Raises:
            SubmissionNotFoundError: there is none.
            AlreadyDecidedError: it is decided.
            BaseChangedError: the case has changed once more, or is gone.
        """
        by.require(Permission.MODERATE)
        with self.work.writing() as unit:
            submission, now = self._waiting(unit, number, by=by), self.calendar.now()
            live = self.live(submission)
            if live is None or live.sha256 != base:
                raise BaseChangedError(slug=submission.slug)
            submission = claimed(unit, submission, by=by, at=now)
            unit.audit.record(entry("rebase", number, by=by.id, at=now))
            return unit.submissions.save(replace(submission, base=base))

    def write(self, number: SubmissionId, body: str, *, by: Account) -> None:
        """Write to the author. The same words once more are not sent again.

        Raises:
            SubmissionNotFoundError: there is none.
            MessageMissingError, MessageTooLongError: as they say.
        """
        self._say(number, MessageKind.TO_AUTHOR, body, by=by)

    def note(self, number: SubmissionId, body: str, *, by: Account) -> None:
        """Note something for those who moderate alone.

        Raises:
            SubmissionNotFoundError: there is none.
            MessageMissingError, MessageTooLongError: as they say.
        """
        self._say(number, MessageKind.NOTE, body, by=by)

    def release_stale(self) -> int:
        """Give back what somebody has claimed and left; how many that were. For the worker."""
        with self.work.writing() as unit:
            limit = self.calendar.now() - CLAIMS_LAST
            left = [
                each
                for each in unit.submissions.with_status(Status.IN_REVIEW)
                if each.claimed_at is None or each.claimed_at <= limit
            ]
            for submission in left:
                self._released(unit, submission, by=None)
        return len(left)

    def tell(self) -> int:
        """Write to those who moderate if something new waits; how many letters. For the worker.

        At most once an hour, and again every two days while it waits.
        """
        with self.work.writing() as unit:
            now = self.calendar.now()
            news = tuple(_news(unit))
            newest = max((since for since, _ in news), default=None)
            if newest is None or unit.attempts.count(_TOLD, _ALL, since=now - _TOLD_AT_MOST_EVERY):
                return 0
            if unit.attempts.count(_TOLD, _ALL, since=max(newest, now - _REMINDED_AFTER)):
                return 0
            people = [each.id for each in unit.accounts.with_role(*DECIDING) if each.id]
            titles = [title for _, title in news]
            self.correspondence.to_moderators(unit, titles, to=people, now=now)
            unit.attempts.note(_TOLD, _ALL, at=now)
        return len(people)

    def _say(self, number: SubmissionId, kind: MessageKind, body: str, *, by: Account) -> None:
        by.require(Permission.MODERATE)
        body = worded(body)
        with self.work.writing() as unit:
            submission, now = arrived(unit, number), self.calendar.now()
            if not say(unit, message(submission.id, kind, body, by=by, at=now)):
                return
            unit.audit.record(entry(_RECORDED[kind], number, by=by.id, at=now))
            if kind is MessageKind.TO_AUTHOR:
                self.correspondence.to_author(
                    unit, submission, LetterName.MESSAGE, now=now, message=body
                )
            _moved(unit, submission, by=by, at=now)

    def _waiting(self, unit: UnitOfWork, number: SubmissionId, *, by: Account) -> Submission:
        submission = arrived(unit, number)
        if submission.status not in WAITING:
            raise too_late(unit, submission, by=by, zone=self.calendar.zone)
        return submission

    def _released(
        self, unit: UnitOfWork, submission: Submission, *, by: Account | None
    ) -> Submission:
        now = self.calendar.now()
        record = entry(Action.RELEASE, submission.id, by=by.id if by else None, at=now)
        unit.audit.record(record if by else replace(record, channel=Channel.WORKER))
        return unit.submissions.save(settled(submission, Action.RELEASE, at=now))


def _moved(unit: UnitOfWork, submission: Submission, *, by: Account, at: datetime) -> None:
    """Whoever reviews it has done something: their claim begins anew."""
    if submission.claimed_by == by.id:
        unit.submissions.save(replace(submission, claimed_at=at))


def _news(unit: UnitOfWork) -> Iterator[tuple[datetime, str]]:
    """What waits for somebody who moderates, and since when: proposals, and authors' answers."""
    for each in unit.submissions.with_status(*OPEN):
        if each.status is Status.SUBMITTED and each.submitted_at:
            yield each.submitted_at, each.title
        elif each.status is not Status.DRAFT:
            last = unit.submissions.messages(each.id)[-1:]
            if last and last[0].kind is MessageKind.TO_MODERATORS:
                yield last[0].written_at, each.title
