"""What is wrong with files that are imported, and what to do, in French."""

from collections.abc import Mapping
from types import MappingProxyType

#: code -> (what is wrong, what to do)
IMPORTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        # The file as a whole
        "file-missing": ("ce fichier n'existe pas", "vérifier son chemin"),
        "form-unknown": (
            "cette forme de fichier n'est pas connue",
            "donner un fichier .md, .zip, .csv, .xlsx ou .json",
        ),
        "encoding-utf-16": (
            "le fichier est en UTF-16",
            "l'enregistrer de nouveau en « CSV UTF-8 », ou en UTF-8 dans l'éditeur de texte",
        ),
        "encoding-windows": (
            "cette ligne n'est pas en UTF-8 ; le fichier semble en Windows-1252 (« ANSI »)",
            "l'enregistrer de nouveau en « CSV UTF-8 », ou en UTF-8 dans l'éditeur de texte",
        ),
        "workbook-old": (
            "ce classeur est d'un autre format (.xls, .ods) ou protégé par un mot de passe",
            "l'enregistrer en « Classeur Excel (.xlsx) », sans mot de passe",
        ),
        "xlsx-without-sheet": (
            "le classeur n'a pas de feuille que l'on puisse lire",
            "l'enregistrer de nouveau en « Classeur Excel (.xlsx) »",
        ),
        "xml-broken": (
            "le classeur est abîmé",
            "l'ouvrir dans un tableur et l'enregistrer de nouveau en .xlsx",
        ),
        "xml-doctype": (
            "le classeur contient une déclaration de type XML, interdite ici",
            "l'ouvrir dans un tableur et l'enregistrer de nouveau en .xlsx",
        ),
        "archive-broken": (
            "l'archive est abîmée ou protégée par un mot de passe",
            "la fabriquer de nouveau, sans mot de passe",
        ),
        "archive-too-many": ("l'archive a plus de {most} éléments", "la diviser"),
        "archive-too-large": (
            "décompressée, l'archive dépasse {most} octets",
            "la diviser en plusieurs fichiers",
        ),
        "archive-without-cases": (
            "l'archive ne contient aucun fichier .md",
            "y mettre les fiches, une par fichier .md",
        ),
        # A table
        "table-empty": ("le tableau est vide", "y mettre une ligne de titres, puis les fiches"),
        "column-twice": ("deux colonnes portent ce nom", "en renommer une ou la supprimer"),
        "column-unknown": (
            "cette colonne ne porte pas le nom d'une clé ; la plus proche est « {nearest} »",
            "la renommer, ou la nommer dans le fichier de correspondance (--mapping)",
        ),
        "key-twice": (
            "cette colonne et « {other} » disent la même chose",
            "n'en garder qu'une",
        ),
        "too-many-columns": ("le tableau a plus de {most} colonnes", "supprimer les autres"),
        "too-many-rows": ("le tableau a plus de {most} lignes", "le diviser"),
        "csv-broken": (
            "des guillemets restent ouverts, ou une cellule est trop longue",
            "fermer les guillemets ; en doubler un qui fait partie du texte",
        ),
        "line-too-long": ("une ligne dépasse {most} caractères", "vérifier les guillemets"),
        "cell-too-long": ("une cellule dépasse {most} caractères", "la raccourcir"),
        "cell-outside": (
            "une cellule se trouve sous aucun titre de colonne",
            "donner un titre à sa colonne, ou la vider",
        ),
        "formula": (
            "« {value} » est une formule, refusée ici",
            "la remplacer par sa valeur (copier, puis « Coller les valeurs »)",
        ),
        "cell-error": (
            "la cellule contient l'erreur « {value} »",
            "la corriger dans le tableur",
        ),
        "ambiguous-term": (
            "« {value} » peut vouloir dire plusieurs termes : {choices}",
            "écrire l'identifiant du terme voulu",
        ),
        # JSON
        "json-broken": ("ce n'est pas du JSON correct", "vérifier cette ligne et la précédente"),
        "json-too-much": (
            "ce JSON est trop emboîté, ou contient un nombre hors de toute mesure",
            "donner une liste de fiches",
        ),
        "json-key-twice": ("cette clé est écrite deux fois", "n'en garder qu'une"),
        "json-no-object": (
            "cet élément n'est pas une fiche",
            "donner une liste d'objets, un par fiche",
        ),
        "json-kind": (
            "cette valeur n'est ni un texte, ni un nombre entier, ni la liste attendue",
            "l'écrire comme dans « kb export --format json »",
        ),
        # Between the file and the base
        "case-twice": (
            "l'import parle déjà de la fiche « {slug} » ({place})",
            "n'en garder qu'une, ou donner à chacune son adresse (slug)",
        ),
        "address-known": (
            "l'adresse « {slug} » est ou a été celle d'une autre fiche",
            "donner une autre adresse ; une fiche archivée se rétablit dans /moderation",
        ),
        "redirect-known": (
            "la redirection « {slug} » est ou a été l'adresse d'une autre fiche",
            "la supprimer",
        ),
        "published-unreadable": (
            "le fichier publié de la fiche « {slug} » est à corriger d'abord",
            "lancer « kb check », corriger, puis recommencer",
        ),
        "changed-since": (
            "la fiche publiée n'est plus celle qui avait été exportée",
            "exporter de nouveau ; ou supprimer « sha256 » pour partir de la fiche d'aujourd'hui",
        ),
        "already-pending": (
            "la proposition n° {number} attend déjà pour l'adresse « {slug} »",
            "décider d'abord d'elle dans /moderation, ou la retirer",
        ),
        "already-rejected": (
            "ce texte a déjà été refusé (proposition n° {number})",
            "en lire le motif dans /moderation, et changer le texte",
        ),
        "case-is-changing": (
            "une autre publication de la fiche « {slug} » est en cours",
            "recommencer dans un moment",
        ),
        "met-a-conflict": (
            "le fichier de la fiche « {slug} » a été modifié à la main entre-temps",
            "choisir dans /moderation ce qu'il faut garder",
        ),
    }
)
