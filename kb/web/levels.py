"""Level: how counts are grouped, so that a colour tells few from many."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

#: Shades that eyes tell apart in a legend (Source: Brewer, Harrower, ColorBrewer: five to seven).
MOST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """Counts of one shade, both ends included; `number` from 1, the palest."""

    number: int
    least: int
    greatest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shade:
    """A level in a legend: `4`, `5 à 7`, and what is counted with the last, `8 à 12 fiches`."""

    number: int
    label: str


def levels(counts: Iterable[int]) -> tuple[Level, ...]:
    """Up to `MOST` levels with about as many counts each; equal ones share one, zeros have none."""
    values = sorted(filter(None, counts))
    if not values:
        return ()
    starts = sorted({values[len(values) * step // MOST] for step in range(MOST)})
    bounds = pairwise((*starts, values[-1] + 1))
    return tuple(
        Level(number=number, least=least, greatest=end - 1)
        for number, (least, end) in enumerate(bounds, start=1)
    )


def level_of(count: int, among: Iterable[Level]) -> int:
    """The number of the level of a count; 0 for none."""
    return sum(level.least <= count for level in among)


def legend_of(among: Sequence[Level]) -> tuple[Shade, ...]:
    """The legend of some levels."""
    return tuple(
        Shade(number=level.number, label=_label(level, is_last=level is among[-1]))
        for level in among
    )


def _label(level: Level, *, is_last: bool) -> str:
    least, greatest = level.least, level.greatest
    counts = f"{greatest}" if least == greatest else f"{least} à {greatest}"
    unit = "fiche" if greatest == 1 else "fiches"
    return f"{counts} {unit}" if is_last else counts
