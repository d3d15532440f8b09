"""Cases close to another one, and why: rare things in common count most."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from math import log
from types import MappingProxyType

from kb.domain.case import Slug
from kb.domain.french import letters_and_digits
from kb.domain.search import NearCase, SharedTrait, Sort
from kb.domain.taxonomy import NATIONWIDE
from kb.indexes.bits import Documents, count, members
from kb.indexes.snapshot import Snapshot

#: What it counts to share a term of a facet, before its rarity. The other facets say too little.
_FACET_WEIGHTS: Mapping[str, float] = MappingProxyType(
    {"domain": 1.0, "region": 0.7, "category": 0.4, "actor": 0.2}
)
_PARTNER_WEIGHT = 1.2
#: The main domain says more than the others.
_MAIN_DOMAIN_FACTOR = 1.5
#: Reasons that a reader takes in at a glance.
_MAX_REASONS = 3


def near(slug: Slug, snapshot: Snapshot, *, limit: int) -> tuple[NearCase, ...]:
    """The closest cases, the closest first; those with nothing in common are left out."""
    number = snapshot.cases.number(slug)
    if number is None:
        return ()
    shared: dict[int, dict[SharedTrait, float]] = defaultdict(dict)
    for trait, weight, having in _traits(number, snapshot):
        worth = weight * log(snapshot.state.cases / count(having))
        if worth > 0:
            for other in members(having).tolist():
                shared[other][trait] = worth
    shared.pop(number, None)
    rank = snapshot.cases.ranks.of(Sort.RELEVANCE)
    closest = sorted(shared, key=lambda n: (-round(sum(shared[n].values()), 9), rank[n]))
    return tuple(
        NearCase(case=snapshot.cases[other], shared=_reasons(shared[other]))
        for other in closest[:limit]
    )


def _traits(number: int, snapshot: Snapshot) -> Iterator[tuple[SharedTrait, float, Documents]]:
    case = snapshot.cases[number]
    for facet_id, weight in _FACET_WEIGHTS.items():
        for slug in case.tags[facet_id]:
            if slug == NATIONWIDE:
                continue
            is_main = facet_id == "domain" and slug == case.tags["domain"][0]
            factor = _MAIN_DOMAIN_FACTOR if is_main else 1.0
            having = snapshot.facets.having(facet_id, [slug])
            yield SharedTrait(facet=facet_id, value=slug), weight * factor, having
    for name in case.partners:
        trait = SharedTrait(facet="partner", value=name)
        yield trait, _PARTNER_WEIGHT, snapshot.partner(letters_and_digits(name))


def _reasons(traits: Mapping[SharedTrait, float]) -> tuple[SharedTrait, ...]:
    return tuple(sorted(traits, key=lambda trait: -traits[trait])[:_MAX_REASONS])
