"""The header by which a program finds the other pages of an answer."""

from dataclasses import replace

from kb.domain.search import SearchQuery
from kb.web.elsewhere import elsewhere
from kb.web.search_address import address_of


def links(query: SearchQuery, total: int, *, public_url: str) -> str:
    """`first`, `prev`, `next` and `last`, those that there are (Source: RFC 8288).

    Args:
        public_url: of the site, without a final slash.
    """
    last = max(1, -(-total // query.per_page))
    pages = {"first": 1, "prev": min(query.page - 1, last), "next": query.page + 1, "last": last}
    there = {name: page for name, page in pages.items() if 1 <= page <= last}
    return ", ".join(
        f'<{public_url}{_path(query, page)}>; rel="{name}"' for name, page in there.items()
    )


def _path(query: SearchQuery, page: int) -> str:
    return elsewhere(address_of(replace(query, page=page)), "/api/v1/cases")
