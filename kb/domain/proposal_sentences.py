"""What is said to those who propose and to those who decide."""

from collections.abc import Mapping
from types import MappingProxyType

#: code -> sentence, quoting the values of the error
PROPOSALS: Mapping[str, str] = MappingProxyType(
    {
        "draft-not-found": "Ce brouillon n’existe plus, ou n’est pas le vôtre.",
        "draft-edited-elsewhere": "Une autre fenêtre a modifié ce brouillon entre-temps ; "
        "les deux textes sont gardés, choisissez celui qui continue.",
        "draft-too-large": "Le texte dépasse ce qu’une fiche peut contenir ({most} ko) ; "
        "raccourcissez-le, la version précédente est gardée.",
        "draft-already-sent": "Ce brouillon a déjà été envoyé ou retiré ; "
        "suivez votre proposition par le lien reçu par courriel.",
        "too-many-drafts": "Vous avez déjà {most} brouillons ; "
        "terminez ou supprimez-en un avant d’en commencer un autre.",
        "case-invalid": "La fiche n’est pas encore en ordre ({count} à corriger) ; "
        "corrigez ce qui est signalé.",
        "consent-missing": "Il manque votre accord sur la licence ou sur vos données ; "
        "cochez les deux cases.",
        "message-missing": "Le message est vide ; écrivez quelques mots.",
        "message-too-long": "Le texte dépasse {most} caractères ; raccourcissez-le.",
        "reason-missing": "Il manque un motif, qui sera lu par d’autres ; écrivez quelques mots.",
        "link-invalid": "Ce lien ne mène plus à une proposition : il est trop ancien, annulé ou "
        "incomplet ; demandez-en un nouveau avec votre adresse électronique.",
        "slug-invalid": "Cette adresse ne convient pas ; n’employez que minuscules sans accent, "
        "chiffres et tirets simples, {most} caractères au plus.",
        "slug-taken": "L’adresse « {slug} » est ou a été celle d’une autre fiche ; "
        "choisissez-en une autre.",
        "submission-not-found": "Il n’y a pas de proposition à cette adresse, "
        "ou elle n’est pas la vôtre.",
        "stale-version": "Le texte a changé entre-temps ; relisez-le avant de recommencer.",
        "illegal-move": "Ce n’est plus possible : l’état de la proposition a changé entre-temps.",
        "already-decided": "Trop tard : {who} déjà {what}, le {when} ; "
        "votre demande n’a rien changé.",
        "already-claimed": "{who} s’occupe déjà de cette proposition.",
        "own-proposal": "C’est votre proposition ; une autre personne doit décider.",
        "base-changed": "La fiche « {slug} » a changé depuis que ce texte a été écrit ; "
        "comparez-le avec la fiche actuelle avant de recommencer.",
        "not-archived": "La fiche « {slug} » n’est pas archivée.",
        "text-not-found": "La fiche « {slug} » n’a pas de version n° {publication}.",
        "merged-with-itself": "Une fiche ne peut pas être fusionnée avec elle-même ; "
        "choisissez-en une autre.",
    }
)
