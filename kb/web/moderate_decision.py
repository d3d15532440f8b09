"""Decision: the four ways to decide, always in the same order, each asking for what it needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Self

from kb.domain.case import Slug
from kb.domain.french import typographic
from kb.domain.submission import WAITING, Action
from kb.services.reviewing import Review
from kb.web.moderate_form import Typed


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    id: str
    key: str
    label: str
    button: str
    reason: str


#: In the order in which they stand on the page.
_WORDS: Mapping[Action, _Words] = MappingProxyType(
    {
        Action.APPROVE: _Words(
            id="publier",
            key="p",
            label="Publier",
            button="Publier cette version",
            reason="Note pour l’historique (facultatif)",
        ),
        Action.REQUEST_CHANGES: _Words(
            id="preciser",
            key="d",
            label="Demander une précision",
            button="Envoyer la demande",
            reason="Ce qu’il faut préciser (envoyé à la personne qui propose)",
        ),
        Action.REJECT: _Words(
            id="refuser",
            key="r",
            label="Refuser",
            button="Refuser la proposition",
            reason="Motif du refus (envoyé à la personne qui propose)",
        ),
        Action.MERGE: _Words(
            id="fusionner", key="f", label="Fusionner", button="Continuer", reason=""
        ),
    }
)

#: The place of each way to decide on the page.
PANELS: Mapping[Action, str] = MappingProxyType(
    {action: words.id for action, words in _WORDS.items()}
)

#: Why somebody may not decide, by the code of the service.
_OBSTACLES: Mapping[str, str] = MappingProxyType(
    {
        "own-proposal": "C’est votre proposition : une autre personne doit décider.",
        "claimed": "Une autre personne s’en occupe ; si vous décidez, c’est fait en votre nom.",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A reason to begin with."""

    label: str
    text: str


#: What each action offers as a beginning.
Models = Mapping[Action, Sequence[Model]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One way to decide; `id` is its place on the page, `error` what its reason lacks.

    Attributes:
        is_open: it was chosen, or it is the first one and nothing was.
    """

    id: str
    action: str
    key: str
    label: str
    button: str
    reason_label: str
    reason: str
    models: tuple[Model, ...]
    error: str
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A published case that a proposal may join."""

    value: Slug
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What can be decided, and what stands against it.

    Attributes:
        version: the one that is shown; deciding on another is refused.
        slug, slug_is_free: the address, and whether it can still be chosen.
        obstacle: why there is nothing to decide here, or a word of caution.
    """

    version: int
    slug: Slug
    slug_is_free: bool
    slug_error: str
    obstacle: str
    panels: tuple[Panel, ...]
    targets: tuple[Target, ...]

    @classmethod
    def of(cls, review: Review, models: Models, *, typed: Typed) -> Self:
        """The decision on a proposal; `typed` is what was sent and refused."""
        submission = review.submission
        is_waiting = submission.status in WAITING
        obstacle = _obstacle(review, is_waiting=is_waiting)
        return cls(
            version=review.version.number,
            slug=typed.slug or submission.slug,
            slug_is_free=not submission.is_change,
            slug_error=typed.slug_error,
            obstacle=obstacle,
            panels=tuple(_panel(action, models.get(action, ()), typed) for action in _WORDS)
            if is_waiting and review.may_decide
            else (),
            targets=tuple(
                Target(value=near.slug, label=typographic(near.title))
                for near in review.near.published
            ),
        )


def _obstacle(review: Review, *, is_waiting: bool) -> str:
    if not is_waiting:
        return "Il n’y a rien à décider : la proposition n’est pas dans la file."
    return typographic(_OBSTACLES.get(review.why_not, review.why_not))


def _panel(action: Action, models: Sequence[Model], typed: Typed) -> Panel:
    words = _WORDS[action]
    is_typed = typed.action == action
    return Panel(
        id=words.id,
        action=action.value,
        key=words.key,
        label=words.label,
        button=words.button,
        reason_label=words.reason,
        reason=typed.reason if is_typed else "",
        models=tuple(models),
        error=typed.reason_error if is_typed else "",
        is_open=is_typed or (action is Action.APPROVE and typed.action not in _WORDS),
    )
