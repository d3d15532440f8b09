"""ReviewPage: the last step, where one looks at everything again, agrees and sends."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Self

from flask import current_app, request, url_for
from itsdangerous import BadData, URLSafeSerializer
from wtforms import Form

from kb.domain.account import Account
from kb.domain.consent import LICENCE_CONSENT, PRIVACY_CONSENT
from kb.domain.french import typographic
from kb.domain.personal_data import personal_datum
from kb.domain.submission import Kinship
from kb.formats.form_fields import one
from kb.services.similarity import NearCaseFound, Nearness
from kb.web.cards import case_address
from kb.web.context import knowledge_base
from kb.web.draft_state import DraftState
from kb.web.forms import filled, mark_wrong
from kb.web.head import Head, Link
from kb.web.submit_frame import StepFrame, Wrong, labels_of
from kb.web.submit_pages import Missing, step_head
from kb.web.submit_steps import REVIEW, STEP, STEPS

#: What one may say of a published case that looks alike.
KINSHIPS: Mapping[Kinship, str] = MappingProxyType(
    {
        Kinship.SAME: "C’est la même action",
        Kinship.SEQUEL: "C’est une suite, ou la même idée ailleurs",
        Kinship.DIFFERENT: "C’est autre chose",
    }
)
#: Attracts programs that fill in all they find; people do not see it.
HONEYPOT = "website"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer to a question; `name` and `value` as the form sends them."""

    name: str
    value: str
    text: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NearLine:
    """A published case that looks alike, and what the contributor says of it.

    Attributes:
        change: where to propose a change of it instead.
    """

    id: str
    title: str
    summary: str
    address: str
    change: str
    choices: tuple[Choice, ...]
    errors: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A box to tick, never ticked beforehand; `version`: of its wording.

    Attributes:
        is_ticked: the person ticked it, and something else was wrong.
    """

    name: str
    version: str
    text: str
    is_ticked: bool
    errors: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPage:
    """The last step.

    Attributes:
        missing: by step, what must still be filled in or mended.
        near, under_review: what may be the same, published or being reviewed.
        asks_address: nobody with a confirmed address is signed in.
        is_first: it was never sent; then wording and address are asked for.
        email: as it was typed.
        stamp: signed; ties the form to the draft.
    """

    head: Head
    frame: StepFrame
    form: Form
    missing: tuple[Missing, ...]
    near: tuple[NearLine, ...]
    under_review: bool
    is_first: bool
    asks_address: bool
    email: str
    email_hint: str
    email_errors: Sequence[str]
    boxes: tuple[Box, ...]
    stamp: str

    @classmethod
    def of(
        cls, state: DraftState, *, by: Account, wrong: Wrong | None = None, notice: str = ""
    ) -> Self:
        """The page as the draft is now; `wrong`: what was wrong with what was just sent."""
        step, draft, wrong = STEP[REVIEW], state.draft, wrong or {}
        form = filled(step.form, draft.fields, knowledge_base().taxonomies.current())
        mark_wrong(form, state.wrong(step, labels_of(form), missing=True))
        near = nearness(state) if draft.submission is None else Nearness()
        return cls(
            head=step_head(step, is_wrong=bool(wrong)),
            frame=StepFrame.of(state, step, wrong=wrong, notice=notice),
            form=form,
            missing=tuple(missing_of(state)),
            near=tuple(_near_line(each, state, wrong) for each in near.published),
            under_review=near.under_review,
            is_first=draft.submission is None,
            asks_address=draft.submission is None and not by.is_confirmed,
            email=request.form.get("email", by.email),
            email_hint=typographic(personal_datum("email").hint),
            email_errors=wrong.get("email", ()),
            boxes=tuple(_boxes(wrong)),
            stamp=stamp(draft.id),
        )


def nearness(state: DraftState) -> Nearness:
    """What may be the same as a draft; nothing while it changes a case that is published."""
    title = one(state.draft.fields, "title")
    if state.draft.change_of or not title:
        return Nearness()
    return knowledge_base().submitting.near(title, text=state.text)


def missing_of(state: DraftState) -> Iterator[Missing]:
    """What remains to be done, by step, each a link to its field."""
    taxonomy = knowledge_base().taxonomies.current()
    for step in STEPS:
        labels = labels_of(filled(step.form, state.draft.fields, taxonomy))
        wrong = state.wrong(step, labels, missing=True)
        address = url_for("submit.step", draft=state.draft.id, step=step.id, manque="")
        links = tuple(
            Link(text=text, address=f"{address}#{name}")
            for name, texts in wrong.items()
            for text in texts
        )
        if links:
            yield Missing(title=step.title, links=links)


def stamp(draft: int) -> str:
    """Signs that the form of this draft was made by us."""
    return str(_signer().dumps(draft))


def is_stamped(given: str, draft: int) -> bool:
    """Whether a form of this draft was made by us."""
    try:
        return bool(_signer().loads(given) == draft)
    except BadData:
        return False


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="proposer")


def _near_line(near: NearCaseFound, state: DraftState, wrong: Wrong) -> NearLine:
    name = f"kinship-{near.slug}"
    chosen = one(state.draft.fields, name)
    return NearLine(
        id=name,
        title=typographic(near.title),
        summary=typographic(near.summary),
        address=case_address(near.slug),
        change=url_for("submit.start", cas=near.slug),
        choices=tuple(
            Choice(name=name, value=kinship, text=text, is_chosen=chosen == kinship)
            for kinship, text in KINSHIPS.items()
        ),
        errors=wrong.get(name, ()),
    )


def _boxes(wrong: Wrong) -> Iterator[Box]:
    for name, wording in (("licence", LICENCE_CONSENT), ("privacy", PRIVACY_CONSENT)):
        yield Box(
            name=name,
            version=wording.version,
            text=typographic(wording.text),
            is_ticked=request.form.get(name) == wording.version,
            errors=wrong.get(name, ()),
        )
