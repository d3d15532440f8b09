"""The sentences of what only operators meet: mail, backups, personal data."""

from collections.abc import Mapping
from types import MappingProxyType

#: code -> sentence, quoting the values of the error
OPERATIONS: Mapping[str, str] = MappingProxyType(
    {
        "post-unavailable": "Le serveur de courrier ne répond pas comme il faut ({reason}) ; "
        "vérifiez KB_SMTP_URL. Les lettres attendent, aucune n’est perdue.",
        "post-busy": "Un autre processus envoie le courrier ; rien à faire.",
        "letter-refused": "Le serveur de courrier n’a pas pris cette lettre (réponse {status}).",
        "backup-folder-taken": "Le dossier « {folder} » n’est pas vide ; rien n’y a été écrit. "
        "Donnez un dossier nouveau à chaque sauvegarde.",
        "backup-damaged": "Sauvegarde incomplète ou abîmée : « {name} » manque ou n’est plus ce "
        "qu’il était. Rien n’a été restauré ; prenez une autre sauvegarde.",
        "archive-busy": "Une autre commande écrit une archive dans « {folder} » ; "
        "attendez qu’elle finisse.",
        "home-not-empty": "Le dossier « {home} » n’est pas vide ; rien n’a été restauré. "
        "Videz-le, ou donnez à KB_HOME un dossier nouveau.",
    }
)
