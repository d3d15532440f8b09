"""Entrance: one of the ways into the base that the field uses, with a page of its own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kb.domain.case import Slug
from kb.domain.query_text import parse
from kb.domain.search import FacetChoice, SearchQuery
from kb.domain.taxonomy import Taxonomy


@dataclass(frozen=True, slots=True, kw_only=True)
class Toolkit:
    """Something public that helps."""

    title: str
    url: str
    publisher: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSearch:
    """A search as a file tells it. `terms` maps facet ids to slugs, known or not."""

    words: str = ""
    terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def query(self, taxonomy: Taxonomy) -> SearchQuery:
        """The search; terms that the vocabulary does not have are left out."""
        choices = {
            facet_id: frozenset(slug for slug in slugs if taxonomy.is_filter(facet_id, slug))
            for facet_id, slugs in self.terms.items()
        }
        return SearchQuery(
            text=self.words,
            question=parse(self.words, taxonomy),
            choices={key: FacetChoice(included=each) for key, each in choices.items() if each},
        )

    def unknown(self, taxonomy: Taxonomy) -> Iterator[tuple[str, str]]:
        """Each facet and term that the vocabulary does not have."""
        for facet_id, slugs in self.terms.items():
            for slug in slugs:
                if not taxonomy.is_filter(facet_id, slug):
                    yield facet_id, slug


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrance:
    """A way in.

    Attributes:
        id: its address below `/entrees/`.
        summary: one sentence, for the first page.
        introduction: paragraphs with an empty line between them.
        cases: some that were chosen, in their order.
        line: where it begins in its file.
    """

    id: Slug
    title: str
    summary: str
    introduction: str
    search: SavedSearch
    cases: tuple[Slug, ...] = ()
    toolkits: tuple[Toolkit, ...] = ()
    line: int = 1
