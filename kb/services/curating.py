"""Look after published cases: every change is a publication, and its text is never lost."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from kb.domain.account import Account, Permission
from kb.domain.case import Case, CaseFile, Sha256, Slug
from kb.domain.errors import ConflictError, UnavailableError
from kb.domain.publication import Change, PastText, Publication, PublicationKind
from kb.domain.slugs import require_free
from kb.ports import CaseNotFoundError, Cases
from kb.services.addresses import Addresses
from kb.services.calendar import Calendar
from kb.services.decisions import BaseChangedError
from kb.services.messages import reasoned, remarked
from kb.services.past_texts import NotArchivedError, end_of, last_text, text_of
from kb.services.publishing import Publishing
from kb.services.reading import CaseArchivedError
from kb.services.texts import Texts, with_redirects
from kb.services.trail import case_entry
from kb.unit_of_work import Work


class MergedWithItselfError(ConflictError):
    """Two different cases are to be merged."""

    code = "merged-with-itself"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedCase:
    """A case that was archived: since when, and why in public."""

    slug: Slug
    title: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Curating:
    """The desk where published cases are looked after, by those who moderate.

    What changes a case raises `NotAllowedError` for anybody else, `CaseNotFoundError`,
    `CaseArchivedError`, `CaseUnreadableError`, `BaseChangedError` if it is no longer what was
    seen, and `CaseChangingError` and `PublicationConflictError` of `Publishing`.
    """

    work: Work
    cases: Cases
    texts: Texts
    addresses: Addresses
    publishing: Publishing
    calendar: Calendar

    def history(self, slug: Slug, *, by: Account) -> tuple[PastText, ...]:
        """Every text that a case had, the newest first; a file written by hand has number 0.

        Raises:
            CaseNotFoundError: there is no such case and there never was.
        """
        by.require(Permission.MODERATE)
        past, held = self.publishing.history(slug), self.cases.held(slug)
        if held is None and not past:
            raise CaseNotFoundError(slug=slug)
        if held is None or (past and past[0].text == held.text):
            return past
        now, kind = self.calendar.now(), PublicationKind.IMPORT
        present = PastText(publication=0, kind=kind, text=held.text, reason="", by=None, at=now)
        return (present, *past)

    def archived(self, *, by: Account) -> tuple[ArchivedCase, ...]:
        """The archived cases, the last archived first."""
        by.require(Permission.MODERATE)
        present = self.cases.hashes()
        with self.work.reading() as unit:
            gone = [each for each in unit.publications.slugs() if each not in present]
            past = {slug: unit.publications.history(slug) for slug in gone}
        found = [each for slug, texts in past.items() if (each := self._archived(slug, texts))]
        return tuple(sorted(found, key=lambda each: each.at, reverse=True))

    def edit(
        self, slug: Slug, text: str, *, base: Sha256, by: Account, reason: str = ""
    ) -> Publication:
        """Publish another text of a case.

        Raises:
            CaseInvalidError: the text breaks rules.
            SlugTakenError: it has a redirect that is or was another case's.
        """
        live, case = self._seen(slug, base, by=by), self.texts.case(text)
        self._require_free(case.redirects, but=live.case.redirects)
        published_on = case.published_on or live.case.published_on
        changed = replace(case, published_on=published_on, updated_on=self.calendar.today())
        change = Change(slug=slug, before=base, after=self.texts.file(changed))
        return self._publish(PublicationKind.UPDATE, slug, (change,), by=by, reason=reason)

    def archive(self, slug: Slug, *, base: Sha256, reason: str, by: Account) -> Publication:
        """Take a case out of the base; its page says when and why.

        Raises:
            ReasonMissingError, MessageTooLongError: as they say.
        """
        self._seen(slug, base, by=by)
        change = Change(slug=slug, before=base, after=None)
        reason = reasoned(reason)
        return self._publish(PublicationKind.ARCHIVE, slug, (change,), by=by, reason=reason)

    def reinstate(self, slug: Slug, *, by: Account, reason: str = "") -> Publication:
        """Publish the last text of an archived case again.

        Raises:
            NotArchivedError: it is not archived.
            CaseInvalidError: the text breaks rules of today.
        """
        by.require(Permission.MODERATE)
        if self.cases.held(slug):
            raise NotArchivedError(slug=slug)
        last = last_text(slug, self.publishing.history(slug))
        self.texts.case(last)
        change = Change(slug=slug, before=None, after=last)
        return self._publish(PublicationKind.REINSTATE, slug, (change,), by=by, reason=reason)

    def restore(
        self, slug: Slug, publication: int, *, base: Sha256, by: Account, reason: str = ""
    ) -> Publication:
        """Publish an earlier text of a case.

        Args:
            publication: the one that gave the case this text.

        Raises:
            TextNotFoundError: none of this number did.
            CaseInvalidError: the text breaks rules of today.
        """
        live = self._seen(slug, base, by=by)
        text = text_of(slug, self.publishing.history(slug), publication)
        case = replace(
            self.texts.case(text),
            updated_on=self.calendar.today(),
            redirects=live.case.redirects,
        )
        change = Change(slug=slug, before=base, after=self.texts.file(case))
        return self._publish(PublicationKind.RESTORE, slug, (change,), by=by, reason=reason)

    def rename(
        self, slug: Slug, to: Slug, *, base: Sha256, by: Account, reason: str = ""
    ) -> Publication:
        """Give a case another address; the old one leads there. It may have its own old one back.

        Raises:
            SlugInvalidError, SlugTakenError: of the new address.
        """
        live = self._seen(slug, base, by=by)
        self._require_free((to,), but=live.case.redirects)
        moved = with_redirects(live.case, slug, but=to)
        changes = (
            Change(slug=to, before=None, after=self.texts.file(moved)),
            Change(slug=slug, before=base, after=None),
        )
        return self._publish(PublicationKind.RENAME, to, changes, by=by, reason=reason)

    def merge(  # noqa: PLR0913 - two cases, and the text that is left
        self,
        kept: Slug,
        other: Slug,
        *,
        text: str | None = None,
        bases: Mapping[Slug, Sha256],
        by: Account,
        reason: str = "",
    ) -> Publication:
        """Make one case of two; the address of the other leads to the one that is kept.

        Args:
            text: what the kept case shall say; `None`: what it says now.
            bases: of both, the hash of what was seen.

        Raises:
            MergedWithItselfError: they are one.
            CaseInvalidError: the text breaks rules.
        """
        if kept == other:
            raise MergedWithItselfError(slug=kept)
        stays, goes = (self._seen(each, bases.get(each), by=by) for each in (kept, other))
        case = stays.case if text is None else self.texts.case(text)
        case = replace(case, published_on=stays.case.published_on, redirects=stays.case.redirects)
        case = with_redirects(case, other, *goes.case.redirects, but=kept)
        merged = replace(case, updated_on=self.calendar.today())
        changes = (
            Change(slug=kept, before=stays.sha256, after=self.texts.file(merged)),
            Change(slug=other, before=goes.sha256, after=None),
        )
        return self._publish(PublicationKind.MERGE, kept, changes, by=by, reason=reason)

    def _seen(self, slug: Slug, base: Sha256 | None, *, by: Account) -> CaseFile:
        """The case as it is now, if that is what was seen."""
        by.require(Permission.MODERATE)
        try:
            live = self.cases.read(slug)
        except CaseNotFoundError:
            if archived := self.publishing.archived(slug):
                raise CaseArchivedError(slug=slug, archived=archived) from None
            raise
        if live.sha256 != base:
            raise BaseChangedError(slug=slug)
        return live

    def _archived(self, slug: Slug, texts: Sequence[PastText]) -> ArchivedCase | None:
        end = end_of(texts)
        if end is None:
            return None
        case = self.texts.read(last_text(slug, texts))
        title = case.title if isinstance(case, Case) else slug
        return ArchivedCase(slug=slug, title=title, at=end.at, reason=end.reason)

    def _require_free(self, redirects: Iterable[Slug], *, but: Iterable[Slug]) -> None:
        """Go on only if a case may have these addresses that it had not before."""
        wanted = set(redirects) - set(but)
        if wanted:
            published = self.addresses.published()
            with self.work.reading() as unit:
                taken = self.addresses.taken(published, unit)
            for slug in sorted(wanted):
                require_free(slug, taken=taken)

    def _publish(
        self,
        kind: PublicationKind,
        slug: Slug,
        changes: tuple[Change, ...],
        *,
        by: Account,
        reason: str,
    ) -> Publication:
        """Record the publication and the line that tells of it, then apply it."""
        reason = remarked(reason)
        with self.work.writing() as unit:
            now = self.calendar.now()
            publication = self.publishing.record(
                unit,
                Publication(
                    kind=kind, slug=slug, changes=changes, by=by.id, reason=reason, decided_at=now
                ),
            )
            for each in {change.slug for change in changes}:
                line = case_entry(kind, each, by=by.id, at=now, publication=publication.id)
                unit.audit.record(replace(line, reason=reason))
        with suppress(UnavailableError):  # it is recorded, and replayed without anybody's help
            self.publishing.apply(publication.id)
        return publication
