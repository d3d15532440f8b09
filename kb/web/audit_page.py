"""JournalPage: lines of the audit trail, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Self

from kb.domain.account import Account
from kb.domain.audit import AuditEntry, Subject
from kb.web.head import Head, Link
from kb.web.moderate_editor import head_of
from kb.web.moments import moment
from kb.web.people import Naming, addresses
from kb.web.trail_words import done_in_words, facts_in_words

#: Subject -> (how it is called, the address of its page).
_SUBJECTS: Mapping[Subject, tuple[str, str]] = MappingProxyType(
    {
        Subject.SUBMISSION: ("proposition n° {key}", "/moderation/{key}"),
        Subject.CASE: ("fiche {key}", "/moderation/fiches/{key}"),
        Subject.ACCOUNT: ("compte n° {key}", ""),
        Subject.BASE: ("la base", ""),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalLine:
    """One line of the trail; `details`: small facts."""

    when: str
    who: str
    what: str
    subject: Link
    reason: str
    details: str

    @classmethod
    def of(cls, entry: AuditEntry, name: Naming) -> Self:
        """The line of an entry."""
        text, address = _SUBJECTS[entry.subject]
        return cls(
            when=moment(entry.at),
            who=name(entry.by),
            what=done_in_words(entry),
            subject=Link(text=text.format(key=entry.key), address=address.format(key=entry.key)),
            reason=entry.reason,
            details=facts_in_words(entry),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalPage:
    """The trail, or what concerns one thing; `older`: the address of the lines before."""

    head: Head
    title: str
    is_of_one: bool
    lines: tuple[JournalLine, ...]
    older: str

    @classmethod
    def of(
        cls, entries: Sequence[AuditEntry], *, by: Account, about: str, older: int | None
    ) -> Self:
        """The page of some entries."""
        title = f"Journal {about}".strip()
        name = addresses([entry.by for entry in entries], by)
        return cls(
            head=head_of(title),
            title=title,
            is_of_one=bool(about),
            lines=tuple(JournalLine.of(entry, name) for entry in entries),
            older=f"/moderation/journal?before={older}" if older else "",
        )
