"""World: what an import has to agree with: the base when it began, and what it has told."""

from dataclasses import dataclass, field
from typing import Self

from kb.domain.case import CaseFile, Slug
from kb.domain.french import letters_and_digits
from kb.domain.slugs import slug_of
from kb.domain.submission import OPEN
from kb.formats.incoming import Incoming
from kb.ports import Cases
from kb.unit_of_work import Work


@dataclass(slots=True)
class World:
    """Addresses and titles. A case without an address is known by its title.

    Attributes:
        taken: every address that is or was that of a case.
        titles: folded title -> address, of published and proposed cases, and of those told before.
        wanted: the addresses that proposals under way want for new cases.
        told: address -> where this import has told of it.
    """

    taken: set[Slug] = field(default_factory=set)
    titles: dict[str, Slug] = field(default_factory=dict)
    wanted: set[Slug] = field(default_factory=set)
    told: dict[Slug, str] = field(default_factory=dict)

    @classmethod
    def of(cls, cases: Cases, work: Work) -> Self:
        """The world as it is now.

        Raises:
            CasesUnavailableError, DatabaseUnavailableError: not now.
            TaxonomyUnreadableError: cases cannot be read without it.
        """
        world = cls()
        for file in cases.every():
            if isinstance(file, CaseFile):
                world.taken |= {file.slug, *file.case.redirects}
                world.titles.setdefault(letters_and_digits(file.case.title), file.slug)
            else:
                world.taken.add(file.name.removesuffix(".md"))
        with work.reading() as unit:
            world.taken |= unit.publications.slugs()
            for each in unit.submissions.with_status(*OPEN):
                if not each.is_change:
                    world.wanted.add(each.slug)
                    world.titles.setdefault(letters_and_digits(each.title), each.slug)
        return world

    def __contains__(self, slug: object) -> bool:
        return slug in self.taken or slug in self.wanted or slug in self.told

    def slug(self, incoming: Incoming) -> Slug:
        """The address that a case names, or that of the case with its title, or a free one.

        `""` if it has neither.
        """
        if incoming.slug or not incoming.title:
            return incoming.slug
        known = self.titles.get(letters_and_digits(incoming.title))
        return known or slug_of(incoming.title, taken=self)

    def tell(self, slug: Slug, incoming: Incoming) -> None:
        """Keep in mind that the import has told of an address, and where."""
        if not slug:
            return
        self.told[slug] = f"{incoming.file}:{incoming.row}"
        if incoming.title:
            self.titles.setdefault(letters_and_digits(incoming.title), slug)
