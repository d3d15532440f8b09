"""What leads on from a case: its sources as notes, its neighbours, its dates."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from kb.domain.case import Case, Source
from kb.domain.french import typographic
from kb.domain.french_dates import date_in_french, day_in_french
from kb.domain.search import NearCase
from kb.domain.taxonomy import Taxonomy
from kb.web.cards import case_address

#: What two cases share, by facet.
_SHARED: Mapping[str, str] = MappingProxyType(
    {
        "category": "même catégorie",
        "domain": "même domaine",
        "actor": "mêmes acteurs",
        "region": "même région",
        "scale": "même échelon",
        "impact": "même impact",
        "stage": "même étape",
        "odd": "même objectif de développement durable",
        "year": "même année",
        "partner": "partenaire commun",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A source as a footnote; `citations` are the ids of the places in the text that cite it."""

    title: str
    publisher: str
    url: str | None
    date: str
    citations: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """A date in the life of the page."""

    label: str
    day: date
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """A case close to this one, why, and its slug."""

    title: str
    address: str
    reason: str
    slug: str


def notes_of(sources: Sequence[Source], citations: Mapping[int, tuple[str, ...]]) -> Iterator[Note]:
    """The sources, in the order of their numbers."""
    for number, source in enumerate(sources, start=1):
        yield Note(
            title=typographic(source.title),
            publisher=typographic(source.publisher or ""),
            url=source.url,
            date=date_in_french(source.date) if source.date else "",
            citations=citations.get(number, ()),
        )


def neighbour_of(near: NearCase, taxonomy: Taxonomy) -> Neighbour:
    """`même domaine : Mobilité / transports, Santé ; partenaire commun : Emmaüs`."""
    shared: dict[str, list[str]] = {}
    for trait in near.shared:
        shared.setdefault(trait.facet, []).append(taxonomy.label(trait.facet, trait.value))
    reasons = (f"{_SHARED[facet]} : {', '.join(values)}" for facet, values in shared.items())
    return Neighbour(
        title=typographic(near.case.title),
        address=case_address(near.case.slug),
        reason=typographic(" ; ".join(reasons)),
        slug=near.case.slug,
    )


def milestones_of(case: Case) -> Iterator[Milestone]:
    """The dates that are known, the oldest kind first."""
    days = {
        "Publiée le": case.published_on,
        "Mise à jour le": case.updated_on,
        "Vérifiée le": case.verified_on,
    }
    for label, day in days.items():
        if day:
            yield Milestone(label=label, day=day, text=day_in_french(day))
