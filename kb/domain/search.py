"""SearchQuery and what it is answered with: hits, facet counts, and what would widen the answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Self

from kb.domain.case import Slug
from kb.domain.question import NOTHING_ASKED, Question

#: Characters of a query that are read; the page says when there were more, the API refuses.
MAX_QUERY_CHARACTERS = 500
#: Words that are searched; of more, the rarest.
MAX_WORDS = 16
#: Letters that a `mot*` needs before its star.
MIN_PREFIX_LETTERS = 3
#: Words that all prefixes of one query may expand to.
MAX_EXPANSIONS = 500

DEFAULT_PER_PAGE = 20
MAX_PER_PAGE = 100


class Sort(StrEnum):
    """The orders of results; `relevance` without words is `newest`."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    UPDATED = "updated"
    TITLE = "title"


class Relaxed(StrEnum):
    """How much the words were relaxed because too few cases have them all."""

    MOST = "most"
    ANY = "any"


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetChoice:
    """What a search keeps and leaves out in one facet: any of `included`, none of `excluded`."""

    included: frozenset[str] = frozenset()
    excluded: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.included or self.excluded)


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchQuery:
    """One question to the base.

    Attributes:
        text: the words as typed, at most `MAX_QUERY_CHARACTERS`; titles are compared with it.
        question: the same words, read by `query_text.parse`.
        all_words: insist on every word instead of relaxing.
        choices: facet id to what is kept and left out; facets without choice are absent.
        year_from, year_to: years in which a case started, inclusive.
        page: 1-based. per_page: 1 to `MAX_PER_PAGE`.
    """

    text: str = ""
    question: Question = NOTHING_ASKED
    all_words: bool = False
    choices: Mapping[str, FacetChoice] = field(default_factory=dict)
    year_from: int | None = None
    year_to: int | None = None
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    per_page: int = DEFAULT_PER_PAGE

    @property
    def has_words(self) -> bool:
        """Whether there is anything to score: a query of exclusions only has nothing."""
        return bool(self.question.wanted)

    @property
    def order(self) -> Sort:
        """The order that is really used."""
        if self.sort is Sort.RELEVANCE and not self.has_words:
            return Sort.NEWEST
        return self.sort

    @property
    def has_filters(self) -> bool:
        """Whether a facet or the years narrow the search."""
        return bool(self.choices) or self.has_years

    @property
    def has_years(self) -> bool:
        """Whether the year of start is limited."""
        return self.year_from is not None or self.year_to is not None

    def choice(self, facet_id: str) -> FacetChoice:
        """What is kept and left out in a facet."""
        return self.choices.get(facet_id, FacetChoice())

    def choosing(self, facet_id: str, choice: FacetChoice) -> Self:
        """The same query with another choice in one facet, from its first page."""
        choices = {**self.choices, facet_id: choice}
        return replace(self, page=1, choices={key: each for key, each in choices.items() if each})

    def toggled(self, facet_id: str, slug: str, *, excluded: bool = False) -> Self:
        """The same query with a value switched on or off; a value is never kept and left out."""
        choice = self.choice(facet_id)
        included, left_out = choice.included, choice.excluded
        if excluded:
            included, left_out = included - {slug}, left_out ^ {slug}
        else:
            included, left_out = included ^ {slug}, left_out - {slug}
        return self.choosing(facet_id, FacetChoice(included=included, excluded=left_out))


@dataclass(frozen=True, slots=True, kw_only=True)
class Highlights:
    """What was found, shown: escaped text in which `<mark>` is the only tag."""

    title: str
    passage: str


class ReasonKind(StrEnum):
    """How a word of a query leads to a case."""

    WORD = "word"
    SYNONYM = "synonym"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a case was found.

    Attributes:
        word: what was asked for, as typed.
        matched: what stands in the case, as it stands there; for a place that leads to its region
            and for a facet value, the label of the term.
        field: where: `title`, `summary`, `partners`, `place`, `body`; `area`, the names of regions
            and of larger places; or `tags`, the terms that it has.
    """

    word: str
    matched: str
    field: str
    kind: ReasonKind


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSummary:
    """What lists say of a case. `tags` maps facet ids to slugs, implicit terms left out."""

    slug: Slug
    title: str
    summary: str
    place: str | None
    partners: tuple[str, ...]
    tags: Mapping[str, tuple[str, ...]]
    started: int | None
    ended: int | None
    published_on: date | None
    updated_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One case that answers a search.

    Attributes:
        score: greater is better, comparable inside one answer; `None` without words.
        highlights: `None` without words.
        reasons: one for each part of the query that the case matches, in the order of the query.
        missing: the words of a relaxed query that the case lacks, as typed.
    """

    case: CaseSummary
    score: float | None = None
    highlights: Highlights | None = None
    reasons: tuple[Reason, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TermCount:
    """How many cases a facet value would leave, the facet's own selection and exclusion ignored."""

    slug: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """What leaving out one filter would give back.

    Attributes:
        facet: the facet, `YEAR` for the limits on years too.
        slug: the value; `None` for the limits on years.
        excluded: the filter is an exclusion.
        total: the cases found without it.
    """

    facet: str
    slug: str | None
    excluded: bool
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResults:
    """The answer of one state of the base to one query.

    Attributes:
        total: the cases found, on all pages.
        text_total: the cases that the words alone find, before any filter.
        hits: those of the page asked for, in order; empty past the end.
        counts: for each facet id, every term in display order, zeros included.
        complete: where the words were relaxed, how many of the cases found have all of them; they
            come first among the most relevant.
        nationwide: with a region filter, the cases of nationwide scope that it leaves out.
        removals: only when filters leave nothing: what each gives back, the most helpful first.
        dropped_words: the words that were not searched because there were too many.
        did_you_mean: the query with words of the base for those that it does not know; `None` if
            every word is known or none is near.
        is_corrected: no case has all that was typed: this answers `did_you_mean` instead.
    """

    total: int
    text_total: int
    hits: tuple[Hit, ...]
    counts: Mapping[str, tuple[TermCount, ...]]
    relaxed: Relaxed | None = None
    complete: int = 0
    nationwide: int = 0
    removals: tuple[Removal, ...] = ()
    dropped_words: tuple[str, ...] = ()
    did_you_mean: str | None = None
    is_corrected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedTrait:
    """One thing that two cases have in common: a facet value, or a partner (facet `partner`)."""

    facet: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NearCase:
    """A case close to another one, and why, the strongest reason first."""

    case: CaseSummary
    shared: tuple[SharedTrait, ...]
