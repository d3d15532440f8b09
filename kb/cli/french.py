"""Click in French, whatever the language of the machine: a table in the place of gettext."""

import sys
from collections.abc import Mapping
from types import MappingProxyType

#: What click may say to someone who uses `kb`. A colon follows a space that does not break.
MESSAGES: Mapping[str, str] = MappingProxyType(
    {
        "Usage:": "Utilisation :",
        "Options": "Options ",
        "Commands": "Commandes ",
        "Positional arguments": "Arguments ",
        "Show this message and exit.": "Affiche cette aide.",
        "default: {default}": "par défaut : {default}",
        "required": "obligatoire",
        "Error: {message}": "Erreur : {message}",
        "Aborted!": "Interrompu.",
        "Try '{command} {option}' for help.": "« {command} {option} » montre l’aide.",
        "Did you mean {possibility}?": "Vouliez-vous dire {possibility} ?",
        "(Did you mean one of: {possibilities}?)": "Vouliez-vous dire : {possibilities} ?",
        "Missing command.": "Il manque une commande.",
        "Missing argument": "Il manque l’argument",
        "Missing option": "Il manque l’option",
        "Missing parameter": "Il manque le paramètre",
        "No such command {name!r}.": "La commande « {name} » n’existe pas.",
        "No such option {name!r}.": "L’option « {name} » n’existe pas.",
        "Option {name!r} requires an argument.": "L’option « {name} » attend une valeur.",
        "Option {name!r} does not take a value.": "L’option « {name} » n’attend pas de valeur.",
        "Got unexpected extra argument ({args})": "Argument en trop : {args}",
        "Got unexpected extra arguments ({args})": "Arguments en trop : {args}",
        "Invalid value: {message}": "Valeur refusée : {message}",
        "Invalid value for {param_hint}: {message}": "Valeur refusée pour {param_hint} : {message}",
        "Choose from:\n\t{choices}": "Au choix :\n\t{choices}",
        "{name} {filename!r} is a file.": "« {filename} » est un fichier, pas un dossier.",
        "{name} {filename!r} is not readable.": "« {filename} » : droits insuffisants.",
        "{value!r} is not {choice}.": "« {value} » n’est pas {choice}.",
        "{value!r} is not one of {choices}.": "« {value} » n’est pas parmi {choices}.",
        "{value!r} is not a valid {number_type}.": "« {value} » n’est pas un nombre entier.",
        "{value} is not in the range {range}.": "{value} n’est pas dans l’intervalle {range}.",
    }
)


def translate_click() -> None:
    """Make click speak French in this process."""
    modules = [module for name, module in sys.modules.items() if name.startswith("click.")]
    for module in modules:
        for name, function in (("_", _one), ("ngettext", _several)):
            if hasattr(module, name):
                setattr(module, name, function)


def _one(message: str) -> str:
    return MESSAGES.get(message, message)


def _several(singular: str, plural: str, number: int) -> str:
    return _one(singular if number == 1 else plural)
