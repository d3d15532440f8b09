"""ReviewPage: one proposal with all that deciding on it takes."""

from dataclasses import dataclass, field
from typing import Self

from kb.domain.account import Account, AccountId
from kb.domain.french import typographic
from kb.domain.submission import WAITING
from kb.domain.taxonomy import Taxonomy
from kb.services.reviewing import Review
from kb.web.head import Head, Link
from kb.web.moderate_decision import Decision, Models
from kb.web.moderate_form import Typed
from kb.web.moderate_parts import (
    Checks,
    HistoryLine,
    NearLine,
    Talk,
    history_of,
    near_of,
    past_in_words,
)
from kb.web.moderate_state import Outcome, Standing, next_of, outcome_of
from kb.web.moderate_text import ProposalText
from kb.web.people import naming


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the address and the last request ask the page to show.

    Attributes:
        diff: `PUBLISHED`, the number of an earlier version, or `""` for the text itself.
        has_decided: the decision was made just now, by this person.
        errors: what was refused.
    """

    diff: str = ""
    has_decided: bool = False
    typed: Typed = field(default_factory=Typed)
    errors: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPage:
    """The page of a proposal.

    Attributes:
        outcome: once it is decided. next: what waits after it.
        outdated_base: hash of the published case, if it has changed since the change was written.
        lost: what was typed and has no field any more, since somebody else has decided.
        past: what else this person has proposed.
    """

    head: Head
    address: str
    title: str
    standing: Standing
    proposal: ProposalText
    errors: tuple[Link, ...]
    outdated_base: str
    outcome: Outcome | None
    next: Link | None
    has_just_decided: bool
    lost: str
    decision: Decision
    checks: Checks
    near: tuple[NearLine, ...]
    author: str
    past: str
    talk: Talk
    history: tuple[HistoryLine, ...]

    @classmethod
    def of(
        cls, review: Review, taxonomy: Taxonomy, *, by: Account, models: Models, seen: Seen
    ) -> Self:
        """The page of a proposal as this person may see it."""
        submission, is_waiting = review.submission, review.submission.status in WAITING
        name = naming(_numbers(review), by)
        return cls(
            head=_head(review, is_error=bool(seen.errors)),
            address=f"/moderation/{submission.id}",
            title=typographic(submission.title),
            standing=Standing.of(review, by),
            proposal=ProposalText.of(review, seen.diff, taxonomy),
            errors=seen.errors,
            outdated_base=_outdated_base(review),
            outcome=None if is_waiting else outcome_of(review, name),
            next=next_of(review),
            has_just_decided=seen.has_decided,
            lost="" if is_waiting else seen.typed.reason,
            decision=Decision.of(review, models, typed=seen.typed),
            checks=Checks.of(review.findings),
            near=tuple(near_of(review)),
            author=name(submission.author),
            past=past_in_words(review.author_proposals),
            talk=Talk.of(review.messages, name, typed=seen.typed),
            history=tuple(history_of(review.audit, name)),
        )


def _head(review: Review, *, is_error: bool) -> Head:
    title = f"Relecture, {typographic(review.submission.title)}"
    return Head(
        page_title=f"Erreur : {title}" if is_error else title,
        is_indexable=False,
        section="moderation",
    )


def _numbers(review: Review) -> set[AccountId | None]:
    """Everybody whom the page names."""
    trail = {entry.by for entry in review.audit}
    return {review.submission.author, *trail, *(each.written_by for each in review.messages)}


def _outdated_base(review: Review) -> str:
    """Hash of the published case, if the change must be compared with it first."""
    is_waiting = review.submission.status in WAITING
    live = review.published if review.is_outdated and is_waiting else None
    return live.sha256 if live else ""
