"""Every piece of personal data: why, by what right, how long. Form, page and purge read it here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType


class Ground(StrEnum):
    """What allows us to keep it, in the words of the law. Source: RGPD, article 6."""

    CONSENT = "votre consentement, que vous pouvez retirer à tout moment"
    INTEREST = "l’intérêt légitime de tenir une base fiable et un site qui résiste aux abus"


class Purge(StrEnum):
    """What `kb worker` forgets by itself, a word of the log and of the audit trail."""

    DRAFTS = "drafts"
    UNCONFIRMED = "unconfirmed-proposals"
    CLOSED = "closed-proposals"
    MESSAGES = "messages"
    LINKS = "links"
    LETTERS = "letters"
    ATTEMPTS = "attempts"
    SELECTIONS = "shared-selections"
    ALERTS = "unconfirmed-alerts"
    ACCOUNTS = "accounts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Keep:
    """How long: in words and as a span. Half a day more or less does not matter to anybody."""

    words: str
    span: timedelta


_TWO_DAYS = Keep(words="2 jours", span=timedelta(days=2))
_WEEK = Keep(words="7 jours", span=timedelta(days=7))
_QUARTER = Keep(words="3 mois", span=timedelta(days=91))
_HALF_YEAR = Keep(words="6 mois", span=timedelta(days=182))
_YEAR = Keep(words="12 mois", span=timedelta(days=365))

#: Of each purge, how long after the last change (of links: after the day they were given).
RETENTION: Mapping[Purge, Keep] = MappingProxyType(
    {
        Purge.DRAFTS: _HALF_YEAR,
        Purge.UNCONFIRMED: _HALF_YEAR,
        Purge.CLOSED: _YEAR,
        Purge.MESSAGES: _YEAR,
        Purge.LINKS: _YEAR,
        Purge.LETTERS: _QUARTER,
        Purge.ATTEMPTS: _TWO_DAYS,
        Purge.SELECTIONS: _YEAR,
        Purge.ALERTS: _WEEK,
        Purge.ACCOUNTS: _YEAR,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalDatum:
    """One thing that is known of somebody.

    Attributes:
        id: for links to it; that of a form field if one asks for it (`email`, `contributor`).
        label, purpose, readers: in French, as a sentence's beginning, without a final stop.
        retention: in French; each `{}` is filled in with the words of its purges.
        purges: which rules forget it; none: it is kept as `retention` says.
        hint: one sentence for beside the field of a form, `""` if no form asks for it.
    """

    id: str
    label: str
    purpose: str
    ground: Ground
    readers: str
    retention: str
    purges: tuple[Purge, ...] = ()
    hint: str = ""

    @property
    def kept(self) -> str:
        """How long, in words."""
        return self.retention.format(*(RETENTION[purge].words for purge in self.purges))


_TEAM = "L’équipe de modération"

#: All of it, in the order in which the page tells it.
PERSONAL_DATA = (
    PersonalDatum(
        id="email",
        label="Adresse électronique",
        purpose="Vous envoyer le lien de suivi de votre proposition, la décision et les questions "
        "de l’équipe ; vous reconnaître quand vous vous connectez",
        ground=Ground.CONSENT,
        readers=f"{_TEAM}. Elle n’est jamais publiée",
        retention="Tant que vous avez une proposition ou une fiche dans la base, puis {}",
        purges=(Purge.ACCOUNTS,),
        hint="Pour le lien de suivi et les réponses de l’équipe ; elle n’est jamais publiée.",
    ),
    PersonalDatum(
        id="contributor",
        label="Nom affiché sur la fiche",
        purpose="Dire qui a proposé la fiche, si vous le souhaitez",
        ground=Ground.CONSENT,
        readers="Tout le monde : il est publié avec la fiche, et facultatif",
        retention="Tant que la fiche est dans la base, archives et versions antérieures "
        "comprises ; à votre demande, il y est remplacé par « [effacé] »",
        hint="Facultatif ; publié avec la fiche.",
    ),
    PersonalDatum(
        id="draft",
        label="Brouillon",
        purpose="Ne rien perdre de ce que vous tapez",
        ground=Ground.CONSENT,
        readers="Vous, par un témoin (cookie) de votre navigateur, ou votre compte",
        retention="{} après le dernier enregistrement, ou jusqu’à l’envoi",
        purges=(Purge.DRAFTS,),
    ),
    PersonalDatum(
        id="proposal",
        label="Texte proposé et ses versions",
        purpose="Relire, comparer, décider, publier",
        ground=Ground.CONSENT,
        readers=f"Vous et l’{_TEAM[2:]} ; tout le monde une fois la fiche publiée",
        retention="Jamais confirmé : {} ; refusé, retiré ou resté sans réponse de votre part : "
        "{} après le dernier changement ; publié : tant que la fiche est dans la base",
        purges=(Purge.UNCONFIRMED, Purge.CLOSED),
    ),
    PersonalDatum(
        id="messages",
        label="Messages échangés et notes de l’équipe",
        purpose="S’entendre sur la fiche avant de décider",
        ground=Ground.INTEREST,
        readers=f"Vous et l’{_TEAM[2:]} ; les notes, l’équipe seule",
        retention="{} après le dernier changement de la proposition",
        purges=(Purge.MESSAGES,),
    ),
    PersonalDatum(
        id="link",
        label="Lien de suivi",
        purpose="Retrouver votre proposition sans créer de compte",
        ground=Ground.CONSENT,
        readers="Vous ; nous n’en gardons qu’une empreinte",
        retention="{} après son envoi, ou jusqu’à ce que vous le révoquiez",
        purges=(Purge.LINKS,),
    ),
    PersonalDatum(
        id="alert",
        label="Recherche suivie par courriel",
        purpose="Vous annoncer les nouvelles fiches que vous avez demandé à recevoir, une fois "
        "chacune",
        ground=Ground.CONSENT,
        readers="Vous, par le lien de chaque courriel ; l’équipe de modération n’en voit rien",
        retention="Jamais confirmée : {} ; ensuite jusqu’à ce que vous l’arrêtiez, ou deux ans "
        "sans que vous la prolongiez. Votre adresse est effacée avec votre dernière alerte si elle "
        "ne sert à rien d’autre ici",
        purges=(Purge.ALERTS,),
        hint="Elle ne sert qu’à cette alerte ; chaque courriel permet d’arrêter.",
    ),
    PersonalDatum(
        id="selection",
        label="Sélection que vous partagez",
        purpose="Montrer votre titre, vos fiches et vos notes à qui en a le lien",
        ground=Ground.CONSENT,
        readers="Toute personne à qui vous donnez le lien ; rien n’y dit qui l’a faite. Tant que "
        "vous ne la partagez pas, une sélection reste dans votre navigateur",
        retention="{} après le partage, ou jusqu’à ce que vous la retiriez",
        purges=(Purge.SELECTIONS,),
    ),
    PersonalDatum(
        id="letters",
        label="Courrier que nous vous envoyons",
        purpose="Le faire partir, et savoir s’il est parti",
        ground=Ground.INTEREST,
        readers="Les personnes qui exploitent le site",
        retention="{} ; les liens secrets et les codes en sont effacés dès l’envoi",
        purges=(Purge.LETTERS,),
    ),
    PersonalDatum(
        id="password",
        label="Mot de passe et second facteur",
        purpose="Vous connecter, si vous avez choisi d’en avoir un",
        ground=Ground.CONSENT,
        readers="Personne : le mot de passe est gardé sous une forme illisible (Argon2id)",
        retention="Tant que le compte existe",
    ),
    PersonalDatum(
        id="attempts",
        label="Empreinte de votre adresse réseau",
        purpose="Arrêter qui essaie des mots de passe ou envoie en masse",
        ground=Ground.INTEREST,
        readers="Personne : c’est une empreinte, l’adresse elle-même n’est pas gardée",
        retention="{}",
        purges=(Purge.ATTEMPTS,),
    ),
    PersonalDatum(
        id="audit",
        label="Journal des décisions",
        purpose="Savoir qui a décidé quoi, quand et pourquoi",
        ground=Ground.INTEREST,
        readers=_TEAM,
        retention="Tant que la base existe ; les personnes y sont des numéros, et plus rien ne les "
        "relie à vous une fois votre adresse effacée",
    ),
)


def personal_datum(id_: str) -> PersonalDatum:
    """What the table says of a field of a form, or of anything else by its id."""
    return next(each for each in PERSONAL_DATA if each.id == id_)
