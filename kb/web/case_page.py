"""CasePage: everything that the page of a case shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Self
from urllib.parse import urlencode

from kb.domain.case import Case, CaseFile, Licence, Slug
from kb.domain.french import typographic
from kb.domain.french_dates import day_in_french, years_in_french
from kb.domain.search import NearCase
from kb.domain.taxonomy import Taxonomy
from kb.markup import RenderedBody
from kb.web.cards import case_address
from kb.web.case_facts import FigureLine, PartnerLine, TagList, figures_of, partners_of, tags_of
from kb.web.case_ties import Milestone, Neighbour, Note, milestones_of, neighbour_of, notes_of
from kb.web.context import absolute
from kb.web.head import SITE, Head, Link
from kb.web.structured_data import structured_data
from kb.web.take_away import TakeAway, take_case_away

#: Where each licence is to be read, and how it is called.
LICENCES: Mapping[Licence, Link] = MappingProxyType(
    {
        Licence.CC_BY_4_0: Link(
            text="Creative Commons Attribution 4.0",
            address="https://creativecommons.org/licenses/by/4.0/deed.fr",
        ),
        Licence.CC_BY_SA_4_0: Link(
            text="Creative Commons Attribution – Partage dans les mêmes conditions 4.0",
            address="https://creativecommons.org/licenses/by-sa/4.0/deed.fr",
        ),
        Licence.CC0_1_0: Link(
            text="Creative Commons Zero (domaine public)",
            address="https://creativecommons.org/publicdomain/zero/1.0/deed.fr",
        ),
        Licence.ETALAB_2_0: Link(
            text="Licence ouverte 2.0",
            address="https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
        ),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reuse:
    """How to take a case further.

    Attributes:
        citation: how to cite the page, with its address.
        markdown, json: addresses of the case in these forms.
        change: where to propose a change of it.
        forms: the case as an entry of a bibliography, or in a table.
        oembed: the absolute address where other sites ask how to embed the case.
    """

    licence: Link
    citation: str
    markdown: str
    json: str
    change: str
    forms: tuple[TakeAway, ...]
    oembed: str

    @classmethod
    def of(cls, case: Case, slug: Slug, address: str) -> Self:
        """What may be done with a case whose page has this absolute address."""
        return cls(
            licence=LICENCES[case.licence],
            citation=_citation(case, address),
            markdown=f"{case_address(slug)}.md",
            json=f"/api/v1/cases/{slug}",
            change=f"/proposer?cas={slug}",
            forms=take_case_away(slug),
            oembed=absolute(f"/oembed?{urlencode({'url': address})}"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ties:
    """What leads from a case elsewhere.

    Attributes:
        near: the cases close to it.
        organisations: the names of its partners to their pages, where they have one.
    """

    near: Sequence[NearCase] = ()
    organisations: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """The page of a case.

    Attributes:
        place, years, contributor: in words, empty if unknown.
        structured_data: what search engines read (Source: schema.org/Article).
    """

    head: Head
    slug: Slug
    title: str
    summary: str
    place: str
    years: str
    partners: tuple[PartnerLine, ...]
    tags: tuple[TagList, ...]
    figures: tuple[FigureLine, ...]
    body: RenderedBody
    notes: tuple[Note, ...]
    neighbours: tuple[Neighbour, ...]
    milestones: tuple[Milestone, ...]
    contributor: str
    reuse: Reuse
    structured_data: Mapping[str, object]

    @classmethod
    def of(cls, file: CaseFile, body: RenderedBody, *, ties: Ties, taxonomy: Taxonomy) -> Self:
        """The page of a case file."""
        case, address = file.case, absolute(case_address(file.slug))
        reuse = Reuse.of(case, file.slug, address)
        title, summary = typographic(case.title), typographic(case.summary)
        data = structured_data(case, address, licence=reuse.licence.address, taxonomy=taxonomy)
        return cls(
            head=Head(page_title=title, canonical=address, description=summary),
            slug=file.slug,
            title=title,
            summary=summary,
            place=typographic(case.place or ""),
            years=years_in_french(case.started, case.ended),
            partners=tuple(partners_of(case, taxonomy, ties.organisations)),
            tags=tuple(tags_of(case, taxonomy)),
            figures=tuple(figures_of(case)),
            body=body,
            notes=tuple(notes_of(case.sources, body.citations)),
            neighbours=tuple(neighbour_of(each, taxonomy) for each in ties.near),
            milestones=tuple(milestones_of(case)),
            contributor=typographic(case.contributor or ""),
            reuse=reuse,
            structured_data=data,
        )


def _citation(case: Case, address: str) -> str:
    author = f"{case.contributor}, " if case.contributor else ""
    day = case.updated_on or case.published_on
    when = f", version du {day_in_french(day)}" if day else ""
    return typographic(f"{author}« {case.title} », {SITE}{when}, {address}.")
