"""What waits for a decision, and one proposal with all that deciding on it takes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from kb.domain.account import DECIDING, Account, AccountId, Permission
from kb.domain.audit import AuditEntry, Subject
from kb.domain.case import Case, CaseFile
from kb.domain.finding import Finding, Severity
from kb.domain.submission import WAITING, Message, Status, Submission, SubmissionId, Version
from kb.ports import CaseNotFoundError, Cases, CaseUnreadableError
from kb.services.addresses import Addresses
from kb.services.calendar import Calendar
from kb.services.correspondence import Correspondence
from kb.services.publishing import Publishing
from kb.services.queue import QueueQuery, QueueRow, ordered
from kb.services.similarity import Nearness, Similarity, UnderWay, under_way
from kb.services.texts import Texts
from kb.services.vetting import checks
from kb.unit_of_work import SubmissionNotFoundError, UnitOfWork, Work

#: One proposal in the queue, its latest text, and who has claimed it.
_Found = tuple[Submission, Version, Account | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A proposal and all that deciding on it takes.

    Attributes:
        version: the text that is shown; decisions carry its number.
        case: what the text tells; `None` if it cannot be read any longer.
        text_as_published: what approval would write today; the text as it is without a case.
        published: the case that it changes, as it is now.
        is_outdated: that case is not any longer what the change began from.
        messages: notes included.
        author_proposals: how many this person has proposed, with this one.
        why_not: `own-proposal` if somebody else must decide, `claimed` if somebody else is at it.
        next_id: what waits after it and is not claimed; from the first again after the last.
    """

    submission: Submission
    version: Version
    case: Case | None
    text_as_published: str
    published: CaseFile | None
    is_outdated: bool
    versions: tuple[Version, ...]
    messages: tuple[Message, ...]
    audit: tuple[AuditEntry, ...]
    author_proposals: int
    claimed_by: Account | None
    may_decide: bool
    why_not: str
    next_id: SubmissionId | None
    findings: tuple[Finding, ...] = ()
    near: Nearness = field(default_factory=Nearness)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewing:
    """The part of the desk of moderation where one reads.

    Texts are read and compared once the transaction is over: meanwhile nobody could write.
    """

    work: Work
    cases: Cases
    texts: Texts
    addresses: Addresses
    similarity: Similarity
    publishing: Publishing
    correspondence: Correspondence
    calendar: Calendar

    def queue(self, query: QueueQuery, *, by: Account) -> tuple[QueueRow, ...]:
        """The proposals that somebody asks for, in the order asked for.

        Raises:
            NotAllowedError: this person does not moderate.
        """
        by.require(Permission.MODERATE)
        with self.work.reading() as unit:
            found = tuple(_asked_for(unit, query, by))
        return ordered(self._rows(found, query), query.sort)

    def waiting(self, *, by: Account) -> int:
        """How many proposals wait for a decision.

        Raises:
            NotAllowedError: this person does not moderate.
        """
        by.require(Permission.MODERATE)
        with self.work.reading() as unit:
            return len(unit.submissions.with_status(*WAITING))

    def review(self, number: SubmissionId, *, by: Account, version: int | None = None) -> Review:
        """One proposal, its latest text if not another version is asked for.

        Raises:
            NotAllowedError: this person does not moderate.
            SubmissionNotFoundError: there is none, or it was never confirmed.
        """
        by.require(Permission.MODERATE)
        with self.work.reading() as unit:
            stored = self._stored(unit, number, by, version=version)
            others = under_way(unit)
        return replace(
            stored,
            findings=self._findings(stored.case),
            near=self._near(stored.submission, stored.case, others),
        )

    def templates(self, action: str) -> Sequence[tuple[str, str]]:
        """Label and text of the reasons to begin from."""
        return self.correspondence.letters.motives(action)

    def case(self, version: Version) -> Case | None:
        """What a version tells; `None` if it cannot be read any longer."""
        reading = self.texts.read(version.text)
        return reading if isinstance(reading, Case) else None

    def live(self, submission: Submission) -> CaseFile | None:
        """The case that a proposal changes, as it is now; `None` if it is a new one or gone."""
        if not submission.is_change:
            return None
        try:
            return self.cases.read(submission.slug)
        except (CaseNotFoundError, CaseUnreadableError):
            return None

    def _stored(
        self, unit: UnitOfWork, number: SubmissionId, by: Account, *, version: int | None
    ) -> Review:
        """What is stored of a proposal, not compared with anything yet."""
        submission = arrived(unit, number)
        shown = unit.submissions.text(number, version or submission.latest)
        case, live = self.case(shown), self.live(submission)
        own = is_own(unit, submission, by)
        return Review(
            submission=submission,
            version=shown,
            case=case,
            text_as_published=self._as_published(shown, case, live),
            published=live,
            is_outdated=submission.is_change and (live and live.sha256) != submission.base,
            versions=unit.submissions.versions(number),
            messages=unit.submissions.messages(number),
            audit=unit.audit.of(Subject.SUBMISSION, str(number)),
            author_proposals=len(unit.submissions.of_author(submission.author)),
            claimed_by=_account(unit, submission.claimed_by),
            may_decide=not own,
            why_not="own-proposal" if own else _busy(submission, by),
            next_id=_next(unit, number),
        )

    def _rows(self, found: Iterable[_Found], query: QueueQuery) -> Iterator[QueueRow]:
        for submission, version, claimed_by in found:
            case = self.case(version)
            if query.wants_text(case):
                yield QueueRow(
                    submission=submission,
                    case=case,
                    claimed_by=claimed_by,
                    waiting_days=self.calendar.days_since(submission.submitted_at),
                    findings=sum(e.severity is not Severity.NOTE for e in self._findings(case)),
                )

    def _findings(self, case: Case | None) -> tuple[Finding, ...]:
        if case is None:
            return (Finding(code="not-valid", key=""),)
        return checks(case, self.texts.taxonomies.current())

    def _near(
        self, submission: Submission, case: Case | None, others: Iterable[UnderWay]
    ) -> Nearness:
        title, slug = submission.title, submission.slug
        pending = self.similarity.pending(title, case, others, but=submission.id)
        published = self.similarity.published(title, case, but=slug)
        return Nearness(published=published, under_review=bool(pending), pending=pending)

    def _as_published(self, shown: Version, case: Case | None, live: CaseFile | None) -> str:
        if case is None:
            return shown.text
        return self.texts.published(
            case, live=live.case if live else None, today=self.calendar.today()
        )


