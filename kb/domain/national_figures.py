"""What the Observatoire des partenariats found in France, to compare the base with."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class NationalFigures:
    """How partnerships are spread over the terms of a facet. Several answers were possible.

    Attributes:
        facet: the facet whose terms are counted.
        of: what the shares are shares of, in French.
        shares: term to share, 0 to 1; their sum may exceed 1.
        source, year: who published them, in French, and what year they end in.
    """

    facet: str
    of: str
    shares: Mapping[str, float]
    source: str
    year: int


_SOURCE = "Observatoire des partenariats, rapport quinquennal PHARE 2013-2017"

#: Source: Observatoire des partenariats, PHARE 2013-2017, synthesis; 42 % is the figure of the
#: synthesis, a drawing in the same report has 45 %.
NATIONAL_FIGURES = (
    NationalFigures(
        facet="category",
        of="des entreprises qui ont des partenariats",
        shares=MappingProxyType(
            {
                "pratiques-responsables": 0.42,
                "mecenat": 0.30,
                "cooperation-economique": 0.25,
                "innovation-societale": 0.16,
            }
        ),
        source=_SOURCE,
        year=2017,
    ),
    NationalFigures(
        facet="scale",
        of="des partenariats",
        shares=MappingProxyType(
            {"local": 0.74, "regional": 0.51, "national": 0.25, "international": 0.16}
        ),
        source=_SOURCE,
        year=2017,
    ),
)
