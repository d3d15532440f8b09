"""What is wrong with a field of the form, said to somebody who never saw a front matter."""

from collections.abc import Mapping
from types import MappingProxyType

from kb.domain.french import typographic
from kb.domain.problems import Problem

#: What nobody has filled in yet, rather than filled in wrongly.
MISSING = frozenset({"missing-key", "empty-value", "section-missing", "section-empty"})

#: code of a problem -> sentence; the others are told as `kb check` tells them.
_SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "missing-key": "{label} : à remplir.",
        "empty-value": "{label} : à remplir.",
        "section-missing": "{label} : à raconter, c'est l'une des trois sections obligatoires.",
        "section-empty": "{label} : à raconter, c'est l'une des trois sections obligatoires.",
        "too-short": "{label} : {count} caractères, il en faut au moins {least}.",
        "too-long": "{label} : {count} caractères, le maximum est {most}.",
        "too-many": "{label} : {count} lignes, le maximum est {most}.",
        "several-lines": "{label} : à écrire sur une seule ligne.",
        "duplicate-item": "{label} : « {value} » est choisi deux fois.",
        "not-a-year": "{label} : « {value} » n'est pas une année ; "
        "écrivez quatre chiffres, comme 2019.",
        "ends-before-start": "{label} : la fin ({ended}) précède le début ({started}).",
        "not-a-url": "{label} : « {value} » n'est pas une adresse complète ; "
        "elle commence par https:// et n'a pas d'espace.",
        "not-a-date": "{label} : « {value} » n'est pas une date comprise ; "
        "écrivez 2024, 2024-05 ou 2024-05-17.",
        "unknown-source": "{label} : aucune source n'a le numéro « {value} » ; "
        "donnez un numéro de la liste des sources.",
        "unknown-term": "{label} : « {value} » n'est pas dans la liste ; choisissez-y une valeur.",
        "section-twice": "{label} : le texte contient un titre « ## » ; "
        "pour un sous-titre, écrivez « ### ».",
        "section-unknown": "{label} : le texte contient un titre « ## {heading} » ; "
        "pour un sous-titre, écrivez « ### ».",
        "citation-without-source": "{label} : « {citation} » ne renvoie à aucune source ; "
        "corrigez le numéro, ou ajoutez la source.",
        "citation-not-a-number": "{label} : « {citation} » n'est pas le numéro d'une source ; "
        "écrivez « [^1] » pour citer la première.",
        "footnote-in-body": "{label} : une note est écrite dans le texte ; "
        "mettez-la dans les sources et citez-la par son numéro, « [^1] ».",
        "image-in-body": "{label} : une fiche ne contient pas d'image ; "
        "mettez un lien, « [description](adresse) ».",
        "front-matter-too-large": "L'ensemble des champs hors récit est trop long ; raccourcissez.",
        "body-too-long": "Le récit est trop long dans son ensemble ; raccourcissez-le.",
    }
)
_ELSE = "{label} : {message} ; {remedy}."


def form_sentence(problem: Problem, label: str) -> str:
    """What is wrong, in a sentence that begins with the label of the field."""
    values = {"label": label, **problem.values}
    if problem.code not in _SENTENCES:
        values |= {"message": problem.message, "remedy": problem.remedy}
    return typographic(_SENTENCES.get(problem.code, _ELSE)).format_map(values)
