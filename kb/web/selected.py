"""Selected: the cases of a selection as they are now, and why some are not there."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from kb.domain.case import CaseFile, Slug
from kb.domain.errors import GoneError, KbError, NotFoundError, UnavailableError
from kb.domain.french import typographic
from kb.domain.selection import Selection
from kb.domain.sentences import sentence
from kb.formats.read_me import Entry, read_me
from kb.services.reading import CaseMovedError
from kb.web.cards import case_address
from kb.web.context import absolute, knowledge_base

#: What a selection without a title is called.
UNTITLED = "Sélection de fiches"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selected:
    """A selection, looked up.

    Attributes:
        selection: under the present slugs of its cases; those that are gone are in it, too.
        files: what could be read. told: of the others, what is to be said.
    """

    selection: Selection
    files: dict[Slug, CaseFile]
    told: dict[Slug, str]

    @classmethod
    def of(cls, selection: Selection) -> Self:
        """The cases as their files tell them now."""
        files: dict[Slug, CaseFile] = {}
        told: dict[Slug, str] = {}
        names: dict[Slug, Slug] = {}
        for slug in selection.slugs:
            found = _found(slug)
            if isinstance(found, CaseFile):
                names[slug], files[found.slug] = found.slug, found
            else:
                told[slug] = sentence(found)
        now = selection.renaming(lambda slug: names.get(slug, slug))
        return cls(selection=now, files=files, told=told)

    @property
    def title(self) -> str:
        """As it is printed."""
        return typographic(self.selection.title) or UNTITLED

    def in_order(self) -> Iterator[CaseFile]:
        """What could be read, in the order of the selection."""
        return (self.files[slug] for slug in self.selection.slugs if slug in self.files)

    def read_me(self, *, when: str) -> str:
        """The Markdown that goes with the files; `when` is a day in words."""
        entries = (
            Entry(
                slug=case.slug,
                title=self.files[case.slug].case.title,
                address=absolute(case_address(case.slug)),
                note=case.note,
            )
            for case in self.selection.cases
            if case.slug in self.files
        )
        return read_me(self.selection.title or UNTITLED, entries, when=when)


def _found(slug: Slug) -> CaseFile | KbError:
    """The case, under whatever slug it has now; else why not."""
    try:
        try:
            return knowledge_base().reading.case(slug)
        except CaseMovedError as moved:
            return knowledge_base().reading.case(moved.now)
    except (NotFoundError, GoneError, UnavailableError) as error:
        return error
