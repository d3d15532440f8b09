"""What the pages of `/alertes` show."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Self

from kb.domain.alert import Alert, Rhythm
from kb.domain.french import counted, typographic
from kb.domain.french_dates import day_in_french
from kb.domain.personal_data import personal_datum
from kb.domain.search import SearchQuery
from kb.domain.search_in_words import in_words
from kb.domain.taxonomy import Taxonomy
from kb.formats.search_parameters import read_text
from kb.services.alert_letters import unknown_values
from kb.services.alerting import followed
from kb.web.chips import Chip, chips
from kb.web.elsewhere import chip_elsewhere
from kb.web.head import Head
from kb.web.moments import day_of
from kb.web.notices import ignored
from kb.web.search_address import SearchAddress, address_of
from kb.web.take_away import FollowLinks

_RHYTHMS: Mapping[Rhythm, str] = MappingProxyType(
    {Rhythm.DAILY: "Chaque jour", Rhythm.WEEKLY: "Chaque semaine, le lundi"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RhythmChoice:
    """How often one may be written to."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What was typed into the form, `wrong`: field -> what is wrong; `""` -> what is about none."""

    email: str
    rhythm: str
    wrong: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskPage:
    """Where an alert is asked for.

    Attributes:
        search: in words.
        finds: what the search finds now, in a sentence.
        list_address: the search itself.
        action: where the form is sent, the search included.
        chips: its filters; taking one away stays on this page.
        ignored: what of the address is not followed, in sentences.
        wrong, email_wrong, rhythm_wrong: what is to be mended, `""` if nothing is.
    """

    head: Head
    search: str
    finds: str
    list_address: str
    action: str
    chips: tuple[Chip, ...]
    ignored: tuple[str, ...]
    email: str
    email_hint: str
    rhythms: tuple[RhythmChoice, ...]
    wrong: str
    email_wrong: str
    rhythm_wrong: str

    @classmethod
    def of(
        cls,
        address: SearchAddress,
        taxonomy: Taxonomy,
        *,
        total: int,
        typed: Typed,
    ) -> Self:
        """The page for a search that finds `total` cases now."""
        query, wrong = followed(address.query), typed.wrong
        title = "Recevoir les nouvelles fiches par courriel"
        return cls(
            head=private_head(f"Erreur : {title}" if wrong else title),
            search=typographic(in_words(query, taxonomy)),
            finds=_finds(query, total),
            list_address=address_of(query),
            action=FollowLinks.of(query).alert,
            chips=tuple(chip_elsewhere(each, "/alertes") for each in chips(query, taxonomy)),
            ignored=tuple(each.text for each in ignored(address)),
            email=typed.email,
            email_hint=typographic(personal_datum("alert").hint),
            rhythms=_choices(typed.rhythm or Rhythm.WEEKLY),
            wrong=wrong.get("", ""),
            email_wrong=wrong.get("email", ""),
            rhythm_wrong=wrong.get("rhythm", ""),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertPage:
    """An alert, for whoever has its link.

    Attributes:
        action: where its buttons are sent.
        until: the day on which it is to be confirmed again, `""` before it is confirmed.
        unknown: values that the vocabulary has lost: nothing is announced meanwhile.
    """

    head: Head
    action: str
    search: str
    list_address: str
    is_confirmed: bool
    until: str
    unknown: str
    rhythms: tuple[RhythmChoice, ...]
    wrong: str

    @classmethod
    def of(cls, alert: Alert, taxonomy: Taxonomy, *, action: str, wrong: str = "") -> Self:
        """The page of an alert."""
        query = read_text(alert.search, taxonomy).query
        title = "Votre alerte" if alert.confirmed_at else "Confirmer l’alerte"
        return cls(
            head=private_head(f"Erreur : {title}" if wrong else title),
            action=action,
            search=typographic(in_words(query, taxonomy)),
            list_address=address_of(query),
            is_confirmed=alert.confirmed_at is not None,
            until=day_in_french(day_of(alert.ends_at)) if alert.confirmed_at else "",
            unknown=unknown_values(alert, taxonomy),
            rhythms=_choices(alert.rhythm),
            wrong=wrong,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class StopPage:
    """Whether an alert shall end; `action`: the page of the alert, to which the button posts."""

    head: Head
    action: str
    search: str

    @classmethod
    def of(cls, alert: Alert, taxonomy: Taxonomy, *, action: str) -> Self:
        """The page of an alert."""
        query = read_text(alert.search, taxonomy).query
        return cls(
            head=private_head("Arrêter cette alerte"),
            action=action,
            search=typographic(in_words(query, taxonomy)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldPage:
    """What was just done, and what follows."""

    head: Head
    says: str
    then: str

    @classmethod
    def asked(cls) -> Self:
        """A letter is on its way, or would be."""
        return cls(
            head=private_head("Regardez votre courrier"),
            says=typographic(
                "Un message vient de vous être envoyé. Ouvrez la page dont il donne l’adresse, "
                "puis choisissez « Confirmer l’alerte » : sans cela, rien d’autre ne vous sera "
                "envoyé."
            ),
            then=typographic(
                "Il arrive en une minute ou deux ; regardez aussi parmi les indésirables. Sans "
                "confirmation d’ici sept jours, la demande est effacée."
            ),
        )

    @classmethod
    def stopped(cls) -> Self:
        """An alert has ended."""
        return cls(
            head=private_head("L’alerte est arrêtée"),
            says="Cette recherche ne vous enverra plus rien.",
            then="Si c’était votre dernière alerte et que votre adresse ne sert à rien d’autre "
            "ici, elle est effacée.",
        )


def private_head(title: str) -> Head:
    """The head of a page that no search engine lists."""
    return Head(page_title=typographic(title), is_indexable=False, section="search")


def _choices(chosen: str) -> tuple[RhythmChoice, ...]:
    return tuple(
        RhythmChoice(value=value, label=label, is_chosen=value == chosen)
        for value, label in _RHYTHMS.items()
    )


def _finds(query: SearchQuery, total: int) -> str:
    words = " avec tous ces mots" if query.has_words else ""
    if not total:
        return f"Aucune fiche{words} aujourd’hui : la première vous sera annoncée."
    found = counted(total, "fiche", "fiches")
    return f"Elle trouve {found}{words} aujourd’hui ; les suivantes vous seront annoncées."
