"""What is said of the database and of publications that cannot go on."""

from collections.abc import Mapping
from types import MappingProxyType

#: code -> sentence, quoting the values of the error
PUBLISHING: Mapping[str, str] = MappingProxyType(
    {
        "database-unavailable": "La base de données ne répond pas en ce moment ({reason}) ; "
        "rien n’a été changé, réessayez dans un moment.",
        "schema-outdated": "Les tables de la base de données ne sont pas celles de cette version "
        "du logiciel ; « kb db upgrade » les met à jour.",
        "schema-newer": "La base de données vient d’une version plus récente du logiciel ; "
        "installez cette version, ou restaurez une sauvegarde faite avant.",
        "cases-not-writable": "Le dossier cases/ ne peut pas être écrit en ce moment ({reason}) ; "
        "les fiches sont restées telles quelles, la publication reprendra d’elle-même.",
        "edited-meanwhile": "La fiche « {slug} » a été modifiée entre-temps ; "
        "rien n’a été écrasé, relisez-la avant de recommencer.",
        "publishing-busy": "Une autre publication est en cours ; "
        "celle-ci est enregistrée et suivra d’elle-même.",
        "publication-not-found": "Il n’y a pas de publication n° {publication}.",
        "publication-conflict": "La fiche « {slug} » a été modifiée à la main entre-temps ; "
        "rien n’a été écrasé, choisissez ce qu’il faut garder.",
        "publication-settled": "Quelqu’un d’autre a déjà décidé ce que devient "
        "la publication n° {publication}.",
        "case-changing": "Une autre décision vient d’être prise sur la fiche « {slug} » ; "
        "relisez la fiche avant de recommencer.",
    }
)
