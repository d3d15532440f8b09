"""What the pages of a selection show: one's own, and one that was shared."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from kb.domain.case import CaseFile, Slug
from kb.domain.french import counted, typographic
from kb.domain.french_dates import years_in_french
from kb.domain.selection import (
    MOST_CASES,
    MOST_NOTE_CHARACTERS,
    MOST_TITLE_CHARACTERS,
    SharedSelection,
)
from kb.domain.taxonomy import Taxonomy
from kb.web.cards import case_address, labels, some_of
from kb.web.context import absolute, knowledge_base, printing
from kb.web.head import Head
from kb.web.moments import moment
from kb.web.selected import Selected
from kb.web.take_away import TakeAway, take_selection_away

#: Where one's own stands; a shared one is below.
OWN = "/selection"

_REGIONS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectedLine:
    """A case of the selection.

    Attributes:
        address: of its page, `""` if it cannot be read.
        title: its slug, if so. told: why, if so; else `""`.
        note: as it was typed.
    """

    slug: Slug
    title: str
    address: str
    summary: str
    facts: str
    told: str
    note: str

    @classmethod
    def all_of(cls, selected: Selected, taxonomy: Taxonomy) -> Iterator[Self]:
        """The lines of a selection, in its order."""
        for case in selected.selection.cases:
            file = selected.files.get(case.slug)
            yield cls(
                slug=case.slug,
                title=typographic(file.case.title) if file else case.slug,
                address=case_address(case.slug) if file else "",
                summary=typographic(file.case.summary) if file else "",
                facts=_facts(file, taxonomy) if file else "",
                told=selected.told.get(case.slug, ""),
                note=case.note,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectionPage:
    """One's own selection.

    Attributes:
        title: as it was typed. count: how many cases it has, in words.
        problem: why what is shown was not kept, `""` if it was. notice: what one should know.
        ticked: the cases chosen for a comparison that could not be made.
        forms: the downloads. offers_pdf: this site makes PDFs.
        most_cases, most_title, most_note: the limits, in cases and characters.
    """

    head: Head
    title: str
    count: str
    lines: tuple[SelectedLine, ...]
    forms: tuple[TakeAway, ...]
    offers_pdf: bool
    problem: str
    notice: str
    ticked: tuple[Slug, ...]
    most_cases: int = MOST_CASES
    most_title: int = MOST_TITLE_CHARACTERS
    most_note: int = MOST_NOTE_CHARACTERS

    @classmethod
    def of(
        cls,
        selected: Selected,
        *,
        problem: str = "",
        notice: str = "",
        ticked: tuple[Slug, ...] = (),
    ) -> Self:
        """The page of what the browser keeps, or of what was typed."""
        lines = tuple(SelectedLine.all_of(selected, knowledge_base().taxonomies.current()))
        return cls(
            head=Head(page_title="Ma sélection", is_indexable=False, section="selection"),
            title=selected.selection.title,
            count=counted(len(lines), "fiche", "fiches"),
            lines=lines,
            forms=take_selection_away(OWN),
            offers_pdf=printing().is_offered,
            problem=problem,
            notice=notice,
            ticked=ticked,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPage:
    """A selection that somebody shared, to read.

    Attributes:
        address: its own, which opens it; absolute.
        made, expires: when, in words.
        booklet: its page to print. pdf: the same as PDF, `""` if this site makes none.
        is_mine: this browser shared it.
    """

    head: Head
    title: str
    count: str
    address: str
    made: str
    expires: str
    lines: tuple[SelectedLine, ...]
    forms: tuple[TakeAway, ...]
    booklet: str
    pdf: str
    is_mine: bool

    @classmethod
    def of(cls, shared: SharedSelection, token: str, *, is_mine: bool) -> Self:
        """The page at the address with this secret."""
        selected = Selected.of(shared.selection)
        lines = tuple(SelectedLine.all_of(selected, knowledge_base().taxonomies.current()))
        path = shared_address(token)
        return cls(
            head=Head(page_title=selected.title, is_indexable=False),
            title=selected.title,
            count=counted(len(lines), "fiche", "fiches"),
            address=absolute(path),
            made=moment(shared.made_at),
            expires=moment(shared.expires_at),
            lines=lines,
            forms=take_selection_away(path),
            booklet=f"{path}/livret",
            pdf=f"{path}/livret.pdf" if printing().is_offered else "",
            is_mine=is_mine,
        )


def shared_address(token: str) -> str:
    """The path of a selection that was shared."""
    return f"{OWN}/{token}"


def _facts(file: CaseFile, taxonomy: Taxonomy) -> str:
    case = file.case
    where = some_of(labels("region", case.regions, taxonomy), most=_REGIONS)
    return " · ".join(filter(None, (where, years_in_french(case.started, case.ended))))
