"""`/donnees-personnelles`: what is known of people, why, how long, and what they may ask."""

from dataclasses import dataclass

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from kb.domain.french import typographic
from kb.domain.personal_data import PERSONAL_DATA, PersonalDatum
from kb.web.context import absolute
from kb.web.head import Head

pages = Blueprint("privacy", __name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class DatumEntry:
    """One thing that is known of somebody: its name, then questions and answers."""

    id: str
    label: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacyPage:
    """All of the table; the rest of the text stands in the template."""

    head: Head
    data: tuple[DatumEntry, ...]


@pages.get("/donnees-personnelles")
def show() -> ResponseReturnValue:
    """What the table of personal data says, and people's rights."""
    head = Head(page_title="Données personnelles", canonical=absolute("/donnees-personnelles"))
    page = PrivacyPage(head=head, data=tuple(map(_entry, PERSONAL_DATA)))
    return render_template("privacy/show.html", page=page)


def _entry(datum: PersonalDatum) -> DatumEntry:
    facts = (
        ("Pourquoi", datum.purpose),
        ("De quel droit", datum.ground),
        ("Qui y a accès", datum.readers),
        ("Combien de temps", datum.kept),
    )
    return DatumEntry(
        id=datum.id,
        label=typographic(datum.label),
        facts=tuple((name, typographic(f"{text[0].upper()}{text[1:]}.")) for name, text in facts),
    )
