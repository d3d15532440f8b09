"""The fields of a case on WTForms: their labels, hints and choices, one form per step.

The forms show and collect; `kb.formats.front_matter` alone judges. Every field is required unless
it says that it is optional, and none is ever refused by the browser: a draft may hold anything.
"""

from collections.abc import Iterator, Mapping, Sequence

from werkzeug.datastructures import MultiDict
from wtforms import (
    Field,
    FieldList,
    Form,
    FormField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional

from kb.domain.case import SECTIONS
from kb.domain.draft import Fields
from kb.domain.french import typographic
from kb.domain.taxonomy import Taxonomy
from kb.web.form_hints import HINTS, SECTION_HINTS

#: Values with their labels, in one list or below headings.
Offered = list[tuple[str, str]] | dict[str, list[tuple[str, str]]]

#: Which of the domains comes first; no key of the front matter, where the order says it.
MAIN_DOMAIN = "main-domain"

_OPTIONAL = [Optional()]
_NO_ATTRIBUTES: Mapping[str, str] = {}
_SHORT = {"class": "short"}
_NUMBER = {"inputmode": "numeric", "class": "short"}


def _text(
    label: str, name: str, *, optional: bool = False, attributes: Mapping[str, str] = _NO_ATTRIBUTES
) -> StringField:
    return StringField(
        label,
        _OPTIONAL if optional else [],
        description=HINTS.get(name, ""),
        render_kw=dict(attributes),
    )


def _choices(label: str, name: str, *, optional: bool = False) -> SelectMultipleField:
    return SelectMultipleField(
        label,
        _OPTIONAL if optional else [],
        choices=[],
        validate_choice=False,
        description=HINTS.get(name, ""),
    )


class PartnerForm(Form):
    """One member of the alliance."""

    name = _text("Nom", "partner-name")
    actor = SelectField("Type d’acteur", choices=[], validate_choice=False)
    role = _text("Rôle dans l’alliance", "partner-role", optional=True)


class FigureForm(Form):
    """A key figure."""

    label = _text("Ce qui est compté", "figure-label")
    value = _text("Valeur", "figure-value", attributes=_SHORT)
    unit = _text("Unité", "figure-unit", optional=True, attributes=_SHORT)
    year = StringField("Année", _OPTIONAL, render_kw=_NUMBER)
    source = _text("Numéro de la source", "figure-source", optional=True, attributes=_NUMBER)


class SourceForm(Form):
    """Where facts come from."""

    title = _text("Titre", "source-title")
    publisher = _text("Auteur ou éditeur", "source-publisher", optional=True)
    url = _text("Adresse web", "source-url", optional=True, attributes={"inputmode": "url"})
    date = _text("Date", "source-date", optional=True, attributes=_SHORT)


class AllianceForm(Form):
    """What the alliance is called, what it does, who its members are."""

    title = _text("Titre", "title")
    summary = TextAreaField("Résumé", description=HINTS["summary"], render_kw={"rows": 4})
    partners = FieldList(FormField(PartnerForm), "Les partenaires", min_entries=2, max_entries=30)


class PlaceForm(Form):
    """Where it happens, and on what."""

    regions = _choices("Régions", "regions")
    place = _text("Lieu", "place", optional=True)
    scales = _choices("Échelle", "scales")
    domains = _choices("Domaines d’action", "domains")
    main_domain = SelectField(
        "Domaine principal",
        _OPTIONAL,
        name=MAIN_DOMAIN,
        id=MAIN_DOMAIN,
        choices=[],
        validate_choice=False,
        description=HINTS["main-domain"],
    )
    categories = _choices("Catégories de partenariat", "categories")
    started = StringField("Année de démarrage", _OPTIONAL, render_kw=_NUMBER)
    ended = StringField("Année de fin", _OPTIONAL, description=HINTS["ended"], render_kw=_NUMBER)
    stage = SelectField("Étape de l’innovation", _OPTIONAL, choices=[], validate_choice=False)
    impacts = _choices("Impacts", "impacts", optional=True)
    odd = _choices("Objectifs de développement durable (ODD)", "odd", optional=True)


class StoryForm(Form):
    """The story, a field per section."""


for _section in SECTIONS:
    _area = TextAreaField(
        typographic(_section.heading),
        [] if _section.required else _OPTIONAL,
        description=SECTION_HINTS[_section.id],
        render_kw={"rows": 9, "data-markdown": ""},
    )
    setattr(StoryForm, f"section-{_section.id}", _area)


class ProofForm(Form):
    """Figures, and the sources of all that is said."""

    figures = FieldList(FormField(FigureForm), "Chiffres clés", min_entries=1, max_entries=30)
    sources = FieldList(FormField(SourceForm), "Sources", min_entries=1, max_entries=100)


class ReviewForm(Form):
    """How whoever proposes the case is named on it."""

    contributor = _text(
        "Votre nom ou celui de votre structure, affiché sur la fiche", "contributor", optional=True
    )


#: The facet that the choices of a field come from.
_FACETS: Mapping[str, str] = {
    MAIN_DOMAIN: "domain",
    "actor": "actor",
    "regions": "region",
    "scales": "scale",
    "domains": "domain",
    "categories": "category",
    "stage": "stage",
    "impacts": "impact",
    "odd": "odd",
}


def filled(kind: type[Form], fields: Fields, taxonomy: Taxonomy) -> Form:
    """A form that shows these fields, wrong values included."""
    data = MultiDict([(name, value) for name, values in fields.items() for value in values])
    form = kind(data)
    for field in each_field(form):
        if isinstance(field, SelectField | SelectMultipleField):
            field.choices = _offered(field, taxonomy)
    return form


def each_field(form: Form) -> Iterator[Field]:
    """Every field that one can fill in, those of rows included, in the order of the page."""
    for field in form:
        if isinstance(field, FieldList):
            for row in field.entries:
                yield from row.form
        else:
            yield field


def _offered(field: Field, taxonomy: Taxonomy) -> Offered:
    """The terms to choose from, below the headings of their groups if the facet has some."""
    facet = taxonomy.facet(_FACETS[field.short_name])
    terms = [(term.slug, typographic(term.label)) for term in facet.offered]
    if isinstance(field, SelectMultipleField):
        if not facet.groups:
            return terms
        return {
            typographic(group.label): [
                (term.slug, typographic(term.label))
                for term in facet.offered
                if term.group == group.slug
            ]
            for group in facet.groups
        }
    return [("", "Choisir…"), *terms]


def mark_wrong(form: Form, wrong: Mapping[str, Sequence[str]]) -> None:
    """Put what is wrong to the fields that it is said of, by name."""
    for field in each_field(form):
        field.errors = list(wrong.get(field.name, ()))
