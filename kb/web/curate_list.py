"""CuratedListPage: the published cases and the archived ones, for those who look after them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

from kb.domain.french import counted, french_order, letters_and_digits, typographic
from kb.domain.french_dates import day_in_french
from kb.domain.search import CaseSummary
from kb.services.curating import ArchivedCase
from kb.web.head import Head, Link
from kb.web.moderate_editor import head_of
from kb.web.moments import day_of

_PER_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class CuratedLine:
    """One case; `when`: since when it is as it is."""

    address: str
    title: str
    when: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CuratedListPage:
    """The lists.

    Attributes:
        text: words that the titles hold. count: of the cases with them.
        pages: the further pages of the first list.
    """

    head: Head
    text: str
    count: str
    lines: tuple[CuratedLine, ...]
    pages: tuple[Link, ...]
    current: str
    archived: tuple[CuratedLine, ...]

    @classmethod
    def of(
        cls,
        cases: Sequence[CaseSummary],
        archived: Sequence[ArchivedCase],
        *,
        text: str,
        number: int,
    ) -> Self:
        """The page with the cases whose titles hold these words."""
        words = letters_and_digits(text).split()
        found = sorted(
            (case for case in cases if _has(case.title, words)),
            key=lambda case: french_order(case.title),
        )
        shown = found[(number - 1) * _PER_PAGE : number * _PER_PAGE]
        last = -(-len(found) // _PER_PAGE)
        return cls(
            head=head_of("Fiches publiées"),
            text=text,
            count=counted(len(found), "fiche publiée", "fiches publiées"),
            lines=tuple(map(_line, shown)),
            pages=tuple(_page(each, text) for each in range(1, last + 1)) if last > 1 else (),
            current=str(number),
            archived=tuple(_archived(each) for each in archived if _has(each.title, words)),
        )


def _has(title: str, words: Sequence[str]) -> bool:
    folded = letters_and_digits(title)
    return all(word in folded for word in words)


def _line(case: CaseSummary) -> CuratedLine:
    day = case.updated_on or case.published_on
    return CuratedLine(
        address=f"/moderation/fiches/{case.slug}",
        title=typographic(case.title),
        when=day_in_french(day) if day else "",
        reason="",
    )


def _archived(case: ArchivedCase) -> CuratedLine:
    return CuratedLine(
        address=f"/moderation/fiches/{case.slug}",
        title=typographic(case.title),
        when=day_in_french(day_of(case.at)),
        reason=case.reason,
    )


def _page(number: int, text: str) -> Link:
    return Link(text=str(number), address="?" + urlencode({"q": text, "page": number}))
