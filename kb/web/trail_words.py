"""What lines of the audit trail are called: one word of the program, one piece of a sentence."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from kb.domain.account import NAMES
from kb.domain.audit import AuditEntry
from kb.domain.french import NBSP, typographic
from kb.domain.publication import PublicationKind
from kb.domain.submission import Action
from kb.web.people import YOU

#: Follows the name of a person. A word that is not listed is shown as it is.
DONE: Mapping[str, str] = MappingProxyType(
    {
        # proposals
        "propose": "a écrit la proposition",
        Action.SUBMIT: "a envoyé la proposition",
        Action.EDIT: "a modifié le texte",
        Action.WITHDRAW: "a retiré la proposition",
        Action.CLAIM: "a pris la proposition en charge",
        Action.RELEASE: "a rendu la proposition à la file",
        Action.APPROVE: "a accepté la proposition",
        Action.REQUEST_CHANGES: "a demandé une précision",
        Action.REJECT: "a refusé la proposition",
        Action.MERGE: "a fusionné",
        Action.REOPEN: "a rouvert la proposition",
        "rebase": "a comparé avec la fiche publiée, qui avait changé",
        "reply": "a écrit à l’équipe de modération",
        "write": "a écrit à la personne qui propose",
        "note": "a laissé une note privée",
        "link-sent": "a envoyé un nouveau lien de suivi",
        "links-revoked": "a annulé les liens de suivi",
        # cases
        PublicationKind.PUBLISH: "a publié la fiche",
        PublicationKind.UPDATE: "a modifié la fiche",
        PublicationKind.ARCHIVE: "a archivé la fiche",
        PublicationKind.REINSTATE: "a remis la fiche en ligne",
        PublicationKind.RESTORE: "a rétabli une version antérieure",
        PublicationKind.RENAME: "a changé l’adresse de la fiche",
        PublicationKind.ERASE: "a effacé des données personnelles",
        PublicationKind.IMPORT: "a importé la fiche",
        "publication-done": "a écrit le fichier",
        "publication-conflict": "n’a pas écrit le fichier, modifié à la main entre-temps",
        "conflict-file-kept": "a gardé le fichier modifié à la main",
        "conflict-overwritten": "a publié par-dessus le fichier modifié à la main",
        # accounts
        "account-created": "a ouvert le compte",
        "disabled": "a fermé le compte",
        "enabled": "a rouvert le compte",
        "role-changed": "a changé le rôle",
        "signed-in": "a ouvert une session",
        "signed-out-everywhere": "a fermé toutes les sessions",
        "password-changed": "a changé le mot de passe",
        "second-factor-on": "a activé la double authentification",
        "second-factor-off": "a retiré la double authentification",
        "recovery-codes-renewed": "a renouvelé les codes de secours",
        "recovery-code-used": "a utilisé un code de secours",
        # the base
        "audit-exported": "a exporté le journal",
        "purge": "a supprimé ce dont la durée de conservation est passée",
    }
)

#: Small facts of an entry, with their value; what is not listed is shown as it is.
_FACTS: Mapping[str, str] = MappingProxyType(
    {
        "publication": f"publication n°{NBSP}{{}}",
        "version": "version {}",
        "role": "rôle : {}",
        "from": "avant : {}",
        "to": "après : {}",
        "via": "par {}",
        "by": "par {}",
    }
)
#: Values that are words of the program.
_VALUES: Mapping[str, str] = MappingProxyType(
    {
        **{role.value: name for role, name in NAMES.items()},
        "password": "mot de passe",
        "code": "code reçu par courriel",
        "link": "lien reçu par courriel",
        "page": "la page du compte",
    }
)
#: Says again what the action says.
_REPEATED = "kind"

_THIRD_PERSON = re.compile(r"\ba ", re.ASCII)


def done_in_words(entry: AuditEntry) -> str:
    """What an entry of the trail tells: `a refusé la proposition`."""
    return DONE.get(entry.action, entry.action)


def facts_in_words(entry: AuditEntry) -> str:
    """The small facts of an entry: `version 2, publication n° 7`."""
    return typographic(
        ", ".join(
            _FACTS.get(key, f"{key} : {{}}").format(_VALUES.get(str(value), value))
            for key, value in entry.details.items()
            if key != _REPEATED
        )
    )


def told(who: str, entry: AuditEntry) -> str:
    """The same as a sentence: `Vous avez refusé la proposition`."""
    words = done_in_words(entry)
    return f"{who} {_THIRD_PERSON.sub('avez ', words, count=1) if who == YOU else words}"
