"""What is said of selections and booklets."""

from collections.abc import Mapping
from types import MappingProxyType

#: code -> sentence, quoting the values of the error
SELECTIONS: Mapping[str, str] = MappingProxyType(
    {
        "selection-full": "Une sélection tient {most} fiches au plus ; "
        "retirez-en une, ou faites-en deux.",
        "selection-text-too-long": "{what} dépasse {most} caractères ; raccourcissez le texte.",
        "selection-too-large": "Vos notes sont trop longues pour ce navigateur, qui ne garde que "
        "quelques pages de texte ; raccourcissez-les, ou gardez le tout sous un lien secret.",
        "selection-damaged": "Ce que ce navigateur gardait de votre sélection ne se lit plus.",
        "compare-some": "On compare de {least} à {most} fiches ; cochez-en autant.",
        "selection-empty": "La sélection est vide ; ajoutez d’abord une fiche.",
        "shared-selection-not-found": "Ce lien ne mène plus à une sélection : il est trop ancien, "
        "retiré ou incomplet ; demandez-en un autre à qui vous l’a donné.",
        "foreign-form": "Cette demande ne vient pas d’une page de ce site, rien n’a été fait ; "
        "ouvrez la page ici, puis recommencez.",
        "booklet-not-offered": "Ce site ne fait pas de PDF lui-même : ouvrez le livret et "
        "choisissez « Imprimer » dans votre navigateur, qui sait aussi l’enregistrer en PDF.",
        "booklet-busy": "Un autre livret est en cours de fabrication ; "
        "réessayez dans quelques secondes.",
        "booklet-failed": "Le PDF n’a pas pu être fait ; "
        "imprimez le livret depuis votre navigateur, ou retirez quelques fiches.",
    }
)
