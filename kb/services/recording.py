"""Record what is to become of files; say what becomes of it when a file was edited by hand."""

from dataclasses import dataclass, replace

from kb.domain.account import AccountId
from kb.domain.errors import ConflictError
from kb.domain.publication import (
    Change,
    Publication,
    PublicationKind,
    PublicationStatus,
)
from kb.ports import Cases, Clock, HeldFile
from kb.unit_of_work import UnitOfWork, Work


class PublicationSettledError(ConflictError):
    """Somebody else has decided meanwhile what becomes of this conflict."""

    code = "publication-settled"


class CaseChangingError(ConflictError):
    """Another publication of this case was decided and is under way, or has just been done."""

    code = "case-changing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """The part of the desk of publications that touches no file."""

    work: Work
    cases: Cases
    clock: Clock

    def record(self, unit: UnitOfWork, publication: Publication) -> Publication:
        """Record a publication inside the caller's transaction; the answer has its number.

        A text that was written by hand enters the history before it is replaced.

        Raises:
            CaseChangingError: one of its cases is about to change, or is no longer what was seen.
        """
        open_ones = unit.publications.unfinished()
        changing = {change.slug for each in open_ones for change in each.changes}
        for change in publication.changes:
            if change.slug in changing:
                raise CaseChangingError(slug=change.slug)
            self._look_at(unit, change)
        return unit.publications.add(publication)

    def conflicts(self) -> tuple[Publication, ...]:
        """What met a file edited by hand and waits for a decision, oldest first."""
        with self.work.reading() as unit:
            return unit.publications.in_conflict()

    def conflict(self, number: int) -> tuple[Change, HeldFile | None, Publication]:
        """A conflict: the change that cannot be made, what stands in its way, the whole.

        Raises:
            PublicationNotFoundError: there is no such publication.
            PublicationSettledError: it is no longer in conflict.
        """
        with self.work.reading() as unit:
            publication = unit.publications.get(number)
        if publication.status is not PublicationStatus.CONFLICT:
            raise PublicationSettledError(publication=number)
        held = [(change, self.cases.held(change.slug)) for change in publication.changes]
        fitting = [{change.before, change.after_sha256} for change in publication.changes]
        blocked = [
            pair
            for pair, fits in zip(held, fitting, strict=True)
            if (pair[1] and pair[1].sha256) not in fits
        ]
        return *(blocked or held)[0], publication

    def again(self, unit: UnitOfWork, number: int, *, by: AccountId | None) -> Publication:
        """Record the changes of a conflict anew, over what the files hold now; then `apply` it.

        Raises:
            PublicationSettledError: it is no longer in conflict.
            CaseChangingError: one of its cases is about to change.
        """
        publication = self.give_up(unit, number)
        changes = tuple(self._from_now(change) for change in publication.changes)
        now = self.clock.now()
        fresh = replace(publication, id=0, status=PublicationStatus.OPEN, decided_at=now, by=by)
        return self.record(unit, replace(fresh, changes=changes))

    def give_up(self, unit: UnitOfWork, number: int) -> Publication:
        """Let the files of a conflict be as they are.

        Raises:
            PublicationSettledError: it is no longer in conflict.
        """
        publication = unit.publications.get(number)
        if publication.status is not PublicationStatus.CONFLICT:
            raise PublicationSettledError(publication=number)
        unit.publications.mark(number, PublicationStatus.ABANDONED, at=self.clock.now())
        return publication

    def _look_at(self, unit: UnitOfWork, change: Change) -> None:
        """Keep the present text if it came by hand; refuse if a publication has just made it."""
        held = self.cases.held(change.slug)
        present = held.sha256 if held else None
        last = next(iter(unit.publications.history(change.slug)), None)
        if last and present == last.sha256:
            if present != change.before:
                raise CaseChangingError(slug=change.slug)
        elif held and present == change.before:
            self._remember(unit, replace(change, after=held.text))

    def _remember(self, unit: UnitOfWork, present: Change) -> None:
        now = self.clock.now()
        imported = Publication(
            kind=PublicationKind.IMPORT,
            slug=present.slug,
            changes=(present,),
            by=None,
            decided_at=now,
        )
        number = unit.publications.add(imported).id
        unit.publications.mark(number, PublicationStatus.DONE, at=now)

    def _from_now(self, change: Change) -> Change:
        held = self.cases.held(change.slug)
        return replace(change, before=held.sha256 if held else None)
