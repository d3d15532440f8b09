"""Follow a proposal: where it stands, what was said, and the secret links that open it."""

import time
from dataclasses import dataclass, replace

from kb.domain.account import Account, Role
from kb.domain.errors import NotFoundError
from kb.domain.hashes import sha256_of
from kb.domain.submission import (
    OPEN,
    WAITING,
    Message,
    MessageKind,
    Submission,
    SubmissionId,
    Version,
)
from kb.services.calendar import Calendar
from kb.services.correspondence import Correspondence
from kb.services.revising import own
from kb.services.submitting import position
from kb.services.trail import entry
from kb.unit_of_work import UnitOfWork, Work

#: What asking for links takes at least, much longer than the writing for those who get some.
ASKING_SECONDS = 0.25


class LinkInvalidError(NotFoundError):
    """A link that opens nothing: mistyped, too old, or revoked."""

    code = "link-invalid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """A proposal as its author sees it.

    Attributes:
        author: who follows, never more than a contributor: a link gives no other right.
        text: its latest version.
        messages: without the notes of those who moderate, the first first.
        position: its place in the queue, from 1; `None` if it does not wait there.
        waiting: how many wait there in all.
        waiting_days: how many days it has waited.
    """

    submission: Submission
    author: Account
    text: Version
    messages: tuple[Message, ...]
    position: int | None
    waiting: int
    waiting_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """The desk where authors look after what they sent."""

    work: Work
    correspondence: Correspondence
    calendar: Calendar

    def open(self, token: str) -> Followed:
        """What a secret link opens.

        Raises:
            LinkInvalidError: nothing: it is unknown, too old, or revoked.
        """
        with self.work.reading() as unit:
            return self._followed(unit, self._opened(unit, token))

    def of_author(self, number: SubmissionId, *, by: Account) -> Followed:
        """A proposal of somebody who signed in.

        Raises:
            SubmissionNotFoundError: there is none, or it is somebody else's.
        """
        with self.work.reading() as unit:
            return self._followed(unit, own(unit, number, by))

    def resend(self, email: str) -> None:
        """Send new links of all proposals under way, if somebody with this address has some.

        Nobody can tell from the answer whether there are any, nor from the time it takes.
        """
        begun = time.monotonic()
        with self.work.writing() as unit:
            now = self.calendar.now()
            account = unit.accounts.by_email(email)
            number = (account.id if account else None) or 0
            proposed = [e for e in unit.submissions.of_author(number) if e.status in OPEN]
            for each in proposed:
                unit.audit.record(entry("link-sent", each.id, by=None, at=now))
            if proposed:
                self.correspondence.new_links(unit, proposed, to=number, now=now)
        time.sleep(max(0.0, begun + ASKING_SECONDS - time.monotonic()))

    def revoke(self, token: str) -> None:
        """Let no link to this proposal work any longer, and send a new one to its author.

        Raises:
            LinkInvalidError: this one does not work itself.
        """
        with self.work.writing() as unit:
            submission, now = self._opened(unit, token), self.calendar.now()
            unit.submissions.revoke_links(submission.id)
            record = entry("links-revoked", submission.id, by=submission.author, at=now)
            unit.audit.record(record)
            self.correspondence.new_links(unit, [submission], to=submission.author, now=now)

    def _opened(self, unit: UnitOfWork, token: str) -> Submission:
        submission = unit.submissions.by_link(sha256_of(token), now=self.calendar.now())
        if submission is None:
            raise LinkInvalidError
        return submission

    def _followed(self, unit: UnitOfWork, submission: Submission) -> Followed:
        messages = unit.submissions.messages(submission.id)
        author = unit.accounts.get(submission.author)
        return Followed(
            submission=submission,
            author=replace(author, role=Role.CONTRIBUTOR),
            text=unit.submissions.text(submission.id, submission.latest),
            messages=tuple(each for each in messages if each.kind is not MessageKind.NOTE),
            position=position(unit, submission),
            waiting=len(unit.submissions.with_status(*WAITING)),
            waiting_days=self.calendar.days_since(submission.submitted_at),
        )
