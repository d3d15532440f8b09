"""EntrancePage: what a way in tells, and where it leads."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from kb.domain.entrance import Entrance, Toolkit
from kb.domain.french import counted, typographic
from kb.domain.search import CaseSummary
from kb.domain.taxonomy import Taxonomy
from kb.web.brief_case import BriefCase
from kb.web.context import absolute
from kb.web.head import Head, Link
from kb.web.search_address import address_of
from kb.web.take_away import FollowLinks

_EMPTY_LINES = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class EntranceLink:
    """A way in, as other pages propose it."""

    title: str
    summary: str
    address: str

    @classmethod
    def of(cls, entrance: Entrance) -> Self:
        """The link to its page."""
        return cls(
            title=typographic(entrance.title),
            summary=typographic(entrance.summary),
            address=f"/entrees/{entrance.id}",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolkitLine:
    """Something public that helps, elsewhere."""

    title: str
    publisher: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntrancePage:
    """The page.

    Attributes:
        search: the saved search; its words say how many cases it finds.
        alert: where it is followed by mail.
        cases: those that were chosen and are still there.
        others: the other ways in.
    """

    head: Head
    title: str
    paragraphs: tuple[str, ...]
    search: Link
    alert: str
    cases: tuple[BriefCase, ...]
    toolkits: tuple[ToolkitLine, ...]
    others: tuple[EntranceLink, ...]

    @classmethod
    def of(
        cls,
        entrance: Entrance,
        total: int,
        *,
        cases: Iterable[CaseSummary],
        others: Iterable[Entrance],
        taxonomy: Taxonomy,
    ) -> Self:
        """The page of an entrance.

        Args:
            total: how many cases its saved search finds. cases: those that were chosen.
        """
        link, query = EntranceLink.of(entrance), entrance.search.query(taxonomy)
        return cls(
            head=_head(link),
            title=link.title,
            paragraphs=tuple(_paragraphs(entrance.introduction)),
            search=Link(
                text=f"Voir les {counted(total, 'fiche', 'fiches')}",
                address=address_of(query),
            ),
            alert=FollowLinks.of(query).alert,
            cases=tuple(BriefCase.of(case, taxonomy) for case in cases),
            toolkits=tuple(map(_toolkit, entrance.toolkits)),
            others=tuple(EntranceLink.of(each) for each in others if each.id != entrance.id),
        )


def _head(link: EntranceLink) -> Head:
    return Head(page_title=link.title, canonical=absolute(link.address), description=link.summary)


def _paragraphs(text: str) -> Iterator[str]:
    for paragraph in _EMPTY_LINES.split(text.strip()):
        yield typographic(" ".join(paragraph.split("\n")))


def _toolkit(toolkit: Toolkit) -> ToolkitLine:
    return ToolkitLine(
        title=typographic(toolkit.title),
        publisher=typographic(toolkit.publisher or ""),
        url=toolkit.url,
    )
