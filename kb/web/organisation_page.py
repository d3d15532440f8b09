"""OrganisationPage: what the cases tell of one organisation."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from kb.domain.french import counted, french_order, typographic
from kb.domain.organisation import Ally, Organisation
from kb.domain.taxonomy import Taxonomy
from kb.web.alliances_page import organisation_address
from kb.web.brief_case import BriefCase
from kb.web.context import absolute
from kb.web.head import Head

#: The facets that say where and on what an organisation acts.
_FACETS = ("domain", "region", "category")


@dataclass(frozen=True, slots=True, kw_only=True)
class AllyLink:
    """An ally, how many cases both share, and their titles if there are several."""

    name: str
    address: str
    in_words: str
    titles: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """A facet, and its terms in the cases of the organisation, the most frequent first."""

    label: str
    terms: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationPage:
    """The page."""

    head: Head
    name: str
    in_words: str
    cases: tuple[BriefCase, ...]
    presences: tuple[Presence, ...]
    allies: tuple[AllyLink, ...]

    @classmethod
    def of(cls, organisation: Organisation, allies: Sequence[Ally], *, taxonomy: Taxonomy) -> Self:
        """The page of an organisation with these allies."""
        name = typographic(organisation.name)
        cases = sorted(organisation.cases, key=lambda case: french_order(case.title))
        in_words = counted(len(organisation.cases), "fiche", "fiches")
        return cls(
            head=Head(
                page_title=name,
                canonical=absolute(organisation_address(organisation.slug)),
                description=f"{name}, partenaire de {in_words} d’alliances.",
                is_indexable=len(organisation.cases) > 1,
                section="alliances",
            ),
            name=name,
            in_words=in_words,
            cases=tuple(BriefCase.of(case, taxonomy) for case in cases),
            presences=tuple(_presences(organisation, taxonomy)),
            allies=tuple(map(_link, allies)),
        )


def _presences(organisation: Organisation, taxonomy: Taxonomy) -> Iterator[Presence]:
    for facet_id in _FACETS:
        counts = Counter(slug for case in organisation.cases for slug in case.tags[facet_id])
        terms = [
            f"{taxonomy.label(facet_id, slug)} ({number})" for slug, number in counts.most_common()
        ]
        if terms:
            label = typographic(taxonomy.facet(facet_id).label)
            yield Presence(label=label, terms=typographic(", ".join(terms)))


def _link(ally: Ally) -> AllyLink:
    organisation = ally.organisation
    titles = [case.title for case in ally.cases] if len(ally.cases) > 1 else []
    return AllyLink(
        name=typographic(organisation.name),
        address=organisation_address(organisation.slug),
        in_words=counted(len(ally.cases), "fiche commune", "fiches communes"),
        titles=typographic(" ; ".join(titles)),
    )
