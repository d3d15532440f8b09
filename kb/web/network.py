"""Network: the organisations that meet most, as a picture whose lines are shared cases.

The picture is a ring: each organisation beside those it meets most, its name outside, its lines
inside. The same organisations always give the same picture.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Self

from kb.domain.case import Slug
from kb.domain.french import counted, typographic
from kb.domain.organisation import Directory, Organisation
from kb.web.cards import some_of

#: Organisations that a ring has room for, so that names do not touch.
MOST = 28

#: Units of the picture; the ring is an ellipse in its middle.
WIDTH, HEIGHT = 1000, 700
_RADIUS_X, _RADIUS_Y, _GAP, _NAMES = 270, 330, 16, 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An organisation on the ring.

    Attributes:
        label: who it is and with how many others it meets, for who does not see the picture.
        anchor: `start` right of the middle, `end` left of it (Source: SVG 2, 11.10.2).
        radius: by its number of cases.
    """

    name: str
    label: str
    address: str
    x: str
    y: str
    radius: str
    name_x: str
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Two organisations that share cases, the more the wider: path data and width."""

    path: str
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A line of the table: an organisation and those of the picture that it meets."""

    name: str
    address: str
    cases: int
    allies: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """The picture and its table."""

    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    meetings: tuple[Meeting, ...]
    width: int = WIDTH
    height: int = HEIGHT

    @classmethod
    def of(cls, directory: Directory) -> Self:
        """The network of the organisations that meet most."""
        links = _links(directory, _chosen(directory))
        ring = [directory.by_slug[slug] for slug in _ring(links)]
        places = {each.slug: _place(number, len(ring)) for number, each in enumerate(ring)}
        return cls(
            nodes=tuple(_node(each, places[each.slug], len(links[each.slug])) for each in ring),
            lines=tuple(_lines(links, places)),
            meetings=tuple(_meetings(directory, links)),
        )


#: organisation -> those it shares cases with -> how many
_Links = Mapping[Slug, Mapping[Slug, int]]


def _chosen(directory: Directory) -> set[Slug]:
    """Organisations of several cases that meet one another, those that meet most first."""
    slugs = {each.slug for each in directory.recurring}
    allies = {slug: slugs & {a.organisation.slug for a in directory.allies(slug)} for slug in slugs}
    order = sorted(
        (slug for slug in slugs if allies[slug]),
        key=lambda slug: (-len(allies[slug]), -len(directory.by_slug[slug].cases), slug),
    )
    return set(order[:MOST])


def _links(directory: Directory, slugs: set[Slug]) -> _Links:
    met = {
        slug: {
            ally.organisation.slug: len(ally.cases)
            for ally in directory.allies(slug)
            if ally.organisation.slug in slugs
        }
        for slug in sorted(slugs)
    }
    return {slug: each for slug, each in met.items() if each}


def _ring(links: _Links) -> Iterator[Slug]:
    """Each organisation once, next to one that it meets wherever one is left."""
    left = dict.fromkeys(sorted(links, key=lambda slug: (-len(links[slug]), slug)))
    here: Slug | None = None
    while left:
        near = [slug for slug in left if here is not None and slug in links[here]]
        here = min(near, key=lambda slug: (len(links[slug]), slug)) if near else next(iter(left))
        del left[here]
        yield here


def _place(number: int, total: int) -> tuple[float, float]:
    """Clockwise from the top; rows are equally far apart, so that no name covers another."""
    right = (total + 1) // 2
    rows, row = (right, number) if number < right else (total - right, total - 1 - number)
    rise = 1 - 2 * (row + 0.5) / rows  # 1 at the top, -1 at the bottom
    reach = _RADIUS_X * math.sqrt(1 - rise**2)
    return WIDTH / 2 + (reach if number < right else -reach), HEIGHT / 2 - _RADIUS_Y * rise


def _node(organisation: Organisation, place: tuple[float, float], met: int) -> Node:
    x, y = place
    is_right = x > WIDTH / 2
    name, cases = typographic(organisation.name), len(organisation.cases)
    short = name if len(name) <= _NAMES else f"{name[: _NAMES - 1].rstrip()}…"
    told = counted(met, "autre", "autres")
    return Node(
        name=short,
        label=f"{name}, {counted(cases, 'fiche', 'fiches')}, liée à {told}",
        address=f"/organisation/{organisation.slug}",
        x=f"{x:.0f}",
        y=f"{y:.0f}",
        radius=f"{4 + 2 * math.sqrt(cases):.1f}",
        name_x=f"{x + _GAP if is_right else x - _GAP:.0f}",
        anchor="start" if is_right else "end",
    )


def _lines(links: _Links, places: Mapping[Slug, tuple[float, float]]) -> Iterator[Line]:
    for slug, met in links.items():
        for other, cases in met.items():
            if slug < other:
                (x1, y1), (x2, y2) = places[slug], places[other]
                middle_x, middle_y = (x1 + x2 + WIDTH) / 4, (y1 + y2 + HEIGHT) / 4
                path = f"M{x1:.0f},{y1:.0f}Q{middle_x:.0f},{middle_y:.0f} {x2:.0f},{y2:.0f}"
                yield Line(path=path, width=min(2 * cases, 8))


def _meetings(directory: Directory, links: _Links) -> Iterator[Meeting]:
    def rank(slug: Slug) -> tuple[int, int, Slug]:
        return -len(links[slug]), -len(directory.by_slug[slug].cases), slug

    for slug in sorted(links, key=rank):
        names = [typographic(directory.by_slug[other].name) for other in links[slug]]
        yield Meeting(
            name=typographic(directory.by_slug[slug].name),
            address=f"/organisation/{slug}",
            cases=len(directory.by_slug[slug].cases),
            allies=some_of(names, most=len(names)),
        )
