"""How moderation calls states, actions and kinds of change."""

from collections.abc import Mapping
from types import MappingProxyType

from kb.domain.case import SECTIONS
from kb.domain.french import typographic
from kb.domain.publication import PastText, PublicationKind
from kb.domain.submission import Action, Status

STATUSES: Mapping[Status, str] = MappingProxyType(
    {
        Status.DRAFT: "en attente de confirmation",
        Status.SUBMITTED: "à traiter",
        Status.IN_REVIEW: "en cours de relecture",
        Status.CHANGES_REQUESTED: "précision demandée",
        Status.APPROVED: "acceptée, publication en cours",
        Status.PUBLISHED: "publiée",
        Status.REJECTED: "refusée",
        Status.WITHDRAWN: "retirée par son auteur ou autrice",
        Status.ARCHIVED: "archivée",
    }
)

#: What publications are called in the history of a case.
KINDS: Mapping[PublicationKind, str] = MappingProxyType(
    {
        PublicationKind.PUBLISH: "Publication",
        PublicationKind.UPDATE: "Mise à jour",
        PublicationKind.ARCHIVE: "Archivage",
        PublicationKind.REINSTATE: "Remise en ligne",
        PublicationKind.RESTORE: "Retour à une version antérieure",
        PublicationKind.RENAME: "Changement d’adresse",
        PublicationKind.MERGE: "Fusion",
        PublicationKind.ERASE: "Effacement de données personnelles",
        PublicationKind.IMPORT: "Import",
    }
)

#: What two near cases have in common.
ALIKE: Mapping[str, str] = MappingProxyType(
    {"title": "les titres", "partners": "les partenaires", "summary": "les résumés"}
)

#: Where in a case something stands; a key that is not listed is shown as it is.
PLACES: Mapping[str, str] = MappingProxyType(
    {section.id: typographic(section.heading) for section in SECTIONS}
    | {
        "title": "titre",
        "summary": "résumé",
        "place": "lieu",
        "started": "année de démarrage",
        "figures": "chiffres clés",
        "sources": "sources",
    }
)

#: What settles a proposal, for now or for good.
DECISIONS = frozenset(
    {
        Action.APPROVE,
        Action.REQUEST_CHANGES,
        Action.REJECT,
        Action.MERGE,
        Action.WITHDRAW,
        Action.ARCHIVE,
        Action.REINSTATE,
    }
)


def kind_in_words(past: PastText) -> str:
    """Why a case has a text; what nobody decided was written by hand."""
    return KINDS[past.kind] if past.publication else "Fichier écrit à la main"
