"""Publications: recorded changes to files, replayed until all stores agree."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from kb.domain.audit import AuditEntry, Channel, Subject
from kb.domain.case import Slug
from kb.domain.errors import ConflictError
from kb.domain.publication import (
    PastText,
    Publication,
    PublicationKind,
    PublicationStatus,
)
from kb.domain.submission import Action
from kb.logs import event
from kb.ports import EditedMeanwhileError, PublishingLock
from kb.services.correspondence import Correspondence
from kb.services.indexing import Indexing
from kb.services.publication_effects import moved
from kb.services.recording import Recording

_LOG = logging.getLogger("kb.services")

#: What a moderator waits for search; the rest is done behind their back.
INDEX_SECONDS = 1.0

#: How the audit trail and the log tell what became of a publication.
WORDS: Mapping[PublicationStatus, str] = MappingProxyType(
    {
        PublicationStatus.DONE: "publication-done",
        PublicationStatus.CONFLICT: "publication-conflict",
    }
)


class PublicationConflictError(ConflictError):
    """A file that the publication changes was edited by hand; nothing was overwritten.

    Attributes:
        publication: its number; somebody decides, see `Publishing.again` and `give_up`.
    """

    code = "publication-conflict"

    def __init__(self, *, publication: int, slug: Slug) -> None:
        super().__init__(publication=publication, slug=slug)
        self.publication = publication


@dataclass(frozen=True, slots=True, kw_only=True)
class Publishing(Recording):
    """The desk where decisions become files.

    A publication is recorded in the transaction of the decision, then applied. Whatever kills the
    process in between, the next one that comes here goes on; each step may be repeated.
    """

    indexing: Indexing
    lock: PublishingLock
    correspondence: Correspondence

    def apply(self, number: int) -> None:
        """Write the files of a recorded publication, and of those that wait before it.

        Raises:
            PublicationConflictError: one of its files was edited by hand meanwhile.
            PublishingBusyError, CasesNotWritableError, CasesUnavailableError,
            DatabaseUnavailableError: not now; it stays recorded and is replayed.
        """
        self.replay(Channel.PAGE)
        with self.work.reading() as unit:
            publication = unit.publications.get(number)
        self.indexing.catch_up_within(INDEX_SECONDS)
        if publication.status is PublicationStatus.CONFLICT:
            raise PublicationConflictError(publication=number, slug=publication.slug)

    def replay(self, channel: Channel = Channel.WORKER) -> int:
        """Finish what was recorded and not yet applied, in order; how many that were.

        Those in conflict are marked so, for somebody to decide. The index is left to the caller.

        Raises:
            PublishingBusyError, CasesNotWritableError, CasesUnavailableError,
            DatabaseUnavailableError: not now; what is not done stays recorded.
        """
        with self.lock():
            self.cases.sweep()
            with self.work.reading() as unit:
                waiting = unit.publications.unfinished()
            return sum(self._finish(each, channel) for each in waiting)

    def history(self, slug: Slug) -> tuple[PastText, ...]:
        """The texts that a slug had and that publications know of, the newest first."""
        with self.work.reading() as unit:
            return unit.publications.history(slug)

    def archived(self, slug: Slug) -> PastText | None:
        """When and why a case was archived, if it is now; `None` if it was renamed or merged."""
        last = next(iter(self.history(slug)), None)
        is_archived = last and last.text is None and last.kind is PublicationKind.ARCHIVE
        return last if is_archived else None

    def _finish(self, publication: Publication, channel: Channel) -> bool:
        """Whether it is done now; otherwise it is in conflict."""
        try:
            self._write(publication)
        except EditedMeanwhileError:
            self._settle(publication, PublicationStatus.CONFLICT, channel)
            return False
        self._settle(publication, PublicationStatus.DONE, channel)
        return True

    def _write(self, publication: Publication) -> None:
        for change in publication.changes:
            held = self.cases.held(change.slug)
            if (held and held.sha256) not in {change.before, change.after_sha256}:
                raise EditedMeanwhileError(slug=change.slug)
        for change in publication.changes:
            if change.after is not None:
                self.cases.write(change.slug, change.after, replacing=change.before)
            elif change.before is not None:
                self.cases.remove(change.slug, replacing=change.before)

    def _settle(
        self, publication: Publication, status: PublicationStatus, channel: Channel
    ) -> None:
        """One transaction: the publication, the proposals that it moves, the audit trail."""
        with self.work.writing() as unit:
            if unit.publications.get(publication.id).status is not PublicationStatus.OPEN:
                return
            now = self.clock.now()
            unit.publications.mark(publication.id, status, at=now)
            entry = AuditEntry(
                at=now,
                by=publication.by,
                channel=channel,
                action=WORDS[status],
                subject=Subject.CASE,
                key=publication.slug,
                details={"publication": publication.id, "kind": publication.kind.value},
            )
            unit.audit.record(entry)
            if status is PublicationStatus.DONE:
                for action, submission in moved(unit, publication, now=now):
                    about = replace(entry, subject=Subject.SUBMISSION, key=str(submission.id))
                    unit.audit.record(replace(about, action=action))
                    if action == Action.PUBLISH:
                        self.correspondence.published(unit, submission, now=now)
        event(_LOG, WORDS[status], publication=publication.id, kind=publication.kind.value)
