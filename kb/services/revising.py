"""What authors do with a proposal once it is sent: correct it, speak, take it back."""

from dataclasses import dataclass, replace
from datetime import datetime

from kb.domain.account import Account
from kb.domain.case import Case
from kb.domain.draft import Draft, DraftNotFoundError
from kb.domain.hashes import sha256_of
from kb.domain.slugs import slug_of
from kb.domain.submission import (
    OPEN,
    Action,
    IllegalMoveError,
    MessageKind,
    Status,
    Submission,
    SubmissionId,
    Version,
)
from kb.services.addresses import Addresses
from kb.services.calendar import Calendar
from kb.services.messages import message, remarked, say, worded
from kb.services.texts import Texts, as_proposed
from kb.services.trail import entry
from kb.unit_of_work import StaleVersionError, SubmissionNotFoundError, UnitOfWork, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Revising:
    """The part of the desk of proposing where one comes back."""

    work: Work
    texts: Texts
    addresses: Addresses
    calendar: Calendar

    def revise(self, draft: Draft, text: str, *, by: Account) -> Submission:
        """The proposal with the text of a draft of it; if that was asked for, back in the queue.

        Raises:
            SubmissionNotFoundError: there is none, or it is somebody else's.
            CaseInvalidError: the text breaks rules.
            IllegalMoveError: it was decided meanwhile.
            DraftNotFoundError: there is no such draft any more.
            StaleVersionError: another window saved the draft meanwhile.
        """
        case = self.texts.case(text)
        text, published = as_proposed(case), self.addresses.published()
        with self.work.writing() as unit:
            submission = own(unit, draft.submission or 0, by)
            is_same = unit.submissions.text(submission.id, submission.latest).text == text
            if not is_there(unit, draft):
                if is_same:
                    return submission
                raise DraftNotFoundError(draft=draft.id)
            if not submission.is_change:
                taken = self.addresses.taken(published, unit, but_for=submission.id)
                submission = replace(submission, slug=slug_of(case.title, taken=taken))
            unit.drafts.remove(draft.id)
            return self._revised(unit, submission, case, None if is_same else text, by=by)

    def withdraw(self, number: SubmissionId, *, by: Account, reason: str = "") -> Submission:
        """The proposal, taken back. Once more changes nothing.

        Raises:
            SubmissionNotFoundError: there is none, or it is somebody else's.
            IllegalMoveError: it was decided meanwhile.
            MessageTooLongError: the reason is.
        """
        reason = remarked(reason)
        with self.work.writing() as unit:
            submission = own(unit, number, by)
            if submission.status is Status.WITHDRAWN:
                return submission
            now = self.calendar.now()
            withdrawn = replace(submission.after(Action.WITHDRAW), changed_at=now)
            withdrawn = replace(withdrawn, claimed_by=None, claimed_at=None)
            if reason:
                say(unit, message(submission.id, MessageKind.TO_MODERATORS, reason, by=by, at=now))
            record = entry(Action.WITHDRAW, number, by=by.id, at=now, reason=reason)
            unit.audit.record(record)
            return unit.submissions.save(withdrawn)

    def reply(self, number: SubmissionId, body: str, *, by: Account) -> None:
        """Say something to those who moderate.

        Raises:
            SubmissionNotFoundError: there is none, or it is somebody else's.
            IllegalMoveError: nobody looks at it any more.
            MessageMissingError, MessageTooLongError: as they say.
        """
        body = worded(body)
        with self.work.writing() as unit:
            submission = own(unit, number, by)
            if submission.status not in OPEN:
                raise IllegalMoveError(status=submission.status, action="reply")
            now = self.calendar.now()
            if say(unit, message(submission.id, MessageKind.TO_MODERATORS, body, by=by, at=now)):
                unit.audit.record(entry("reply", number, by=by.id, at=now))

    def proposals(self, by: Account) -> tuple[Submission, ...]:
        """All that somebody proposed, the newest first; nothing if they are not signed in."""
        if by.id is None:
            return ()
        with self.work.reading() as unit:
            return unit.submissions.of_author(by.id)

    def _revised(
        self,
        unit: UnitOfWork,
        submission: Submission,
        case: Case,
        text: str | None,
        *,
        by: Account,
    ) -> Submission:
        now = self.calendar.now()
        is_asked = submission.status is Status.CHANGES_REQUESTED
        action = Action.SUBMIT if is_asked else Action.EDIT
        revised = replace(submission.after(action), title=case.title, changed_at=now)
        if is_asked:
            revised = replace(revised, submitted_at=now)
        written = None
        if text is not None:
            written = version(submission.latest + 1, text, by=by, at=now)
            revised = replace(revised, latest=written.number)
        saved = unit.submissions.save(revised, written)
        unit.audit.record(entry(action, saved.id, by=by.id, at=now, version=saved.latest))
        return saved


def own(unit: UnitOfWork, number: SubmissionId, by: Account) -> Submission:
    """The proposal, if it is this person's.

    Raises:
        SubmissionNotFoundError: it is not, or there is none.
    """
    submission = unit.submissions.get(number)
    if by.id is None or submission.author != by.id:
        raise SubmissionNotFoundError(submission=number)
    return submission


def is_there(unit: UnitOfWork, draft: Draft) -> bool:
    """Whether a draft is still stored.

    Raises:
        StaleVersionError: it is, but another window saved it meanwhile.
    """
    try:
        stored = unit.drafts.get(draft.id)
    except DraftNotFoundError:
        return False
    if stored.revision != draft.revision:
        raise StaleVersionError(draft=draft.id)
    return True


def version(number: int, text: str, *, by: Account, at: datetime) -> Version:
    """A text, frozen."""
    return Version(
        number=number, text=text, sha256=sha256_of(text), written_by=by.id or 0, written_at=at
    )
