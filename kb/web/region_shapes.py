"""RegionShape: the outline of a region, as the picture of `/carte` draws it."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

#: Units of the picture that the outlines are made for.
WIDTH, HEIGHT = 600, 690

#: INSEE codes of the regions that are drawn apart, each on its own scale.
OVERSEAS = frozenset({"01", "02", "03", "04", "06"})


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionShape:
    """An outline; `x`, `y`: where its number is written.

    Attributes:
        path: the data of a path (Source: SVG 2, 9.3).
    """

    x: str
    y: str
    path: str


@functools.cache
def region_shapes() -> Mapping[str, RegionShape]:
    """The outline of each of the 18 regions, by INSEE code. docs/region-map.md: where from."""
    text = Path(__file__).with_suffix(".tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return MappingProxyType({code: RegionShape(x=x, y=y, path=path) for code, x, y, path in rows})
