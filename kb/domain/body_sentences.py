"""What is wrong with the body of a case, and what to do, in French.

Written with plain spaces and apostrophes: `Problem` sets the typography before it fills them in.
"""

from collections.abc import Mapping
from types import MappingProxyType

#: code -> (what is wrong, what to do)
BODY: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "body-too-long": (
            "le texte occupe {size} octets, plus que les {limit} permis",
            "le raccourcir, ou renvoyer par un lien vers un document plus long",
        ),
        # Sections
        "section-missing": (
            "la section obligatoire « {heading} » manque",
            "ajouter une ligne « ## {heading} », puis son texte",
        ),
        "section-empty": (
            "la section obligatoire « {heading} » est vide",
            "écrire son texte sous le titre",
        ),
        "section-twice": (
            "la section « {heading} » apparaît une deuxième fois",
            "réunir les textes sous un seul titre",
        ),
        "section-unknown": (
            "la section « {heading} » n'existe pas",
            "la nommer {known}, ou en faire un sous-titre avec « ### »",
        ),
        # Citations and images
        "citation-without-source": (
            "« {citation} » ne renvoie à rien : sources en contient {sources}",
            "corriger le numéro, ou ajouter la source dans l'en-tête",
        ),
        "citation-not-a-number": (
            "« {citation} » n'est pas le numéro d'une source",
            "écrire « [^1] » pour citer la première entrée de sources",
        ),
        "footnote-in-body": (
            "une note de bas de page est écrite dans le texte",
            "la déplacer dans sources, dans l'en-tête : la page en fait les notes",
        ),
        "image-in-body": (
            "une fiche ne peut pas contenir d'image",
            "la remplacer par un lien : « [description](adresse) »",
        ),
        # Limits, see kb/formats/body_limits.py
        "too-many-brackets": (
            "le texte contient plus de {limit} crochets « [ »",
            "retirer des liens ou des renvois",
        ),
        "too-many-backticks-in-block": (
            "ce paragraphe contient plus de {limit} accents graves « ` »",
            "le couper par une ligne vide, ou en retirer",
        ),
        "too-many-brackets-in-block": (
            "ce paragraphe contient plus de {limit} crochets « [ »",
            "le couper par une ligne vide, ou retirer des liens ou des renvois",
        ),
        "too-many-definitions": (
            "le texte contient plus de {limit} définitions de liens",
            "écrire l'adresse avec le lien : « [texte](adresse) »",
        ),
        "line-too-long": (
            "cette ligne dépasse {limit} caractères",
            "la couper par une ligne vide",
        ),
        "margin-too-wide": (
            "cette ligne commence par plus de {limit} colonnes d'espaces, de puces ou de « > »",
            "réduire le retrait ou les listes imbriquées",
        ),
        "block-too-long": (
            "ce paragraphe, cette liste ou ce tableau dépasse {limit} caractères",
            "le couper par une ligne vide",
        ),
        "block-of-too-many-lines": (
            "ce paragraphe, cette liste ou ce tableau dépasse {limit} lignes",
            "le couper par une ligne vide",
        ),
    }
)
