"""slug_of: the address that a new case gets from its title."""

import re
from collections.abc import Container, Iterator
from itertools import count

from kb.domain.case import MAX_SLUG_CHARACTERS, SLUG, Slug
from kb.domain.errors import InvalidError
from kb.domain.french import folded

#: The address of a title that has neither letters nor digits of ours.
_NAMELESS = "fiche"

_NOT_IN_A_SLUG = re.compile(r"[^a-z0-9]+")


class SlugInvalidError(InvalidError):
    """What was given can be no address of a case."""

    code = "slug-invalid"


class SlugTakenError(InvalidError):
    """The address is or was that of a case, or is meant for another proposal."""

    code = "slug-taken"


def slug_of(title: str, *, taken: Container[Slug] = ()) -> Slug:
    """The address for a title: whole words, and a number at the end if it is taken."""
    wanted = _NOT_IN_A_SLUG.sub("-", folded(title)).strip("-") or _NAMELESS
    slugs = (_shortened(wanted, ending) for ending in _endings())
    return next(slug for slug in slugs if slug not in taken)


def require_free(slug: Slug, *, taken: Container[Slug]) -> None:
    """Go on only if a new case can have this address.

    Raises:
        SlugInvalidError: it is no address.
        SlugTakenError: it is or was somebody else's.
    """
    if not SLUG.fullmatch(slug):
        raise SlugInvalidError(most=MAX_SLUG_CHARACTERS)
    if slug in taken:
        raise SlugTakenError(slug=slug)


def _endings() -> Iterator[str]:
    yield ""
    for number in count(2):
        yield f"-{number}"


def _shortened(slug: Slug, ending: str) -> Slug:
    """The slug with an ending, cut between words where it would be too long."""
    room = MAX_SLUG_CHARACTERS - len(ending)
    if len(slug) > room:
        head, _, cut = slug[: room + 1].rpartition("-")
        slug = head or cut[:room]
    return slug + ending
