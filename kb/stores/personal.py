"""What is known of people, over all tables; the port `PersonalStore`."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from kb.domain.account import AccountId
from kb.domain.case import Slug
from kb.domain.hashes import sha256_of
from kb.domain.personal_data import Purge
from kb.domain.publication import PublicationStatus
from kb.stores.purging import PURGES, When, let_go
from kb.stores.reader_tables import AlertRow
from kb.stores.tables import (
    ChangeRow,
    DraftRow,
    LinkRow,
    MailRow,
    MessageRow,
    PublicationRow,
    SubmissionRow,
    VersionRow,
)


@dataclass(frozen=True, slots=True)
class PersonalInDatabase:
    """Finds, changes and deletes what belongs to somebody."""

    session: Session

    def related(self, slugs: Iterable[Slug]) -> frozenset[Slug]:
        """See `PersonalStore.related`."""
        together: dict[int, set[Slug]] = {}
        query = select(ChangeRow.publication, ChangeRow.slug)
        for publication, slug in self.session.execute(query):
            together.setdefault(publication, set()).add(slug)
        known, found = frozenset[Slug](), frozenset(slugs)
        while known != found:
            known = found
            found = known.union(*(each for each in together.values() if each & known))
        return found

    def rewrite(
        self, slugs: Iterable[Slug], *, texts: Callable[[str], str], words: Callable[[str], str]
    ) -> None:
        """See `PersonalStore.rewrite`."""
        cases = tuple(slugs)
        proposals = tuple(
            self.session.scalars(select(SubmissionRow.id).where(SubmissionRow.slug.in_(cases)))
        )
        new_hashes = self._rewrite_history(cases, texts)
        of_them = VersionRow.submission.in_(proposals)
        for version in self.session.scalars(select(VersionRow).where(of_them)):
            version.text = texts(version.text)
            version.sha256 = sha256_of(version.text)
        self.session.flush()
        self._rehash(new_hashes)
        self._rewrite_words(words, proposals, cases)

    def forget(self, number: AccountId, *, email: str) -> None:
        """See `PersonalStore.forget`."""
        proposals = select(SubmissionRow.id).where(SubmissionRow.author == number)
        drafts = [DraftRow.author == number, DraftRow.submission.in_(proposals)]
        messages = [MessageRow.written_by == number, MessageRow.submission.in_(proposals)]
        letters = [MailRow.to == number]
        if email:
            letters += [MailRow.text.icontains(email), MailRow.subject.icontains(email)]
            drafts.append(DraftRow.id.in_(self._drafts_with(email)))
        for table, where in (
            (DraftRow, drafts),
            (LinkRow, [LinkRow.submission.in_(proposals)]),
            (MessageRow, messages),
            (MailRow, letters),
            (AlertRow, [AlertRow.account == number]),
        ):
            self.session.execute(delete(table).where(or_(*where)))

    def let_go(self, number: AccountId, *, at: datetime) -> None:
        """See `PersonalStore.let_go`."""
        let_go(self.session, number, at=at)

    def purge(self, what: Purge, *, before: datetime, now: datetime) -> int:
        """See `PersonalStore.purge`."""
        return PURGES[what](self.session, When(before=before, now=now))

    def _rewrite_history(
        self, cases: tuple[Slug, ...], texts: Callable[[str], str]
    ) -> Mapping[str, str]:
        """Hashes before -> after of the texts of publications."""
        hashes: dict[str, str] = {}
        where = (ChangeRow.slug.in_(cases), ChangeRow.after.is_not(None))
        for change in self.session.scalars(select(ChangeRow).where(*where)):
            old = change.after or ""
            change.after = texts(old)
            hashes[sha256_of(old)] = sha256_of(change.after)
        return MappingProxyType(hashes)

    def _rehash(self, hashes: Mapping[str, str]) -> None:
        """Let what was built on a text be built on the text as it reads now."""
        done = select(PublicationRow.id).where(PublicationRow.status == PublicationStatus.DONE)
        for old, new in hashes.items():
            if old != new:
                was = ChangeRow.before == old, ChangeRow.publication.in_(done)
                self.session.execute(update(ChangeRow).where(*was).values(before=new))
                for table in (SubmissionRow, DraftRow):
                    self.session.execute(update(table).where(table.base == old).values(base=new))

    def _rewrite_words(
        self, words: Callable[[str], str], proposals: tuple[int, ...], cases: tuple[Slug, ...]
    ) -> None:
        of_them = or_(DraftRow.submission.in_(proposals), DraftRow.change_of.in_(cases))
        for draft in self.session.scalars(select(DraftRow).where(of_them)):
            draft.fields = {
                name: [words(value) for value in values] for name, values in draft.fields.items()
            }
        for message in self.session.scalars(select(MessageRow)):
            message.body = words(message.body)
        self.session.flush()

    def _drafts_with(self, email: str) -> list[int]:
        """Drafts in whose fields an address stands alone: whoever wrote them has it."""
        return [
            draft.id
            for draft in self.session.scalars(select(DraftRow))
            if any(
                value.strip().lower() == email
                for values in draft.fields.values()
                for value in values
            )
        ]
