"""What is wrong with the front matter of a case or with `taxonomy.yaml`, and what to do, in French.

Written with plain spaces and apostrophes: `Problem` sets the typography before it fills them in.
"""

from collections.abc import Mapping
from types import MappingProxyType

#: code -> (what is wrong, what to do)
FRONT_MATTER: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        # The file as a whole
        "forbidden-character": (
            "le caractère de contrôle ou invisible {character} est interdit",
            "le supprimer",
        ),
        "fence-missing": (
            "le fichier ne commence pas par une ligne « --- »",
            "écrire l'en-tête entre deux lignes « --- », la première en tête du fichier",
        ),
        "fence-unclosed": (
            "aucune ligne « --- » ne termine l'en-tête",
            "ajouter une ligne « --- » entre l'en-tête et le texte",
        ),
        "front-matter-too-large": (
            "l'en-tête dépasse {most} octets",
            "le raccourcir ou déplacer du texte dans les sections",
        ),
        "front-matter-not-keys": (
            "ce n'est pas une suite de clés",
            "écrire une « clé: valeur » par ligne",
        ),
        # YAML
        "yaml-syntax": (
            "l'en-tête n'est pas du YAML correct",
            "vérifier cette ligne et la précédente : guillemets, deux-points, retraits",
        ),
        "yaml-colon": (
            "un deux-points ou un retrait inattendu rend la ligne ambiguë",
            "mettre le texte entre guillemets, ou aligner la clé sur les autres",
        ),
        "yaml-colon-missing": (
            "cette ligne n'est ni une « clé: valeur » ni la suite d'un texte",
            "ajouter le deux-points, ou décaler la ligne de deux espaces",
        ),
        "yaml-start": (
            "une valeur ne peut pas commencer par ce caractère (tabulation, @, %, `)",
            "mettre le texte entre guillemets ; décaler avec des espaces, jamais des tabulations",
        ),
        "yaml-unclosed": (
            "des guillemets, un crochet ou une accolade restent ouverts",
            "les fermer ; dans un texte entre apostrophes, doubler l'apostrophe",
        ),
        "yaml-dash": (
            "un tiret de liste n'est pas à sa place",
            "passer à la ligne après la clé : un élément « - … » par ligne",
        ),
        "yaml-alias": (
            "« *{name} » est un renvoi YAML, interdit ici",
            "recopier la valeur, ou mettre le texte entre guillemets",
        ),
        "yaml-anchor": (
            "« &{name} » est une ancre YAML, interdite ici",
            "la supprimer, ou mettre le texte entre guillemets",
        ),
        "yaml-tag": (
            "« {name} » est une étiquette de type YAML, interdite ici",
            "la supprimer, ou mettre le texte entre guillemets",
        ),
        "yaml-too-deep": (
            "plus de {most} niveaux sont emboîtés",
            "retirer les crochets, accolades ou tirets en trop",
        ),
        "yaml-documents": (
            "un second document YAML commence ici",
            "supprimer les lignes « ... » et n'écrire qu'un en-tête",
        ),
        "yaml-key": ("une clé n'est pas un simple mot", "écrire « clé: valeur »"),
        "duplicate-key": ("la clé « {name} » est écrite deux fois", "n'en garder qu'une"),
        # Keys and kinds of values
        "missing-key": ("la clé obligatoire « {name} » manque", "ajouter « {name}: … »"),
        "unknown-key": (
            "la clé « {name} » est inconnue",
            "la clé connue la plus proche est « {nearest} » ; corriger ou supprimer",
        ),
        "empty-value": ("« {name} » est vide", "compléter ou supprimer la ligne"),
        "expected-text": (
            "« {name} » attend une seule valeur, pas une liste ni des clés",
            "écrire « {name}: … » sur une ligne, sans tiret ni crochets",
        ),
        "expected-list": ("« {name} » attend une liste", "écrire « {name}: [{form}] »"),
        "expected-entries": (
            "« {name} » attend une liste d'éléments à plusieurs clés",
            "écrire un élément par tiret : « - {form}: … »",
        ),
        "expected-keys": ("« {name} » attend des clés", "écrire « {form}: … »"),
        "too-many": ("« {name} » a {count} éléments", "en garder {most} au plus"),
        "duplicate-item": ("« {value} » est écrit deux fois", "n'en garder qu'un"),
        # Text
        "several-lines": (
            "« {name} » s'étend sur plusieurs lignes",
            "l'écrire sur une ligne, ou commencer par « {name}: >- »",
        ),
        "too-short": (
            "« {name} » a {count} caractères, il en faut au moins {least}",
            "compléter le texte",
        ),
        "too-long": (
            "« {name} » a {count} caractères, le maximum est {most}",
            "raccourcir le texte",
        ),
        # Values with a form
        "not-a-year": (
            "« {value} » n'est pas une année",
            "écrire quatre chiffres, de {first} à {last}",
        ),
        "ends-before-start": (
            "la fin ({ended}) précède le début ({started})",
            "corriger « started » ou « ended »",
        ),
        "not-a-day": (
            "« {value} » n'est pas un jour du calendrier",
            "écrire année-mois-jour, par exemple « 2024-05-17 »",
        ),
        "not-a-date": (
            "« {value} » n'est pas une date",
            "écrire une année, un mois ou un jour : « 2024 », « 2024-05 » ou « 2024-05-17 »",
        ),
        "not-a-url": (
            "« {value} » n'est pas une adresse web utilisable",
            "écrire une adresse http(s):// complète, sans espace, de {most} caractères au plus",
        ),
        "not-a-licence": ("la licence « {value} » n'est pas admise", "choisir parmi {choices}"),
        "not-a-slug": (
            "« {value} » n'est pas un identifiant",
            "n'employer que minuscules sans accent, chiffres et tirets simples, {most} au plus",
        ),
        "unknown-source": (
            "« {value} » ne désigne aucune source",
            "écrire un nombre de 1 à {last}, le rang de la source dans « sources »",
        ),
        "unknown-term": (
            "« {value} » n'est pas un terme de « {facet} »",
            "le terme le plus proche est « {nearest} »",
        ),
        "implicit-term": ("« {value} » est en trop", "à retirer : il est implicite"),
    }
)

#: code -> (what is wrong, what to do)
TAXONOMY: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "not-a-version": ("« {value} » n'est pas un numéro de version", "écrire un nombre entier"),
        "not-true-or-false": ("« {value} » n'est ni vrai ni faux", "écrire « true » ou « false »"),
        "missing-facet": ("la facette « {value} » manque", "l'ajouter : le logiciel en a besoin"),
        "unknown-facet": (
            "la facette « {value} » est inconnue",
            "la facette connue la plus proche est « {nearest} » ; corriger ou supprimer",
        ),
        "duplicate-slug": ("« {value} » est déjà pris", "donner un identifiant unique"),
        "unknown-group": (
            "le groupe « {value} » n'est pas dans « groups »",
            "le groupe le plus proche est « {nearest} » ; le corriger ou l'ajouter",
        ),
        "unknown-implicit": (
            "le terme implicite « {value} » n'est pas dans « terms »",
            "le corriger, l'ajouter ou le supprimer",
        ),
        "fixed-value": (
            "« {name} » ne convient pas à la facette « {facet} »",
            "écrire « {name}: {expected} » : les fiches sont écrites ainsi",
        ),
        "fixed-absent": (
            "« {name} » ne convient pas à la facette « {facet} »",
            "supprimer cette ligne : les fiches sont écrites ainsi",
        ),
    }
)
