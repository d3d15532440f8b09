"""What is said of cases that were taken away, and of forms that are not ours."""

from collections.abc import Mapping
from types import MappingProxyType

#: code -> sentence, quoting the values of the error
MODERATION: Mapping[str, str] = MappingProxyType(
    {
        "case-archived": "La fiche « {slug} » n’est plus en ligne ; motif : {reason}.",
        "form-malformed": "Le champ « {field} » manque, ou ne vient pas de nos pages ; "
        "rechargez la page, puis recommencez.",
    }
)
