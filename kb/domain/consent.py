"""Wording: what somebody agrees to when they propose a case."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What somebody agrees to, beside a box that is not ticked. `version` changes with the text."""

    version: str
    text: str


#: The version of each is kept with the proposal.
LICENCE_CONSENT = Wording(
    version="2026-11",
    text="J’ai le droit de publier ce texte, et je le place sous licence Creative Commons "
    "Attribution 4.0 (CC BY 4.0) : chacun pourra le reprendre et l’adapter, même à des fins "
    "commerciales, en citant la fiche.",
)
PRIVACY_CONSENT = Wording(
    version="2026-11",
    text="J’accepte que mon adresse serve à suivre cette proposition, et que le nom que j’ai "
    "choisi d’afficher paraisse sur la fiche. Les personnes que je cite nommément sont d’accord.",
)
