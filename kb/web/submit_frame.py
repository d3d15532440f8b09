"""StepFrame: what stands around the fields of every step; and the names of fields in sentences."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from flask import url_for
from wtforms import FieldList, Form

from kb.domain.draft import Draft
from kb.domain.french import NBSP, quoted
from kb.domain.submission import Depth
from kb.formats.form_fields import one
from kb.web.context import knowledge_base, settings
from kb.web.draft_state import DraftState, Progress
from kb.web.drafts import new_window
from kb.web.forms import each_field
from kb.web.head import Link
from kb.web.submit_steps import STEPS, Step, depth_of

#: What one row of a group is called.
ROW_NAMES: Mapping[str, str] = {
    "partners": "Partenaire",
    "figures": "Chiffre",
    "sources": "Source",
}


#: Sentences about what is wrong, by name of field.
Wrong = Mapping[str, Sequence[str]]

#: How far a step is, for the style sheet.
_LOOKS: Mapping[Progress, str] = {
    Progress.DONE: "is-done",
    Progress.MISSING: "",
    Progress.WRONG: "is-to-mend",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLink:
    """A step in the list of all; `progress`: in words, and `state` for its colour."""

    title: str
    address: str
    progress: str
    state: str
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFrame:
    """What every step shows around its fields.

    Attributes:
        about: what is being written: a new case, the change of a published one, a new version.
        position: `Étape 2 sur 5`.
        window: names this page among those that may be open; `seen`: which one wrote last.
        wrong: the summary of errors, each a link to its field.
        notice: what just happened, `""` for nothing.
        versions: where to choose between two texts, `""` if there is one.
        deepens: the form may ask for more than it does.
    """

    about: str
    title: str
    position: str
    draft: int
    step: str
    steps: tuple[StepLink, ...]
    window: str
    seen: str
    saved: str
    wrong: tuple[Link, ...]
    notice: str
    versions: str
    deepens: bool

    @classmethod
    def of(cls, state: DraftState, step: Step, *, wrong: Wrong, notice: str = "") -> Self:
        """The frame of one step of a draft; `wrong`: sentences by name of field."""
        draft = state.draft
        return cls(
            about=about(draft),
            title=step.title,
            position=f"Étape {STEPS.index(step) + 1} sur {len(STEPS)}",
            draft=draft.id,
            step=step.id,
            steps=tuple(step_links(state, step)),
            window=new_window(),
            seen=one(draft.fields, f"window-{step.id}"),
            saved=saved_at(draft.saved_at),
            wrong=tuple(_summary(wrong)),
            notice=notice,
            versions=versions_of(draft),
            deepens=depth_of(draft.fields) is Depth.SHORT,
        )


def _summary(wrong: Wrong) -> Iterator[Link]:
    """What is wrong, each a link to its field."""
    for name, texts in wrong.items():
        for text in texts:
            yield Link(text=text, address=f"#{name}")


def address_of(draft: Draft, step: Step) -> str:
    """The page of one step."""
    return url_for("submit.step", draft=draft.id, step=step.id)


def step_links(state: DraftState, current: Step | None) -> Iterator[StepLink]:
    """All steps, with how far each is."""
    for step in STEPS:
        progress = state.progress(step)
        yield StepLink(
            title=step.title,
            address=address_of(state.draft, step),
            progress="" if step is STEPS[-1] else progress.value,
            state=_LOOKS[progress] if step is not STEPS[-1] else "",
            is_current=step is current,
        )


def about(draft: Draft) -> str:
    """What a draft is about, in words."""
    title = one(draft.fields, "title")
    if draft.change_of:
        return f"Modification de {quoted(title or draft.change_of)}"
    if draft.submission:
        return f"Nouvelle version de {quoted(title)}" if title else "Nouvelle version"
    return f"Nouvelle fiche{NBSP}: {quoted(title)}" if title else "Nouvelle fiche"


def saved_at(instant: datetime) -> str:
    """`Enregistré à 14 h 32`, as the clocks of this installation show it."""
    there = instant.astimezone(settings().time_zone)
    return f"Enregistré à {there.hour}{NBSP}h{NBSP}{there.minute:02}"


def versions_of(draft: Draft) -> str:
    """Where to choose between this draft and one written beside it; `""` if there is none."""
    others = draft.key_sha256 and knowledge_base().drafting.siblings(draft)
    return url_for("drafts.versions", draft=draft.id) if others else ""


def labels_of(form: Form) -> dict[str, str]:
    """What each field of a form is called in a sentence, by its name."""
    rows = {
        f"{group.short_name}-{number}": f"{ROW_NAMES[group.short_name]} {number + 1}"
        for group in form
        if isinstance(group, FieldList)
        for number in range(len(group.entries))
    }
    return {field.name: _label(field.name, field.label.text, rows) for field in each_field(form)}


def _label(name: str, label: str, rows: Mapping[str, str]) -> str:
    row = rows.get(name.rpartition("-")[0])
    return f"{row}, {label[0].lower()}{label[1:]}" if row else label
