"""What stands around a proposal under review: checks, near cases, exchanges, history."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType
from typing import Self

from kb.domain.audit import AuditEntry
from kb.domain.finding import Finding, Severity
from kb.domain.french import counted, typographic
from kb.domain.submission import Kinship, Message, MessageKind
from kb.services.reviewing import Review
from kb.web.cards import case_address
from kb.web.moderate_form import Typed
from kb.web.moderate_words import ALIKE, PLACES
from kb.web.moments import moment
from kb.web.people import Naming
from kb.web.trail_words import told

_KINSHIPS: Mapping[Kinship, str] = MappingProxyType(
    {
        Kinship.SAME: "La personne qui propose dit : c’est la même.",
        Kinship.SEQUEL: "La personne qui propose dit : c’est une suite.",
        Kinship.DIFFERENT: "La personne qui propose dit : c’est différent.",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where something was noticed: the words, and the part of the case."""

    excerpt: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLine:
    """One kind of thing that the automatic checks noticed, wherever it stands."""

    text: str
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """What the automatic checks noticed: what to look at, and advice that can wait."""

    urgent: tuple[CheckLine, ...]
    advice: tuple[CheckLine, ...]

    @classmethod
    def of(cls, findings: Sequence[Finding]) -> Self:
        """The findings by kind, in their order."""
        lines: dict[bool, list[CheckLine]] = {True: [], False: []}
        for (severity, text), same in groupby(sorted(findings, key=_kind), key=_kind):
            spots = (
                Spot(excerpt=each.excerpt, place=PLACES.get(each.key, each.key)) for each in same
            )
            line = CheckLine(text=text, spots=tuple(spots))
            lines[severity == list(Severity).index(Severity.NOTE)].append(line)
        return cls(urgent=tuple(lines[False]), advice=tuple(lines[True]))


@dataclass(frozen=True, slots=True, kw_only=True)
class NearLine:
    """A case or another proposal that looks alike; `kinship`: what the author says of it."""

    address: str
    title: str
    why: str
    is_pending: bool
    kinship: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageLine:
    """Something said about a proposal."""

    who: str
    when: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """One line of the trail, in words."""

    what: str
    when: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """What was said, to the author and among those who moderate, and what was typed last."""

    messages: tuple[MessageLine, ...]
    message: str
    notes: tuple[MessageLine, ...]
    note: str

    @classmethod
    def of(cls, messages: Sequence[Message], name: Naming, *, typed: Typed) -> Self:
        """What was said, the first first."""
        lines: dict[bool, list[MessageLine]] = {True: [], False: []}
        for each in messages:
            line = MessageLine(
                who=name(each.written_by), when=moment(each.written_at), text=each.body
            )
            lines[each.kind is MessageKind.NOTE].append(line)
        return cls(
            messages=tuple(lines[False]),
            message=typed.body if typed.action == "write" else "",
            notes=tuple(lines[True]),
            note=typed.body if typed.action == "note" else "",
        )


def near_of(review: Review) -> Iterator[NearLine]:
    """What looks alike, published cases first."""
    for case in review.near.published:
        kinship = review.submission.kinship.get(case.slug)
        yield NearLine(
            address=case_address(case.slug),
            title=typographic(case.title),
            why=_why(case.why),
            is_pending=False,
            kinship=_KINSHIPS[kinship] if kinship else "",
        )
    for proposal in review.near.pending:
        yield NearLine(
            address=f"/moderation/{proposal.submission}",
            title=typographic(proposal.title),
            why=_why(proposal.why),
            is_pending=True,
            kinship="",
        )


def history_of(entries: tuple[AuditEntry, ...], name: Naming) -> Iterator[HistoryLine]:
    """The trail of one thing, the newest line first."""
    for entry in reversed(entries):
        yield HistoryLine(
            what=told(name(entry.by), entry),
            when=moment(entry.at),
            reason=entry.reason,
        )


def _why(alike: tuple[str, ...]) -> str:
    return f"se ressemblent : {', '.join(ALIKE.get(each, each) for each in alike)}"


def past_in_words(number: int) -> str:
    """How many proposals somebody has sent, this one included."""
    if number < 2:  # noqa: PLR2004 - this one alone
        return "C’est sa première proposition."
    return f"{counted(number, 'proposition', 'propositions')} jusqu’ici, avec celle-ci."


def _kind(finding: Finding) -> tuple[int, str]:
    return list(Severity).index(finding.severity), finding.sentence
