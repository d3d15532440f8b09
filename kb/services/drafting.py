"""Keep what people are still writing, whatever happens to them, their window or us."""

from dataclasses import dataclass, replace

from kb.domain.account import Account, Permission
from kb.domain.case import MAX_BODY_BYTES, MAX_FRONT_MATTER_BYTES, Case, Slug
from kb.domain.draft import Draft, DraftEditedElsewhereError, DraftId, DraftNotFoundError, Fields
from kb.domain.errors import TooLargeError
from kb.domain.hashes import sha256_of
from kb.domain.submission import Submission
from kb.formats.form_fields import fields_of
from kb.ports import Cases, Clock
from kb.services.texts import Texts
from kb.services.windows import (
    MAX_DRAFTS,
    TooManyDraftsError,
    begun_before,
    drafts_of,
    own_draft,
    set_aside,
    siblings_of,
)
from kb.unit_of_work import SubmissionNotFoundError, UnitOfWork, Work

#: Bytes: a case at its limits, and what its fields add.
MAX_DRAFT_BYTES = MAX_FRONT_MATTER_BYTES + MAX_BODY_BYTES + 16 * 1024


class DraftTooLargeError(TooLargeError):
    """The fields hold more than any case may."""

    code = "draft-too-large"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafting:
    """The desk where writing is kept. A draft belongs to a browser, by its key, or to a person."""

    work: Work
    cases: Cases
    texts: Texts
    clock: Clock

    def begin(
        self,
        *,
        key: str,
        by: Account,
        change_of: Slug | None = None,
        fields: Fields | None = None,
        submission: Submission | None = None,
    ) -> Draft:
        """A draft: empty, of fields, of a published case, or of the latest text of a proposal.

        Whoever has begun to change the same text goes on with what they wrote.

        Raises:
            CaseNotFoundError, CaseUnreadableError: of the case that is to be changed.
            SubmissionNotFoundError: it is somebody else's proposal.
            DraftTooLargeError: the fields hold too much.
            TooManyDraftsError: enough was begun.
        """
        by.require(Permission.PROPOSE)
        begun = self._begun(key, by, change_of)
        with self.work.writing() as unit:
            if submission:
                begun = self._of_proposal(unit, begun, submission, by)
            mine = drafts_of(unit, begun)
            if fields is not None:
                begun = replace(begun, fields=_fitting(fields))
            elif earlier := begun_before(mine, begun):
                return earlier
            if len([each for each in mine if each.sibling_of is None]) >= MAX_DRAFTS:
                raise TooManyDraftsError(most=MAX_DRAFTS)
            return unit.drafts.add(begun)

    def draft(self, number: DraftId, *, key: str, by: Account) -> Draft:
        """One draft of this browser or person.

        Raises:
            DraftNotFoundError: there is none, or it is somebody else's.
        """
        with self.work.reading() as unit:
            return own_draft(unit, number, key=key, by=by)

    def save(
        self, number: DraftId, fields: Fields, *, revision: int, key: str, by: Account
    ) -> Draft:
        """Keep what was typed. The same fields once more change nothing.

        Args:
            revision: of the draft that was typed into.

        Raises:
            DraftEditedElsewhereError: another window saved meanwhile; what came now is kept, too.
            DraftNotFoundError: there is none, or it is somebody else's.
            DraftTooLargeError: the fields hold too much; what was kept before stays.
            TooManyDraftsError: windows have made too many of them.
        """
        by.require(Permission.PROPOSE)
        fields = _fitting(fields)
        with self.work.writing() as unit:
            draft = own_draft(unit, number, key=key, by=by)
            if draft.fields == fields:
                return draft
            now = self.clock.now()
            if draft.revision == revision:
                author = draft.author or by.id
                return unit.drafts.save(replace(draft, fields=fields, author=author, saved_at=now))
            sibling = set_aside(unit, draft, fields, now=now)
        raise DraftEditedElsewhereError(sibling)

    def mine(self, *, key: str, by: Account) -> tuple[Draft, ...]:
        """All drafts of this browser and of this person, the last saved first."""
        with self.work.reading() as unit:
            return drafts_of(unit, self._begun(key, by, None))

    def siblings(self, draft: Draft) -> tuple[Draft, ...]:
        """What other windows wrote at the same time, the last saved first."""
        with self.work.reading() as unit:
            return siblings_of(unit, draft)

    def keep(self, number: DraftId, *, key: str, by: Account) -> Draft:
        """The draft that the person chose; its siblings go.

        Raises:
            DraftNotFoundError: there is none, or it is somebody else's.
        """
        with self.work.writing() as unit:
            draft = own_draft(unit, number, key=key, by=by)
            siblings = siblings_of(unit, draft)
            for sibling in siblings:
                unit.drafts.remove(sibling.id)
            if not siblings and draft.sibling_of is None:
                return draft
            return unit.drafts.save(replace(draft, sibling_of=None))

    def discard(self, number: DraftId, *, key: str, by: Account) -> None:
        """Forget a draft; nothing happens if it is not there or is somebody else's."""
        with self.work.writing() as unit:
            try:
                draft = own_draft(unit, number, key=key, by=by)
            except DraftNotFoundError:
                return
            for orphan in siblings_of(unit, draft):
                if orphan.sibling_of == draft.id:
                    unit.drafts.save(replace(orphan, sibling_of=None))
            unit.drafts.remove(draft.id)

    def _begun(self, key: str, by: Account, change_of: Slug | None) -> Draft:
        now = self.clock.now()
        begun = Draft(
            key_sha256=sha256_of(key), fields={}, author=by.id, created_at=now, saved_at=now
        )
        if not change_of:
            return begun
        file = self.cases.read(change_of)
        fields = fields_of(file.case)
        return replace(begun, change_of=change_of, base=file.sha256, fields=fields)

    def _of_proposal(
        self, unit: UnitOfWork, begun: Draft, submission: Submission, by: Account
    ) -> Draft:
        stored = unit.submissions.get(submission.id)
        if stored.author != by.id:
            raise SubmissionNotFoundError(submission=submission.id)
        reading = self.texts.read(unit.submissions.text(stored.id, stored.latest).text)
        return replace(
            begun,
            submission=stored.id,
            change_of=stored.slug if stored.is_change else None,
            base=stored.base,
            fields=fields_of(reading) if isinstance(reading, Case) else {},
        )


def _fitting(fields: Fields) -> dict[str, list[str]]:
    """The fields as they are stored, if they are not too much."""
    kept = {name: list(values) for name, values in fields.items()}
    texts = (text for name, values in kept.items() for text in (name, *values))
    if sum(len(text.encode(errors="replace")) for text in texts) > MAX_DRAFT_BYTES:
        raise DraftTooLargeError(most=MAX_DRAFT_BYTES // 1024)
    return kept
