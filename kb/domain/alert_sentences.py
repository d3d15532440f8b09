"""What is said to those who follow a search."""

from collections.abc import Mapping
from types import MappingProxyType

#: code -> sentence, quoting the values of the error
ALERTS: Mapping[str, str] = MappingProxyType(
    {
        "alert-not-found": "Ce lien ne mène plus à une alerte : elle a été arrêtée, n’a pas été "
        "confirmée à temps, ou l’adresse est incomplète.",
        "too-many-alerts": "Vous suivez déjà {most} recherches, le plus que l’on peut à une "
        "adresse ; arrêtez-en une pour confirmer celle-ci.",
        "rhythm-missing": "Rythme : choisissez chaque jour ou chaque semaine.",
    }
)
