"""The parameters of a search, read into a SearchQuery and written from one: it is its URL."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol
from urllib.parse import parse_qs, quote_plus

from kb.domain.errors import BadRequestError
from kb.domain.query_text import parse
from kb.domain.search import (
    DEFAULT_PER_PAGE,
    MAX_PER_PAGE,
    MAX_QUERY_CHARACTERS,
    FacetChoice,
    SearchQuery,
    Sort,
)
from kb.domain.taxonomy import FACET_IDS, FIRST_YEAR, LAST_YEAR, Taxonomy

#: Far beyond any base; keeps `page * per_page` small.
_MAX_PAGE = 1_000_000
_NOT_SHOWN = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_INTEGER = re.compile(r"[0-9]{1,9}")


class UnknownValueError(BadRequestError):
    """A filter or an order that does not exist."""

    code = "unknown-value"


class NotInRangeError(BadRequestError):
    """A number that is none, or is out of its range."""

    code = "not-in-range"


class QueryTooLongError(BadRequestError):
    """More characters than a query may have; the page reads the first ones."""

    code = "query-too-long"


class Parameters(Protocol):
    """Names with their values, as Werkzeug's `MultiDict` holds them."""

    def get(self, name: str, default: str, /) -> str:
        """The first value of a name."""
        ...

    def getlist(self, name: str, /) -> Sequence[str]:
        """All values of a name."""
        ...


@dataclass(frozen=True, slots=True)
class SearchAddress:
    """What an address asks for.

    Attributes:
        query: what could be read.
        ignored: why the rest could not; the page says so and goes on, the API refuses.
    """

    query: SearchQuery
    ignored: tuple[BadRequestError, ...] = ()


def read(parameters: Parameters, taxonomy: Taxonomy) -> SearchAddress:
    """The search that these parameters name; unknown parameters do not matter."""
    return _Reader(parameters, taxonomy).address()


def read_text(text: str, taxonomy: Taxonomy) -> SearchAddress:
    """The search that `search_text` has written, perhaps for an older vocabulary."""
    return read(_Written(parse_qs(text)), taxonomy)


def required(parameters: Parameters, taxonomy: Taxonomy) -> SearchQuery:
    """The same for a program, which is told what it got wrong.

    Raises:
        UnknownValueError, NotInRangeError, QueryTooLongError: the first thing that is wrong.
    """
    address = read(parameters, taxonomy)
    if address.ignored:
        raise address.ignored[0]
    return address.query


def parameters_of(query: SearchQuery) -> Iterator[tuple[str, str]]:
    """The parameters of a search in their canonical order, those at their default left out."""
    if query.text:
        yield "q", query.text
    for facet_id in filter(query.choices.__contains__, FACET_IDS):
        choice = query.choices[facet_id]
        yield from ((facet_id, slug) for slug in sorted(choice.included))
        yield from ((f"{facet_id}_not", slug) for slug in sorted(choice.excluded))
    optional = {
        "year_from": query.year_from,
        "year_to": query.year_to,
        "words": "all" if query.all_words else None,
        "sort": None if query.sort is Sort.RELEVANCE else query.sort.value,
        "per_page": None if query.per_page == DEFAULT_PER_PAGE else query.per_page,
        "page": None if query.page == 1 else query.page,
    }
    yield from ((name, str(value)) for name, value in optional.items() if value is not None)


def search_text(query: SearchQuery) -> str:
    """The parameters of a search as they stand in an address: `q=garage&region=bretagne`."""
    # Our names need no encoding: a page has a hundred of these addresses, of the same values.
    return "&".join([f"{name}={_quoted(value)}" for name, value in parameters_of(query)])


_quoted = lru_cache(maxsize=1024)(quote_plus)


def shown(text: str) -> str:
    """A text from an address on one line, without what cannot be shown."""
    return " ".join(_NOT_SHOWN.sub(" ", text).split())


@dataclass(frozen=True, slots=True)
class _Written:
    values: Mapping[str, Sequence[str]]

    def get(self, name: str, default: str, /) -> str:
        return next(iter(self.getlist(name)), default)

    def getlist(self, name: str, /) -> Sequence[str]:
        return self.values.get(name, ())


@dataclass(slots=True)
class _Reader:
    parameters: Parameters
    taxonomy: Taxonomy
    ignored: list[BadRequestError] = field(default_factory=list)

    def address(self) -> SearchAddress:
        text = self._text()
        query = SearchQuery(
            text=text,
            question=parse(text, self.taxonomy),
            all_words=self._one_of("words", ("all",)) == "all",
            choices={
                facet_id: choice for facet_id in FACET_IDS if (choice := self._choice(facet_id))
            },
            year_from=self._number("year_from", FIRST_YEAR, LAST_YEAR),
            year_to=self._number("year_to", FIRST_YEAR, LAST_YEAR),
            sort=Sort(self._one_of("sort", tuple(Sort)) or Sort.RELEVANCE),
            page=self._number("page", 1, _MAX_PAGE) or 1,
            per_page=self._number("per_page", 1, MAX_PER_PAGE) or DEFAULT_PER_PAGE,
        )
        return SearchAddress(query, tuple(self.ignored))

    def _text(self) -> str:
        text = shown(self.parameters.get("q", ""))
        if len(text) > MAX_QUERY_CHARACTERS:
            self.ignored.append(QueryTooLongError(maximum=MAX_QUERY_CHARACTERS))
        return text[:MAX_QUERY_CHARACTERS]

    def _choice(self, facet_id: str) -> FacetChoice:
        return FacetChoice(
            included=frozenset(self._terms(facet_id, facet_id)),
            excluded=frozenset(self._terms(f"{facet_id}_not", facet_id)),
        )

    def _terms(self, name: str, facet_id: str) -> Iterator[str]:
        for slug in filter(None, self.parameters.getlist(name)):
            if self.taxonomy.is_filter(facet_id, slug):
                yield slug
            else:
                self.ignored.append(UnknownValueError(parameter=name, value=_shown(slug)))

    def _one_of(self, name: str, values: tuple[str, ...]) -> str:
        value = self.parameters.get(name, "")
        if value and value not in values:
            self.ignored.append(UnknownValueError(parameter=name, value=_shown(value)))
            return ""
        return value

    def _number(self, name: str, least: int, greatest: int) -> int | None:
        value = self.parameters.get(name, "").strip()
        if not value:
            return None
        if _INTEGER.fullmatch(value) and least <= int(value) <= greatest:
            return int(value)
        self.ignored.append(
            NotInRangeError(parameter=name, value=_shown(value), least=least, greatest=greatest)
        )
        return None


def _shown(value: str) -> str:
    """As much of a refused value as a sentence can quote."""
    return _NOT_SHOWN.sub(" ", value)[:60]
