"""What the pages of `/proposer` show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from wtforms import Form

from kb.domain.draft import Draft, Fields
from kb.domain.french import typographic
from kb.web.case_page import CasePage
from kb.web.context import knowledge_base
from kb.web.draft_state import DraftState
from kb.web.form_hints import EXAMPLES
from kb.web.forms import filled, mark_wrong
from kb.web.head import Head, Link
from kb.web.moments import moment
from kb.web.private import private_head
from kb.web.submit_frame import StepFrame, StepLink, labels_of
from kb.web.submit_given import Given
from kb.web.submit_steps import STEPS, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class StepPage:
    """The page of one step.

    Attributes:
        asks: the fields, and groups of rows, that it shows.
        examples: good answers, by field.
    """

    head: Head
    frame: StepFrame
    form: Form
    asks: frozenset[str]
    examples: Mapping[str, str]

    @classmethod
    def of(
        cls, state: DraftState, step: Step, *, tells_missing: bool = False, notice: str = ""
    ) -> Self:
        """The page as the draft is now.

        Args:
            tells_missing: what is not filled in yet is told as an error.
        """
        form = filled(step.form, state.draft.fields, knowledge_base().taxonomies.current())
        wrong = state.wrong(step, labels_of(form), missing=tells_missing)
        mark_wrong(form, wrong)
        return cls(
            head=step_head(step, is_wrong=bool(wrong)),
            frame=StepFrame.of(state, step, wrong=wrong, notice=notice),
            form=form,
            asks=step.asks(state.depth),
            examples=EXAMPLES,
        )


def step_head(step: Step, *, is_wrong: bool) -> Head:
    """The head of the page of a step."""
    title = typographic(f"Erreur : {step.title}") if is_wrong else step.title
    return private_head(title)


@dataclass(frozen=True, slots=True, kw_only=True)
class StartPage:
    """`/proposer`: before one begins.

    Attributes:
        change_of: title and slug of the case to change, `None` for a new one.
        given: what the draft of a new one begins with.
        drafts: what whoever asks has begun.
    """

    head: Head
    change: Link | None
    change_of: str
    given: tuple[Given, ...]
    drafts: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """What remains to be done in one step."""

    title: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewPage:
    """A draft as the page of a case; `back` goes on writing, `review` to the last step."""

    head: Head
    case: CasePage
    back: str
    review: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SentPage:
    """The proposal is stored; `number`: which, `""` if it is not known here."""

    head: Head
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewPage:
    """The list of tasks of one draft: each step, and what is missing in it."""

    head: Head
    about: str
    saved: str
    steps: tuple[StepLink, ...]
    missing: tuple[Missing, ...]
    versions: str
    preview: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """One of two texts that were written at the same time, where they differ."""

    number: int
    title: str
    differing: tuple[tuple[str, str], ...]
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionsPage:
    """Two windows wrote: whoever did chooses."""

    head: Head
    about: str
    address: str
    versions: tuple[VersionLine, ...]


def differing(drafts: Sequence[Draft]) -> dict[int, tuple[tuple[str, str], ...]]:
    """By number of draft: label and text of each field that is not the same in all."""
    names = {name for draft in drafts for name in draft.fields if not name.startswith("window-")}
    unlike = [
        name for name in sorted(names) if len({_value(draft.fields, name) for draft in drafts}) > 1
    ]
    labels = _labels(drafts[0].fields)
    return {
        draft.id: tuple((labels.get(name, name), _value(draft.fields, name)) for name in unlike)
        for draft in drafts
    }


def _value(fields: Fields, name: str) -> str:
    return ", ".join(fields.get(name, ())).strip()


def _labels(fields: Fields) -> dict[str, str]:
    taxonomy = knowledge_base().taxonomies.current()
    labels: dict[str, str] = {}
    for step in STEPS:
        labels |= labels_of(filled(step.form, fields, taxonomy))
    return labels


def version_line(
    rank: int, draft: Draft, unlike: tuple[tuple[str, str], ...], *, address: str
) -> VersionLine:
    """One version to choose; `rank`: from 1, the older first."""
    return VersionLine(
        number=draft.id,
        title=f"Version {rank}, enregistrée le {moment(draft.saved_at)}",
        differing=unlike,
        address=address,
    )
