"""Finding: one thing in a proposed case that somebody should look at, and its French sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from kb.domain.french import typographic


class Severity(StrEnum):
    """How much a finding matters: it must not be published so, is to be checked, may be wanted."""

    PROBLEM = "problem"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What an automatic check has found.

    Attributes:
        code: a key of `FINDINGS`.
        key: where: a front matter key (`sources[2].url`), the id of a section (`besoin`), or `""`
            for the text as a whole.
        excerpt: the words that it is about, as they stand; `""` if something is not there.
    """

    code: str
    key: str
    excerpt: str = ""

    @property
    def severity(self) -> Severity:
        """How much it matters."""
        return FINDINGS[self.code][0]

    @property
    def sentence(self) -> str:
        """What was found and what to do about it, in French, with its final stop."""
        return typographic(FINDINGS[self.code][1])


#: code -> (how much it matters, what was found and what to do)
FINDINGS: Mapping[str, tuple[Severity, str]] = MappingProxyType(
    {
        "not-valid": (
            Severity.PROBLEM,
            "Le texte ne respecte plus le format des fiches ; corrigez-le avant de publier.",
        ),
        "phone-number": (
            Severity.WARNING,
            "Un numéro de téléphone ; retirez-le si c'est celui d'une personne.",
        ),
        "email-address": (
            Severity.WARNING,
            "Une adresse électronique ; retirez-la si c'est celle d'une personne.",
        ),
        "street-address": (
            Severity.WARNING,
            "Une adresse postale ; retirez-la si c'est celle d'une personne.",
        ),
        "link-malformed": (
            Severity.WARNING,
            "Un lien mal formé ; il doit commencer par https:// et mener quelque part.",
        ),
        "acronym-unknown": (
            Severity.NOTE,
            "Un sigle jamais développé ; écrivez-le une fois en toutes lettres.",
        ),
        "section-absent": (
            Severity.NOTE,
            "Cette partie du récit manque ; elle aide à reprendre l'idée ailleurs.",
        ),
        "section-short": (
            Severity.NOTE,
            "Cette partie tient en quelques mots ; un exemple concret la rendrait plus utile.",
        ),
        "figures-absent": (Severity.NOTE, "Aucun chiffre clé ; un seul suffit à situer l'action."),
        "started-absent": (Severity.NOTE, "L'année de démarrage n'est pas indiquée."),
        "place-absent": (Severity.NOTE, "Le lieu n'est pas indiqué."),
        "url-absent": (Severity.NOTE, "Aucune source ne peut être consultée en ligne."),
        "source-uncited": (
            Severity.NOTE,
            "Aucun passage du récit ne renvoie à une source (par exemple [^1]).",
        ),
    }
)