def arrived(unit: UnitOfWork, number: SubmissionId) -> Submission:
    """A proposal that was confirmed.

    Raises:
        SubmissionNotFoundError: it was not, or there is none.
    """
    submission = unit.submissions.get(number)
    if submission.submitted_at is None:
        raise SubmissionNotFoundError(submission=number)
    return submission


def is_own(unit: UnitOfWork, submission: Submission, by: Account) -> bool:
    """Whether this person proposed it and somebody else could decide on it."""
    if submission.author != by.id:
        return False
    return any(each.id != by.id for each in unit.accounts.with_role(*DECIDING))


def _asked_for(unit: UnitOfWork, query: QueueQuery, by: Account) -> Iterator[_Found]:
    for submission in unit.submissions.with_status(*query.statuses):
        if query.wants(submission, by=by):
            text = unit.submissions.text(submission.id, submission.latest)
            yield submission, text, _account(unit, submission.claimed_by)


def _busy(submission: Submission, by: Account) -> str:
    return "claimed" if submission.claimed_by not in {None, by.id} else ""


def _account(unit: UnitOfWork, number: AccountId | None) -> Account | None:
    return None if number is None else unit.accounts.get(number)


def _next(unit: UnitOfWork, number: SubmissionId) -> SubmissionId | None:
    """The first one that nobody is at, from the place of this one on, then from the start."""
    waiting = [each.id for each in unit.submissions.with_status(Status.SUBMITTED)]
    others = [each for each in waiting if each != number]
    later = waiting[waiting.index(number) + 1 :] if number in waiting else others
    return next(iter([*later, *others]), None)
