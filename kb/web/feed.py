"""Feed: what both forms of a feed say of a search."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Self

from kb.domain.search import DEFAULT_PER_PAGE, CaseSummary, SearchQuery, SearchResults
from kb.domain.search_in_words import in_words
from kb.domain.taxonomy import Taxonomy
from kb.web.cards import case_address
from kb.web.context import absolute
from kb.web.head import SITE
from kb.web.search_address import address_of

#: When a feed without entries has changed last, and a case without a day.
_LONG_AGO = date(1970, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One case of a feed, in plain text.

    Attributes:
        id: the public address of its page, which never changes.
        published, updated: the days as instants (RFC 3339).
        authors: the partners. tags: labels of its domains, regions and categories.
    """

    id: str
    title: str
    summary: str
    published: str
    updated: str
    authors: tuple[str, ...]
    tags: tuple[str, ...]

    @classmethod
    def of(cls, case: CaseSummary, taxonomy: Taxonomy) -> Self:
        """The entry of a case."""
        return cls(
            id=absolute(case_address(case.slug)),
            title=case.title,
            summary=case.summary,
            published=_instant(case.published_on or case.updated_on),
            updated=_instant(case.updated_on or case.published_on),
            authors=case.partners,
            tags=tuple(
                taxonomy.label(facet_id, slug)
                for facet_id in ("domain", "region", "category")
                for slug in case.tags[facet_id]
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A search as a feed.

    Attributes:
        id: the address of its first page, by which readers know it.
        self: its own address. next: that of the entries before, `None` at the end.
        home: the address of the same search for people.
        updated: of the entry that changed last.
    """

    id: str
    title: str
    subtitle: str
    self: str
    next: str | None
    home: str
    updated: str
    entries: Sequence[Entry]

    @classmethod
    def of(
        cls,
        query: SearchQuery,
        results: SearchResults,
        taxonomy: Taxonomy,
        *,
        address: Callable[[SearchQuery], str],
    ) -> Self:
        """The feed of a search.

        Args:
            address: the public address of a search as a feed.
        """
        entries = [Entry.of(hit.case, taxonomy) for hit in results.hits]
        first, has_more = replace(query, page=1), query.page * query.per_page < results.total
        return cls(
            id=address(first),
            title=f"{in_words(query, taxonomy)} – {SITE}",
            subtitle=f"Les fiches de la base {SITE}, la dernière mise à jour d’abord.",
            self=address(query),
            next=address(replace(query, page=query.page + 1)) if has_more else None,
            home=absolute(address_of(replace(first, per_page=DEFAULT_PER_PAGE))),
            updated=max((entry.updated for entry in entries), default=_instant(None)),
            entries=entries,
        )


def _instant(day: date | None) -> str:
    """The beginning of a day (Source: RFC 3339)."""
    return datetime.combine(day or _LONG_AGO, time(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
