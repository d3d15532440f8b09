"""The steps of a proposal: which fields each of them asks for, in either depth."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from wtforms import Form

from kb.domain.case import SECTIONS
from kb.domain.draft import Fields
from kb.domain.submission import Depth
from kb.formats.form_fields import INTRODUCTION, ROW_FIELD, ROWS
from kb.formats.form_rows import compacted
from kb.web.forms import (
    MAIN_DOMAIN,
    AllianceForm,
    PlaceForm,
    ProofForm,
    ReviewForm,
    StoryForm,
)

#: Of a draft: how much is asked for. Kept among its fields, no part of the case.
DEPTH = "depth"

_LISTS = ("regions", "scales", "domains", "categories", "impacts", "odd")
_KINSHIP = re.compile(r"kinship-[a-z0-9-]{1,80}", re.ASCII)
#: Rows of a group that are read; a list of more is a forgery, or a slip of a script.
_MOST_ROWS = MappingProxyType({"partners": 40, "figures": 40, "sources": 110})


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One page of the form.

    Attributes:
        short, full: names of its fields, and of groups of rows, in either depth.
    """

    id: str
    title: str
    form: type[Form]
    short: frozenset[str]
    full: frozenset[str]

    def asks(self, depth: Depth) -> frozenset[str]:
        """The fields, and groups of rows, that its page shows."""
        return self.short if depth is Depth.SHORT else self.full

    def owns(self, name: str, depth: Depth) -> bool:
        """Whether its page shows this field."""
        row = ROW_FIELD.fullmatch(name)
        if row:
            is_known = row[3] in ROWS[row[1]] and int(row[2]) < _MOST_ROWS[row[1]]
            return is_known and row[1] in self.asks(depth)
        is_kinship = self.id == REVIEW and bool(_KINSHIP.fullmatch(name))
        return name in self.asks(depth) or is_kinship


REVIEW = "relecture"

_REQUIRED = {f"section-{section.id}" for section in SECTIONS if section.required}
_PLACE = {"regions", "place", "scales", "domains", MAIN_DOMAIN, "categories", "started"}

STEPS = (
    Step(
        id="alliance",
        title="L’alliance et ses acteurs",
        form=AllianceForm,
        short=frozenset({"title", "summary", "partners"}),
        full=frozenset({"title", "summary", "partners"}),
    ),
    Step(
        id="ou-et-quoi",
        title="Où et sur quoi",
        form=PlaceForm,
        short=frozenset(_PLACE),
        full=frozenset(_PLACE | {"ended", "stage", "impacts", "odd"}),
    ),
    Step(
        id="recit",
        title="Le récit",
        form=StoryForm,
        short=frozenset(_REQUIRED),
        full=frozenset({INTRODUCTION, *(f"section-{section.id}" for section in SECTIONS)}),
    ),
    Step(
        id="chiffres-et-sources",
        title="Chiffres et sources",
        form=ProofForm,
        short=frozenset({"sources"}),
        full=frozenset({"figures", "sources"}),
    ),
    Step(
        id=REVIEW,
        title="Relecture et envoi",
        form=ReviewForm,
        short=frozenset({"contributor"}),
        full=frozenset({"contributor"}),
    ),
)
STEP: Mapping[str, Step] = MappingProxyType({step.id: step for step in STEPS})


def step_of(name: str) -> Step:
    """The step whose page shows a field; the first for what no page shows."""
    return next((step for step in STEPS if step.owns(name, Depth.FULL)), STEPS[0])


def after(step: Step) -> Step:
    """The step that comes next, the last one after itself."""
    return STEPS[min(STEPS.index(step) + 1, len(STEPS) - 1)]


def depth_of(fields: Fields) -> Depth:
    """How much a draft asks for; all, unless its author chose otherwise."""
    return Depth.SHORT if list(fields.get(DEPTH, ())) == [Depth.SHORT] else Depth.FULL


def merged(held: Fields, step: Step, sent: Fields) -> dict[str, list[str]]:
    """The fields of a draft once the page of a step was sent: its own replaced, no other touched.

    Lists keep the order that they had, what is new comes last; the main domain comes first.
    """
    depth = depth_of(held)
    fields = {name: list(each) for name, each in held.items() if not step.owns(name, depth)}
    fields |= {name: list(each) for name, each in sent.items() if step.owns(name, depth)}
    for name in _LISTS:
        if name in fields and name in step.asks(depth):
            fields[name] = _ordered(held.get(name, ()), fields[name])
    main = fields.get(MAIN_DOMAIN, [""])[0]
    if main in fields.get("domains", []):
        fields["domains"] = list(dict.fromkeys([main, *fields["domains"]]))
    return compacted(fields)


def _ordered(before: Iterable[str], now: Iterable[str]) -> list[str]:
    chosen = set(now)
    return list(dict.fromkeys([*(each for each in before if each in chosen), *now]))
