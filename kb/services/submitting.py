"""Propose a case or a change to one, and confirm it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from kb.domain.account import Account, Permission, Role
from kb.domain.case import Case, Slug
from kb.domain.draft import Draft
from kb.domain.errors import ConflictError, InvalidError
from kb.domain.letters import LetterName
from kb.domain.slugs import slug_of
from kb.domain.submission import (
    WAITING,
    Action,
    Consent,
    Depth,
    Kinship,
    Status,
    Submission,
    SubmissionId,
)
from kb.formats.email_address import email_address
from kb.services.correspondence import Correspondence
from kb.services.revising import Revising, is_there, own, version
from kb.services.similarity import Nearness, Similarity, under_way
from kb.services.texts import Reading, as_proposed
from kb.services.trail import entry
from kb.unit_of_work import UnitOfWork


class DraftAlreadySentError(ConflictError):
    """The draft is gone, and no proposal has just this text: it was sent or left meanwhile."""

    code = "draft-already-sent"


class ConsentMissingError(InvalidError):
    """Licence and use of data were not both agreed to."""

    code = "consent-missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentGiven:
    """The versions of the wordings that were agreed to; `""` for one that was not."""

    licence: str
    privacy: str

    def at(self, instant: datetime) -> Consent:
        """The consent as it is kept."""
        return Consent(licence=self.licence, privacy=self.privacy, given_at=instant)


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitting(Revising):
    """The desk where one proposes. Nothing reaches those who moderate before it is confirmed."""

    similarity: Similarity
    correspondence: Correspondence

    def problems(self, text: str) -> Reading:
        """The case that a text tells, or all that is wrong with it, by line.

        Raises:
            TaxonomyUnreadableError: there is no vocabulary to read it with.
        """
        return self.texts.read(text)

    def near(self, title: str, *, text: str | None = None, but: Slug | None = None) -> Nearness:
        """What may be the same; of proposals under way only whether there is one.

        Args:
            text: the whole text, if there is more than a title.
            but: the case that is being changed.
        """
        reading = self.texts.read(text) if text is not None else None
        case = reading if isinstance(reading, Case) else None
        with self.work.reading() as unit:
            others = under_way(unit)
        pending = self.similarity.pending(title, case, others)
        published = self.similarity.published(title, case, but=but)
        return Nearness(published=published, under_review=bool(pending))

    def submit(  # noqa: PLR0913 - all that a page says when it sends
        self,
        draft: Draft,
        text: str,
        *,
        email: str,
        kinship: Mapping[Slug, Kinship],
        consent: ConsentGiven,
        depth: Depth,
        by: Account,
    ) -> Submission:
        """The proposal that a draft has become; the same one if it was sent before.

        Who signed in and whose address is known to be theirs need not confirm.

        Args:
            email: whom to write to; not looked at if the address is known.

        Raises:
            ConsentMissingError, EmailInvalidError, CaseInvalidError: as they say.
            DraftAlreadySentError: the draft is gone, and what it has become cannot be told.
            StaleVersionError: another window saved the draft meanwhile.
        """
        by.require(Permission.PROPOSE)
        if not (consent.licence and consent.privacy):
            raise ConsentMissingError
        is_known = by.is_signed_in and by.is_confirmed
        address = by.email if is_known else email_address(email)
        case, agreed = self.texts.case(text), consent.at(self.calendar.now())
        proposed = replace(_proposal(draft, case, agreed), depth=depth, kinship=kinship)
        return self._sent(draft, proposed, as_proposed(case), address=address, is_known=is_known)

    def confirm(self, number: SubmissionId, *, by: Account) -> Submission:
        """Let it go to those who moderate: who follows the link of a letter has its address.

        Raises:
            SubmissionNotFoundError: there is none, or it is somebody else's.
        """
        with self.work.writing() as unit:
            submission = own(unit, number, by)
            if submission.status is not Status.DRAFT:
                return submission
            author = unit.accounts.get(submission.author)
            if not author.is_confirmed:
                unit.accounts.change(replace(author, is_confirmed=True))
            return self._into_queue(unit, submission)

    def _sent(
        self, draft: Draft, proposed: Submission, text: str, *, address: str, is_known: bool
    ) -> Submission:
        published = self.addresses.published()
        with self.work.writing() as unit:
            author = unit.accounts.by_email(address)
            if not is_there(unit, draft):
                return _sent_before(unit, draft, author, text)
            author = author or unit.accounts.add(Account(email=address, role=Role.CONTRIBUTOR))
            taken = self.addresses.taken(published, unit)
            slug = proposed.slug or slug_of(proposed.title, taken=taken)
            proposed = replace(proposed, slug=slug, author=author.id or 0)
            now = proposed.created_at
            submission = unit.submissions.add(proposed, version(1, text, by=author, at=now))
            unit.audit.record(entry("propose", submission.id, by=author.id, at=now))
            unit.drafts.remove(draft.id)
            if is_known:
                return self._into_queue(unit, submission)
            self.correspondence.to_author(unit, submission, LetterName.CONFIRM, now=now)
            return submission

    def _into_queue(self, unit: UnitOfWork, submission: Submission) -> Submission:
        now = self.calendar.now()
        submitted = replace(submission.after(Action.SUBMIT), submitted_at=now, changed_at=now)
        submitted = unit.submissions.save(submitted)
        unit.audit.record(entry(Action.SUBMIT, submitted.id, by=submitted.author, at=now))
        self.correspondence.to_author(
            unit,
            submitted,
            LetterName.RECEIVED,
            now=now,
            position=str(position(unit, submitted)),
        )
        return submitted


def _proposal(draft: Draft, case: Case, consent: Consent) -> Submission:
    """A proposal of nobody yet, without an address of its own."""
    return Submission(
        title=case.title,
        slug=draft.change_of or "",
        base=draft.base,
        author=0,
        kinship={},
        consent=consent,
        created_at=consent.given_at,
        changed_at=consent.given_at,
    )


def position(unit: UnitOfWork, submission: Submission) -> int | None:
    """Its place in the queue, from 1; `None` if it does not wait there."""
    waiting = [each.id for each in unit.submissions.with_status(*WAITING)]
    return waiting.index(submission.id) + 1 if submission.id in waiting else None


def _sent_before(unit: UnitOfWork, draft: Draft, author: Account | None, text: str) -> Submission:
    """What the button made of a draft when it was hit first."""
    for each in unit.submissions.of_author(author.id) if author and author.id else ():
        if unit.submissions.text(each.id, 1).text == text:
            return each
    raise DraftAlreadySentError(draft=draft.id)
