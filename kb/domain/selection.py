"""Selection: the cases that somebody put together, in their order, each with a note."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from kb.domain.case import SLUG, Sha256, Slug
from kb.domain.errors import InvalidError, NotFoundError

#: What one workshop can look at, what is read in one go, and what a booklet has room for.
MOST_CASES = 50
MOST_NOTE_CHARACTERS = 500
MOST_TITLE_CHARACTERS = 120

#: What no text of ours has: control characters but the line end, halves of characters.
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_BLANKS = re.compile(r"\s+")


class SelectionFullError(InvalidError):
    """It has as many cases as a selection can have."""

    code = "selection-full"


class SelectionTextTooLongError(InvalidError):
    """A title or a note is longer than there is room for."""

    code = "selection-text-too-long"


class SelectionEmptyError(InvalidError):
    """There is nothing in it to share."""

    code = "selection-empty"


class SharedSelectionNotFoundError(NotFoundError):
    """A link to a selection that is unknown, withdrawn or too old."""

    code = "shared-selection-not-found"


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectedCase:
    """A case in a selection, and what was noted about it: plain text, or nothing."""

    slug: Slug
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Cases in their order, each once; the title may be missing."""

    title: str = ""
    cases: tuple[SelectedCase, ...] = ()

    @property
    def slugs(self) -> tuple[Slug, ...]:
        """The slugs of its cases, in their order."""
        return tuple(case.slug for case in self.cases)

    def adding(self, *cases: SelectedCase) -> Self:
        """The same with more at its end; those that it has already stay as they are."""
        by_slug = {case.slug: case for case in (*reversed(cases), *self.cases)}
        order = dict.fromkeys((*self.slugs, *(case.slug for case in cases)))
        return replace(self, cases=tuple(by_slug[slug] for slug in order))

    def without(self, slug: Slug) -> Self:
        """The same without a case."""
        return replace(self, cases=tuple(case for case in self.cases if case.slug != slug))

    def moving(self, slug: Slug, by: int) -> Self:
        """The same with a case some places further down, or up if negative; never past an end."""
        if slug not in self.slugs:
            return self
        old = self.slugs.index(slug)
        others = [*self.cases]
        case = others.pop(old)
        others.insert(max(0, old + by), case)
        return replace(self, cases=tuple(others))

    def renaming(self, now: Callable[[Slug], Slug]) -> Self:
        """The same with the present slugs of its cases; two that became one have both notes."""
        notes: dict[Slug, list[str]] = {}
        for case in self.cases:
            notes.setdefault(now(case.slug), []).append(case.note)
        cases = (
            SelectedCase(slug=slug, note="\n".join(filter(None, told)))
            for slug, told in notes.items()
        )
        return replace(self, cases=tuple(cases))

    def require_valid(self) -> None:
        """Go on only if it keeps within its limits.

        Raises:
            SelectionFullError: it has more than `MOST_CASES` cases.
            SelectionTextTooLongError: its title or a note is too long.
        """
        if len(self.cases) > MOST_CASES:
            raise SelectionFullError(most=MOST_CASES)
        if len(self.title) > MOST_TITLE_CHARACTERS:
            raise SelectionTextTooLongError(what="Le titre", most=MOST_TITLE_CHARACTERS)
        if any(len(case.note) > MOST_NOTE_CHARACTERS for case in self.cases):
            raise SelectionTextTooLongError(what="Une note", most=MOST_NOTE_CHARACTERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedSelection:
    """A selection as it stood when it was shared; whoever has the link reads it.

    Attributes:
        token_sha256: of the secret in its address. owner_sha256: of the secret in the browser that
            shared it, which alone may withdraw it.
    """

    token_sha256: Sha256
    owner_sha256: Sha256
    selection: Selection
    made_at: datetime
    expires_at: datetime


def is_slug(text: str) -> bool:
    """Whether a text could be the slug of a case."""
    return SLUG.fullmatch(text) is not None


def clean_title(text: str) -> str:
    """What was typed as a title: one line."""
    return _BLANKS.sub(" ", _CONTROL.sub(" ", text)).strip()


def clean_note(text: str) -> str:
    """What was typed as a note: plain text, its lines as they are."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
