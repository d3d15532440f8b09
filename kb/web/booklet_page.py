"""BookletPage: some cases as one document to print."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from kb.domain.case import CaseFile
from kb.domain.french import counted, typographic
from kb.domain.french_dates import day_in_french
from kb.domain.selection import SelectedCase, Selection
from kb.domain.taxonomy import Taxonomy
from kb.web.case_page import CasePage, Ties
from kb.web.context import knowledge_base, markup
from kb.web.head import SITE, Head
from kb.web.selected import Selected


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A case in the booklet.

    Attributes:
        id: its place in the document, and the beginning of all places within.
        note: line by line.
    """

    id: str
    number: int
    case: CasePage
    note: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BookletPage:
    """The document.

    Attributes:
        day: on which it was put together, in words. count: how many cases, in words.
        missing: what is to be said of the cases that cannot be in it.
        has_cover: there is more than one case, so there is a cover and a table of contents.
        back: where the selection or the case is. pdf: the same as PDF, `""` if there is none.
    """

    head: Head
    site: str
    title: str
    day: str
    count: str
    chapters: tuple[Chapter, ...]
    missing: tuple[str, ...]
    has_cover: bool
    back: str
    pdf: str

    @classmethod
    def of(cls, selected: Selected, *, on: date, back: str, pdf: str) -> Self:
        """The booklet of a selection, put together on a day."""
        chapters = tuple(_chapters(selected, knowledge_base().taxonomies.current()))
        return cls(
            head=Head(page_title=selected.title, is_indexable=False),
            site=SITE,
            title=selected.title,
            day=day_in_french(on),
            count=counted(len(chapters), "fiche", "fiches"),
            chapters=chapters,
            missing=tuple(selected.told.values()),
            has_cover=True,
            back=back,
            pdf=pdf,
        )

    @classmethod
    def of_case(cls, file: CaseFile, *, on: date, back: str, pdf: str) -> Self:
        """The booklet of one case, without a cover."""
        alone = Selection(title=file.case.title, cases=(SelectedCase(slug=file.slug),))
        selected = Selected(selection=alone, files={file.slug: file}, told={})
        return replace(cls.of(selected, on=on, back=back, pdf=pdf), has_cover=False)


def _chapters(selected: Selected, taxonomy: Taxonomy) -> Iterator[Chapter]:
    noted = {case.slug: case.note for case in selected.selection.cases}
    for number, file in enumerate(selected.in_order(), start=1):
        place = f"fiche-{number}"
        body = markup().case_body(file).within(f"{place}-")
        yield Chapter(
            id=place,
            number=number,
            case=CasePage.of(file, body, ties=Ties(), taxonomy=taxonomy),
            note=tuple(filter(None, map(typographic, noted[file.slug].split("\n")))),
        )
