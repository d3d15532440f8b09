"""The address of a search: every search is its URL."""

from dataclasses import replace
from urllib.parse import urlencode

from kb.domain.search import SearchQuery
from kb.formats.search_parameters import (
    NotInRangeError,
    QueryTooLongError,
    SearchAddress,
    UnknownValueError,
    parameters_of,
    read,
    required,
    search_text,
    shown,
)

__all__ = [
    "NotInRangeError",
    "QueryTooLongError",
    "SearchAddress",
    "UnknownValueError",
    "address_of",
    "parameters_of",
    "read",
    "required",
    "shown",
    "why_address",
]


def address_of(query: SearchQuery) -> str:
    """The path and parameters of the page of a search, e.g. `/?q=garage&region=bretagne`."""
    encoded = search_text(query)
    return f"/?{encoded}" if encoded else "/"


def why_address(query: SearchQuery, case: str = "") -> str:
    """The path and parameters of the page that tells why a search finds a case or not.

    Args:
        case: its slug; without, the page asks which one is meant.
    """
    named = [("cas", case)] if case else []
    encoded = urlencode([*named, *parameters_of(replace(query, page=1))])
    return f"/pourquoi?{encoded}" if encoded else "/pourquoi"
