"""Taxonomy: the vocabulary that every case is tagged with, and what searches filter by."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from kb.domain.case import Case
from kb.domain.french import letters_and_digits

#: The front matter key of each facet of the taxonomy. In addresses and API facets a facet has its
#: singular id, in files and API items its plural key. `actors` is read from `partners`.
KEY_OF_FACET: Mapping[str, str] = MappingProxyType(
    {
        "category": "categories",
        "domain": "domains",
        "actor": "actors",
        "region": "regions",
        "scale": "scales",
        "impact": "impacts",
        "stage": "stage",
        "odd": "odd",
    }
)

#: The facet that no taxonomy lists: its terms are the years in which cases started.
YEAR = "year"
YEAR_LABEL = "Année de démarrage"
FIRST_YEAR, LAST_YEAR = 1900, 2100
_YEAR = re.compile(r"[0-9]{4}")

#: The region of cases that concern the whole country.
NATIONWIDE = "national"

#: All facets, in the order of pages and API.
FACET_IDS = (*KEY_OF_FACET, YEAR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One legal value of a facet. Its slug never changes and is never reused.

    Attributes:
        group: the slug of the group it is shown in, for facets that have groups.
        synonyms: other words readers use for it.
        insee: the official code of a region.
    """

    slug: str
    label: str
    definition: str | None = None
    group: str | None = None
    synonyms: tuple[str, ...] = ()
    insee: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A heading under which terms of a facet are shown together."""

    slug: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Facet:
    """One way to tag cases and to narrow a search.

    Attributes:
        terms: in display order, the implicit ones included.
        implicit: terms that every case has: shown on each, never offered as a filter.
        derived_from: the front matter key whose entries carry the terms; `None` for its own key.
    """

    id: str
    label: str
    terms: tuple[Term, ...]
    multiple: bool = True
    groups: tuple[Group, ...] = ()
    implicit: frozenset[str] = frozenset()
    derived_from: str | None = None

    @cached_property
    def by_slug(self) -> Mapping[str, Term]:
        """Every term, implicit ones included."""
        return {term.slug: term for term in self.terms}

    @property
    def offered(self) -> tuple[Term, ...]:
        """The terms one can tag with and filter by, in display order."""
        return tuple(term for term in self.terms if term.slug not in self.implicit)

    def named(self, words: str) -> tuple[str, ...]:
        """The slugs of the terms whose slug, label, synonym or number is `words`; empty if none.

        Case, accents and punctuation do not matter. Two terms may share a synonym (`Antilles`).
        """
        return self._by_name.get(letters_and_digits(words), ())

    @cached_property
    def _by_name(self) -> Mapping[str, tuple[str, ...]]:
        names: dict[str, tuple[str, ...]] = {}
        for term in self.terms:
            number = term.slug.removeprefix(f"{self.id}-")
            spellings = {term.slug, term.label, *term.synonyms}
            if number.isdigit():
                spellings |= {number, number.lstrip("0"), f"{self.id} {number.lstrip('0')}"}
            for name in {letters_and_digits(spelling) for spelling in spellings} - {""}:
                names[name] = (*names.get(name, ()), term.slug)
        return names


@dataclass(frozen=True, kw_only=True)
class Taxonomy:
    """Every legal key and its label.

    Attributes:
        facets: in the order of `KEY_OF_FACET`, one for each of its ids.
        synonyms: groups of expressions that mean the same; they widen queries only.
        sha256: of the bytes it was read from; two taxonomies with the same hash are the same.
    """

    version: int
    facets: tuple[Facet, ...]
    synonyms: tuple[tuple[str, ...], ...] = ()
    sha256: str = field(default="", compare=False)

    @cached_property
    def by_id(self) -> Mapping[str, Facet]:
        """Each facet under its id."""
        return {facet.id: facet for facet in self.facets}

    def facet(self, facet_id: str) -> Facet:
        """The facet with this id.

        Raises:
            KeyError: there is none; the callers' ids come from `KEY_OF_FACET`.
        """
        return self.by_id[facet_id]

    def label(self, facet_id: str, slug: str) -> str:
        """The label of a term; the slug itself for a year or a term that is no longer listed."""
        facet = self.by_id.get(facet_id)
        term = facet.by_slug.get(slug) if facet else None
        return term.label if term else slug

    def is_filter(self, facet_id: str, slug: str) -> bool:
        """Whether a search can be narrowed by this value."""
        if facet_id == YEAR:
            return bool(_YEAR.fullmatch(slug)) and FIRST_YEAR <= int(slug) <= LAST_YEAR
        facet = self.facet(facet_id)
        return slug in facet.by_slug and slug not in facet.implicit

    def with_implicit(self, facet_id: str, slugs: Iterable[str]) -> tuple[str, ...]:
        """The slugs as they stand, then the facet's implicit ones."""
        return tuple(dict.fromkeys((*slugs, *sorted(self.facet(facet_id).implicit))))

    def tags(self, case: Case) -> Mapping[str, tuple[str, ...]]:
        """The terms of a case in every facet but the year, implicit ones left out."""
        return {facet_id: _values(case, key) for facet_id, key in KEY_OF_FACET.items()}


def _values(case: Case, key: str) -> tuple[str, ...]:
    value: tuple[str, ...] | str | None = getattr(case, key)
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else value
