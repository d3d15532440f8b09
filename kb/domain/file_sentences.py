"""What is wrong with files and between them, and what to do, in French."""

from collections.abc import Mapping
from types import MappingProxyType

#: code -> (what is wrong, what to do)
FILES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "bad-file-name": (
            "ce nom de fichier ne peut pas être l'adresse d'une fiche",
            "n'employer que minuscules sans accent, chiffres et tirets simples, {most} au plus",
        ),
        "not-a-file": ("ce n'est pas un fichier ordinaire", "le remplacer par un fichier"),
        "symbolic-link": (
            "c'est un lien symbolique, qui n'est pas suivi",
            "le remplacer par le fichier lui-même",
        ),
        "cannot-read": (
            "le système refuse la lecture du fichier ({reason})",
            "donner le droit de lecture au compte qui exécute le service",
        ),
        "too-large": ("le fichier dépasse {most} octets", "le raccourcir"),
        "not-utf-8": (
            "le fichier n'est pas en UTF-8",
            "l'enregistrer en UTF-8 dans l'éditeur de texte",
        ),
        "cases-folder-missing": (
            "le dossier des fiches n'existe pas",
            "le créer avec « kb init », ou vérifier KB_HOME",
        ),
        "taxonomy-missing": (
            "le fichier n'existe pas",
            "le créer avec « kb init », ou vérifier KB_HOME",
        ),
    }
)

#: code -> (what is wrong, what to do)
BETWEEN_FILES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "redirect-to-itself": ("« {slug} » est la fiche elle-même", "supprimer cette redirection"),
        "redirect-taken": (
            "« {slug} » est l'adresse d'une autre fiche",
            "supprimer cette redirection, ou renommer l'autre fiche",
        ),
        "redirect-twice": (
            "« {slug} » redirige déjà vers « {other} »",
            "ne garder cette redirection que dans une fiche",
        ),
        "same-title": (
            "la fiche « {other} » porte le même titre",
            "vérifier que ce n'est pas un doublon",
        ),
        "entrance-case-unknown": (
            "aucune fiche ne porte l'adresse « {slug} »",
            "corriger l'adresse ou retirer la fiche de cette porte d'entrée",
        ),
        "entrance-term-unknown": (
            "la recherche enregistrée demande « {value} », que « {facet} » ne connaît pas",
            "corriger la valeur d'après taxonomy.yaml, ou la retirer",
        ),
        "organisation-case-unknown": (
            "aucune fiche ne porte l'adresse « {slug} »",
            "corriger l'adresse ou la retirer de cette organisation",
        ),
        "organisation-name-twice": (
            "le nom « {name} » désigne déjà « {other} »",
            "ne le garder que d'un côté, ou donner à chacune ses fiches (cases)",
        ),
        "not-canonical": (
            "le fichier est correct mais pas en forme canonique",
            "rien à faire : il la prendra quand le logiciel l'écrira",
        ),
        "index-behind": (
            "l'index ne correspond pas aux fiches ({missing} à ajouter, {extra} à retirer)",
            "attendre une minute si le site tourne, ou lancer « kb index »",
        ),
        "cases-unavailable": (
            "les fiches ne peuvent pas être lues en ce moment ({reason})",
            "vérifier le disque et les droits, puis recommencer",
        ),
    }
)
