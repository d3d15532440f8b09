"""What the pages of `/suivi` show."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Self

from kb.domain.french import NBSP, quoted, typographic
from kb.domain.submission import Action, Message, MessageKind, Status, Submission
from kb.services.following import Followed
from kb.web.cards import case_address
from kb.web.head import Head, Link
from kb.web.moments import moment
from kb.web.private import private_head

#: Status -> (in a few words, what it means for the author).
STATES: Mapping[Status, tuple[str, str]] = MappingProxyType(
    {
        Status.DRAFT: (
            "À confirmer",
            (
                "Votre texte est gardé, mais personne ne l'a encore reçu. "
                "Relisez-le si vous voulez, puis envoyez-le."
            ),
        ),
        Status.SUBMITTED: (
            "Envoyée, en attente de relecture",
            "Une personne de l'équipe la lira, dans l'ordre d'arrivée. Vous recevrez un message.",
        ),
        Status.IN_REVIEW: (
            "En cours de relecture",
            (
                "Une personne de l'équipe la lit. "
                "Vous recevrez un message dès qu'elle aura décidé, ou si elle a une question."
            ),
        ),
        Status.CHANGES_REQUESTED: (
            "Une précision vous est demandée",
            (
                "Lisez le message ci-dessous, modifiez votre texte, puis renvoyez-le : "
                "il reviendra à l'équipe."
            ),
        ),
        Status.APPROVED: (
            "Acceptée, publication en cours",
            "La fiche paraîtra dans un instant.",
        ),
        Status.PUBLISHED: (
            "Publiée",
            "Merci ! La fiche est en ligne, et la recherche la trouve.",
        ),
        Status.REJECTED: (
            "Non retenue",
            (
                "La raison est dans le message ci-dessous. Vous pouvez y répondre, ou proposer une "
                "autre fiche."
            ),
        ),
        Status.WITHDRAWN: (
            "Retirée",
            "Vous l'avez retirée : elle ne sera pas publiée.",
        ),
        Status.ARCHIVED: (
            "Archivée",
            "La fiche a été publiée, puis retirée de la base ; la raison figure à son adresse.",
        ),
    }
)

#: What an author may answer to.
_TALKS = frozenset(Status) - {Status.DRAFT, Status.WITHDRAWN}


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageLine:
    """One message: who wrote it, when, what."""

    by: str
    at: str
    paragraphs: tuple[str, ...]
    is_mine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowPage:
    """A proposal as its author sees it.

    Attributes:
        address: of this page; its forms are sent there.
        state, meaning: where it stands, in words.
        position: in the queue, in a sentence, `""` outside it.
        case: the published page, if there is one.
    """

    head: Head
    address: str
    number: int
    title: str
    kind: str
    state: str
    meaning: str
    position: str
    sent: str
    case: Link | None
    messages: tuple[MessageLine, ...]
    confirms: bool
    edits: bool
    withdraws: bool
    replies: bool
    wrong: str
    typed: str

    @classmethod
    def of(cls, opened: Followed, address: str, *, wrong: str, typed: str) -> Self:
        """The page of a proposal; `wrong`: what was wrong with what was just typed and sent."""
        submission = opened.submission
        state, meaning = STATES[submission.status]
        title = typographic(submission.title)
        return cls(
            head=private_head(typographic(f"Erreur : {title}") if wrong else title),
            address=address,
            number=submission.id,
            title=title,
            kind="Modification d’une fiche" if submission.is_change else "Nouvelle fiche",
            state=typographic(state),
            meaning=typographic(meaning),
            position=position(opened),
            sent=moment(submission.submitted_at) if submission.submitted_at else "",
            case=_case(submission),
            messages=tuple(_message(each) for each in opened.messages),
            confirms=submission.status is Status.DRAFT,
            edits=submission.allows(Action.EDIT),
            withdraws=submission.allows(Action.WITHDRAW),
            replies=submission.status in _TALKS,
            wrong=typographic(wrong),
            typed=typed,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkPage:
    """How to get a link to one's proposals.

    Attributes:
        is_invalid: the link that was opened is no longer good.
        is_sent: if the address is known, a letter is on its way.
    """

    head: Head
    is_invalid: bool
    is_sent: bool


def _case(submission: Submission) -> Link | None:
    """Its published page, if there is one."""
    if submission.status is not Status.PUBLISHED and not submission.is_change:
        return None
    return Link(text=quoted(submission.title), address=case_address(submission.slug))


def position(opened: Followed) -> str:
    """Where a proposal stands in the queue, `""` outside it."""
    if opened.position is None:
        return ""
    if opened.waiting < 2:  # noqa: PLR2004 - itself alone
        return "Aucune autre proposition n’attend."
    rank = "1re" if opened.position == 1 else f"{opened.position}e"
    return f"Elle est la {rank} des {opened.waiting}{NBSP}propositions qui attendent."


def _message(message: Message) -> MessageLine:
    is_mine = message.kind is MessageKind.TO_MODERATORS
    return MessageLine(
        by="Vous" if is_mine else "L’équipe",
        at=moment(message.written_at),
        paragraphs=tuple(typographic(each) for each in message.body.split("\n") if each.strip()),
        is_mine=is_mine,
    )
