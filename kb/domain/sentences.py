"""The French sentence of every error: what is wrong, what to do. Pages, API and `kb` share it."""

from collections.abc import Mapping
from types import MappingProxyType

from kb.domain.account_sentences import ACCOUNTS
from kb.domain.alert_sentences import ALERTS
from kb.domain.errors import KbError
from kb.domain.french import typographic
from kb.domain.moderation_sentences import MODERATION
from kb.domain.operations_sentences import OPERATIONS
from kb.domain.proposal_sentences import PROPOSALS
from kb.domain.publishing_sentences import PUBLISHING
from kb.domain.selection_sentences import SELECTIONS

#: code -> sentence, quoting the values of the error
SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "case-not-found": "Aucune fiche ne porte l’adresse « {slug} » ; "
        "vérifiez l’adresse ou cherchez la fiche par son titre.",
        "case-moved": "La fiche « {slug} » se trouve maintenant à l’adresse « {now} ».",
        "entrance-not-found": "Aucune porte d’entrée ne porte l’adresse « {slug} » ; "
        "la première page les propose toutes.",
        "organisation-not-found": "Aucune organisation ne porte l’adresse « {slug} » ; "
        "cherchez-la par son nom.",
        "form-not-found": "Aucune fiche n’est proposée sous la forme « .{form} » ; "
        "choisissez parmi {known}.",
        "not-our-case": "Cette adresse n’est pas celle d’une fiche de ce site ; "
        "copiez celle de la page de la fiche.",
        "no-room": "Le paramètre « {parameter} » doit être un nombre de pixels, "
        "d’au moins {least}.",
        "case-unreadable": "La fiche « {slug} » est en cours de correction ; "
        "revenez dans un moment.",
        "cases-unavailable": "Les fiches ne peuvent pas être lues en ce moment ({reason}) ; "
        "réessayez dans un moment.",
        "taxonomy-unreadable": "Le vocabulaire (taxonomy.yaml) ne peut pas être lu ; "
        "« kb check » montre ce qu’il faut y corriger.",
        "index-not-ready": "La recherche se prépare ; réessayez dans quelques secondes.",
        "index-busy": "Une autre commande écrit dans l’index ; réessayez dans un moment.",
        "index-not-writable": "L’index ne peut pas être écrit ; "
        "vérifiez la place libre et les droits du dossier index/.",
        "rebuild-under-way": "Une autre commande reconstruit l’index ; attendez qu’elle finisse.",
        "setting-invalid": "La variable {name} ne peut pas valoir « {value} » ; {remedy}.",
        "unknown-value": "Le paramètre « {parameter} » ne connaît pas la valeur « {value} » ; "
        "retirez-la ou choisissez-en une autre.",
        "not-in-range": "Le paramètre « {parameter} » ne peut pas valoir « {value} » ; "
        "donnez un nombre entier de {least} à {greatest}.",
        "sitemap-not-found": "Le plan du site n’a pas de partie {part} ; "
        "/sitemap.xml dit lesquelles il a.",
        "too-many-reads": "Cette adresse a fait {quota} lectures en une minute, la limite ; "
        "recommencez dans {seconds} s.",
        "query-too-long": "La recherche dépasse {maximum} caractères ; raccourcissez-la.",
        **ACCOUNTS,
        **ALERTS,
        **MODERATION,
        **OPERATIONS,
        **PROPOSALS,
        **PUBLISHING,
        **SELECTIONS,
    }
)


def sentence(error: KbError) -> str:
    """What is wrong and what to do, in French, with its final stop."""
    return typographic(SENTENCES[error.code].format_map(error.values))
