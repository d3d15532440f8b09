"""Which regions lie beside which: where to look when one's own region has no example."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

#: region -> those that share a border with it, or, for islands, that are closest by sea.
#: Source: the regions of 2016 (loi n° 2015-29).
NEIGHBOURS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "auvergne-rhone-alpes": (
            "bourgogne-franche-comte",
            "centre-val-de-loire",
            "nouvelle-aquitaine",
            "occitanie",
            "provence-alpes-cote-d-azur",
        ),
        "bourgogne-franche-comte": (
            "auvergne-rhone-alpes",
            "centre-val-de-loire",
            "grand-est",
            "ile-de-france",
        ),
        "bretagne": ("normandie", "pays-de-la-loire"),
        "centre-val-de-loire": (
            "auvergne-rhone-alpes",
            "bourgogne-franche-comte",
            "ile-de-france",
            "normandie",
            "nouvelle-aquitaine",
            "pays-de-la-loire",
        ),
        "corse": ("provence-alpes-cote-d-azur",),
        "grand-est": ("bourgogne-franche-comte", "hauts-de-france", "ile-de-france"),
        "hauts-de-france": ("grand-est", "ile-de-france", "normandie"),
        "ile-de-france": (
            "bourgogne-franche-comte",
            "centre-val-de-loire",
            "grand-est",
            "hauts-de-france",
            "normandie",
        ),
        "normandie": (
            "bretagne",
            "centre-val-de-loire",
            "hauts-de-france",
            "ile-de-france",
            "pays-de-la-loire",
        ),
        "nouvelle-aquitaine": (
            "auvergne-rhone-alpes",
            "centre-val-de-loire",
            "occitanie",
            "pays-de-la-loire",
        ),
        "occitanie": ("auvergne-rhone-alpes", "nouvelle-aquitaine", "provence-alpes-cote-d-azur"),
        "pays-de-la-loire": ("bretagne", "centre-val-de-loire", "normandie", "nouvelle-aquitaine"),
        "provence-alpes-cote-d-azur": ("auvergne-rhone-alpes", "corse", "occitanie"),
        "guadeloupe": ("guyane", "martinique"),
        "martinique": ("guadeloupe", "guyane"),
        "guyane": ("guadeloupe", "martinique"),
        "la-reunion": ("mayotte",),
        "mayotte": ("la-reunion",),
    }
)


def with_neighbours(regions: Iterable[str]) -> frozenset[str]:
    """These regions and those beside them; one that is no region of France stays alone."""
    return frozenset(near for region in regions for near in (region, *NEIGHBOURS.get(region, ())))
