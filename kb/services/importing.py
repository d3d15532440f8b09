"""Take in cases from files: into the queue, or, if an administrator says so, into the base."""

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from kb.domain.account import Account, Permission
from kb.domain.audit import Channel
from kb.domain.consent import LICENCE_CONSENT, PRIVACY_CONSENT
from kb.domain.publication import Change, Publication, PublicationKind, PublicationStatus
from kb.domain.submission import Action, Consent, Submission
from kb.formats import front_matter
from kb.formats.incoming import Incoming
from kb.services.calendar import Calendar
from kb.services.import_plans import Outcome, Plan, Planning
from kb.services.import_queue import beside_proposals
from kb.services.import_world import World
from kb.services.publishing import Publishing
from kb.services.recording import CaseChangingError
from kb.services.revising import version
from kb.services.texts import CaseInvalidError, Texts, as_proposed
from kb.services.trail import case_entry, entry
from kb.unit_of_work import AccountNotFoundError, UnitOfWork, Work

#: Of the name of a file, in the history and in the audit trail.
_NAME_CHARACTERS = 100
#: Publications that are recorded before they are applied together: the index is asked once.
_AT_ONCE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Importing:
    """The desk where cases arrive in bulk.

    Each case is taken in whole or not at all, in a transaction of its own: an import that was
    killed goes on where it was when it is run again, and one that is through changes nothing.
    """

    work: Work
    texts: Texts
    publishing: Publishing
    calendar: Calendar

    def account(self, email: str) -> Account:
        """The account of an address.

        Raises:
            AccountNotFoundError: there is none.
        """
        with self.work.reading() as unit:
            account = unit.accounts.by_email(email)
        if account is None:
            raise AccountNotFoundError(email=email)
        return account

    def plans(
        self, cases: Iterable[Incoming], *, publishes: bool, by: Account | None = None
    ) -> Iterator[Plan]:
        """What would become of each case; nothing is changed.

        Args:
            publishes: whether they would be published at once.
            by: who would propose them.
        """
        planning = self._planning(publishes=publishes)
        for incoming in cases:
            plan = planning.plan(incoming)
            with self.work.reading() as unit:
                yield beside_proposals(
                    unit, plan, publishes=publishes, author=by.id if by else None
                )

    def propose(self, cases: Iterable[Incoming], *, by: Account) -> Iterator[Plan]:
        """Put each case into the queue of moderation; what has become of it.

        Raises:
            NotAllowedError: this person may not propose.
        """
        by.require(Permission.PROPOSE)
        return self._proposed(cases, by)

    def publish(self, cases: Iterable[Incoming], *, by: Account) -> Iterator[Plan]:
        """Publish each case as it comes in, without moderation; what has become of it.

        Raises:
            NotAllowedError: this person does not administer the base.
            PublishingBusyError, CasesNotWritableError: not now; what was recorded is replayed.
        """
        by.require(Permission.PUBLISH_IMPORTS)
        return self._published(cases, by)

    def _planning(self, *, publishes: bool) -> Planning:
        cases = self.publishing.cases
        return Planning(
            cases=cases,
            taxonomies=self.texts.taxonomies,
            world=World.of(cases, self.work),
            publishes=publishes,
            today=self.calendar.today(),
        )

    def _proposed(self, cases: Iterable[Incoming], by: Account) -> Iterator[Plan]:
        planning = self._planning(publishes=False)
        for incoming in cases:
            plan = planning.plan(incoming)
            if plan.is_work:
                with self.work.writing() as unit:
                    plan = beside_proposals(unit, plan, publishes=False, author=by.id)
                    plan = self._queued(unit, plan, by) if plan.is_work else plan
            yield plan

    def _queued(self, unit: UnitOfWork, plan: Plan, by: Account) -> Plan:
        case, now = plan.what, self.calendar.now()
        consent = Consent(
            licence=LICENCE_CONSENT.version, privacy=PRIVACY_CONSENT.version, given_at=now
        )
        proposed = Submission(
            title=case.title,
            slug=plan.slug,
            base=plan.live.sha256 if plan.live else None,
            author=by.id or 0,
            kinship={},
            consent=consent,
            created_at=now,
            submitted_at=now,
            changed_at=now,
        ).after(Action.SUBMIT)
        text = version(1, as_proposed(case), by=by, at=now)
        added = unit.submissions.add(proposed, text)
        for action in ("propose", Action.SUBMIT):
            line = entry(action, added.id, by=by.id, at=now, file=_name(plan))
            unit.audit.record(replace(line, channel=Channel.COMMAND))
        return replace(plan, submission=added.id)

    def _published(self, cases: Iterable[Incoming], by: Account) -> Iterator[Plan]:
        self.publishing.replay(Channel.COMMAND)
        planning = self._planning(publishes=True)
        plans = (self._recorded(planning.plan(each), by) for each in cases)
        while batch := list(islice(plans, _AT_ONCE)):
            if any(number for _, number in batch):
                self.publishing.replay(Channel.COMMAND)
            with self.work.reading() as unit:
                yield from [_applied(unit, plan, number) for plan, number in batch]

    def _recorded(self, plan: Plan, by: Account) -> tuple[Plan, int | None]:
        """A plan, and the number of the publication that does it."""
        if not plan.is_work:
            return plan, None
        try:
            publication = self._publication(plan, by)
            with self.work.writing() as unit:
                plan = beside_proposals(unit, plan, publishes=True, author=by.id)
                return plan, self._record(unit, publication) if plan.is_work else None
        except CaseInvalidError as error:
            return replace(plan, outcome=Outcome.REFUSED, problems=error.problems), None
        except CaseChangingError:
            return plan.refused("case-is-changing", slug=plan.slug), None

    def _publication(self, plan: Plan, by: Account) -> Publication:
        before = plan.live.sha256 if plan.live else None
        return Publication(
            kind=PublicationKind.UPDATE if plan.live else PublicationKind.PUBLISH,
            slug=plan.slug,
            changes=(Change(slug=plan.slug, before=before, after=self._text(plan)),),
            by=by.id,
            reason=f"Import de {_name(plan)}",
            decided_at=self.calendar.now(),
        )

    def _text(self, plan: Plan) -> str:
        """The bytes of the file that came in, if nothing has to be added to it."""
        case, text = plan.what, plan.incoming.text
        taxonomy = self.texts.taxonomies.current()
        is_as_it_came = text and front_matter.read(text, taxonomy, published=True) == case
        return text if is_as_it_came else self.texts.file(case)

    def _record(self, unit: UnitOfWork, publication: Publication) -> int:
        recorded = self.publishing.record(unit, publication)
        line = case_entry(
            publication.kind,
            publication.slug,
            by=publication.by,
            at=publication.decided_at,
            publication=recorded.id,
        )
        unit.audit.record(replace(line, channel=Channel.COMMAND, reason=publication.reason))
        return recorded.id


def _name(plan: Plan) -> str:
    """The name of the file, without where it stood."""
    return posixpath.basename(plan.incoming.file)[:_NAME_CHARACTERS]


def _applied(unit: UnitOfWork, plan: Plan, number: int | None) -> Plan:
    if number is None or unit.publications.get(number).status is not PublicationStatus.CONFLICT:
        return plan
    return plan.refused("met-a-conflict", slug=plan.slug)
