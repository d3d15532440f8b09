"""Pagination: which pages of an answer there are, and their addresses."""

from dataclasses import dataclass, replace
from typing import Self

from kb.domain.search import SearchQuery
from kb.web.search_address import address_of


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLink:
    """One page; `follows_gap`: pages are left out before it."""

    number: int
    address: str
    is_current: bool
    follows_gap: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pagination:
    """The pages of an answer; `links` is empty if one page is enough.

    Attributes:
        previous, next: addresses; `None` at the ends.
        first: the address of the first page.
        is_past_end: the page asked for is behind the last one.
    """

    links: tuple[PageLink, ...]
    previous: str | None
    next: str | None
    first: str
    is_past_end: bool

    @classmethod
    def of(cls, query: SearchQuery, total: int) -> Self:
        """The pages around the one that was asked for, the first and the last."""
        last = max(1, -(-total // query.per_page))
        page = query.page
        near = {1, last, *range(page - 1, page + 2)}
        numbers = sorted(number for number in near if 1 <= number <= last)
        return cls(
            links=tuple(
                PageLink(
                    number=number,
                    address=_address(query, number),
                    is_current=number == page,
                    follows_gap=number - before > 1,
                )
                for before, number in zip([0, *numbers], numbers, strict=False)
            )
            if last > 1
            else (),
            previous=_address(query, min(page - 1, last)) if page > 1 else None,
            next=_address(query, page + 1) if page < last else None,
            first=_address(query, 1),
            is_past_end=page > last,
        )


def _address(query: SearchQuery, page: int) -> str:
    return address_of(replace(query, page=page))
