"""The form of a selection: what was typed, and what its buttons do with it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from flask import request

from kb.domain.case import Slug
from kb.domain.errors import InvalidError
from kb.domain.selection import (
    MOST_CASES,
    SelectedCase,
    Selection,
    clean_note,
    clean_title,
    is_slug,
)
from kb.web.basket import basket
from kb.web.compare_page import LEAST, MOST, compare_address
from kb.web.selection_page import OWN


class CompareSomeError(InvalidError):
    """Too few cases to compare, or too many."""

    code = "compare-some"


#: What a button makes of a selection, and where one is then.
Change = Callable[[Selection, Slug], tuple[Selection, str]]

#: By the first word of the value of the button; the slug of a case follows it.
CHANGES: Mapping[str, Change] = MappingProxyType(
    {
        "save": lambda typed, _: (typed, f"{OWN}#enregistree"),
        "up": lambda typed, slug: (typed.moving(slug, -1), f"{OWN}#monter-{slug}"),
        "down": lambda typed, slug: (typed.moving(slug, 1), f"{OWN}#descendre-{slug}"),
        "remove": lambda typed, slug: (typed.without(slug), f"{OWN}#retiree"),
        "empty": lambda _typed, _: (Selection(), f"{OWN}#videe"),
        "print": lambda typed, _: (typed, f"{OWN}/livret"),
        "pdf": lambda typed, _: (typed, f"{OWN}/livret.pdf"),
        "compare": lambda typed, _: (typed, compare_address(_ticked())),
    }
)
#: The button that does not keep anything in the browser alone.
SHARE = "share"


def typed() -> Selection:
    """What the form says, and what the browser has kept meanwhile in another window at its end."""
    slugs = filter(is_slug, dict.fromkeys(request.form.getlist("slug")))
    cases = [
        SelectedCase(slug=slug, note=clean_note(request.form.get(f"note-{slug}", "")))
        for slug in list(slugs)[: MOST_CASES + 1]
    ]
    title = clean_title(request.form.get("title", ""))
    return Selection(title=title, cases=tuple(cases)).adding(*basket().selection.cases)


def pressed() -> tuple[str, Slug]:
    """The first word of the button that sent the form, and the case it stands beside."""
    name, _, slug = request.form.get("action", "").partition(":")
    is_known = name in CHANGES or name == SHARE
    return name if is_known else "save", slug if is_slug(slug) else ""


def ticked() -> tuple[Slug, ...]:
    """The cases whose boxes are ticked, however many."""
    return tuple(filter(is_slug, dict.fromkeys(request.form.getlist("compare"))))


def _ticked() -> tuple[Slug, ...]:
    """The cases to compare.

    Raises:
        CompareSomeError: they are too few or too many.
    """
    slugs = ticked()
    if not LEAST <= len(slugs) <= MOST:
        raise CompareSomeError(least=LEAST, most=MOST)
    return slugs
