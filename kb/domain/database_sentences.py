"""What `kb check` finds in the database, and what to do, in French. docs/operations.md lists it."""

from collections.abc import Mapping
from types import MappingProxyType

#: What SQLite calls its trouble -> how we do; what is not listed is told in its words.
TROUBLE: Mapping[str, str] = MappingProxyType(
    {
        "SQLITE_BUSY": "elle est occupée",
        "SQLITE_FULL": "le disque est plein",
        "SQLITE_READONLY": "elle ne peut qu'être lue",
        "SQLITE_CANTOPEN": "son fichier ne s'ouvre pas",
        "SQLITE_IOERR": "le disque ne répond pas",
        "SQLITE_CORRUPT": "elle est abîmée",
        "SQLITE_NOTADB": "elle est abîmée",
    }
)

#: code -> (what is wrong, what to do)
DATABASE: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "database-damaged": (
            "la base de données est abîmée ({reason})",
            "restaurer une sauvegarde dans un dossier nouveau avec « kb restore »",
        ),
        "database-out-of-reach": (
            "la base de données ne peut pas être lue ({reason})",
            "vérifier le disque et les droits de data/, puis recommencer",
        ),
        "tables-outdated": (
            "les tables ne sont pas celles de cette version du logiciel",
            "lancer « kb db upgrade »",
        ),
        "tables-newer": (
            "la base de données vient d'une version plus récente du logiciel",
            "installer cette version, ou restaurer une sauvegarde faite avant",
        ),
        "publication-open": (
            "la publication n° {number} attend depuis plus d'une minute (fiche « {slug} »)",
            "lancer « kb publish », qui dira ce qui l'en empêche",
        ),
        "publication-in-conflict": (
            "la publication n° {number} a rencontré une fiche modifiée à la main (« {slug} »)",
            "choisir dans /moderation le texte à garder",
        ),
        "file-not-as-published": (
            "le fichier n'est plus celui de la dernière publication, la n° {number}",
            "rien à faire si la fiche a été modifiée à la main",
        ),
        "file-gone": (
            "la publication n° {number} a écrit cette fiche et son fichier n'est plus là",
            "rien à faire s'il a été retiré à la main ; sinon le rétablir depuis /moderation",
        ),
        "file-back": (
            "la publication n° {number} a retiré cette fiche et son fichier est là",
            "rien à faire s'il a été remis à la main ; sinon le supprimer",
        ),
        "approved-and-forgotten": (
            "la proposition n° {number} est acceptée et aucune publication ne l'attend",
            "signaler ce défaut à qui développe le logiciel ; le texte proposé est intact",
        ),
        "proposal-without-text": (
            "la proposition n° {number} n'a pas le texte qu'elle annonce (version {version})",
            "restaurer une sauvegarde dans un dossier nouveau et comparer",
        ),
        "letter-waiting": (
            "la lettre n° {number} attend depuis plus d'un jour",
            "vérifier KB_SMTP_URL et les « mail-failed » du journal ; « kb mail » la montre",
        ),
        "letter-given-up": (
            "la lettre n° {number} n'a pas pu être remise",
            "vérifier l'adresse avec « kb mail », puis « kb mail --retry »",
        ),
    }
)
