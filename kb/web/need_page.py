"""NeedPage: the sentence, and the examples found for it, with how far one had to look."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from kb.domain.french import NBSP, counted, typographic
from kb.domain.search import SearchQuery, SearchResults
from kb.domain.taxonomy import Taxonomy, Term
from kb.web.blind_spots import proposal_address
from kb.web.brief_case import BriefCase
from kb.web.cards import labels, some_of
from kb.web.context import absolute
from kb.web.head import Head
from kb.web.notices import Notice, ignored
from kb.web.search_address import SearchAddress, address_of
from kb.web.take_away import FollowLinks

#: Examples that the page shows itself; the search behind the link has them all.
_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A search and its answer."""

    query: SearchQuery
    results: SearchResults


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A value that the sentence may have."""

    slug: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceGroup:
    """Values under a heading."""

    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """How many examples there are so far out, and the ordinary search that shows them."""

    label: str
    in_words: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedPage:
    """The page.

    Attributes:
        actors, regions, domains, partners: what the sentence offers.
        steps: from the region outwards; the last one is shown. Empty for an empty sentence.
        told: how far one had to look.
        alert: where the search that is shown is followed by mail.
        proposal: where to tell of an example that is missing.
    """

    head: Head
    notices: tuple[Notice, ...]
    actors: tuple[Choice, ...]
    regions: tuple[Choice, ...]
    domains: tuple[ChoiceGroup, ...]
    partners: tuple[Choice, ...]
    steps: tuple[Step, ...]
    told: str
    cases: tuple[BriefCase, ...]
    alert: str
    proposal: str

    @classmethod
    def of(
        cls,
        address: SearchAddress,
        partners: frozenset[str],
        *,
        answers: Sequence[Answered],
        taxonomy: Taxonomy,
    ) -> Self:
        """The page of a need."""
        query, steps = address.query, tuple(_step(each, taxonomy) for each in answers)
        chosen = {each: query.choice(each).included for each in ("actor", "region", "domain")}
        shown = answers[-1].results.hits[:_SHOWN] if answers else ()
        return cls(
            head=_head(is_empty=not answers),
            notices=tuple(ignored(address)),
            actors=tuple(_choices(taxonomy.facet("actor").offered, chosen["actor"])),
            regions=tuple(_choices(taxonomy.facet("region").offered, chosen["region"])),
            domains=tuple(_domains(taxonomy, chosen["domain"])),
            partners=tuple(_choices(taxonomy.facet("actor").offered, partners)),
            steps=steps,
            told=_told(steps, answers),
            cases=tuple(BriefCase.of(hit.case, taxonomy) for hit in shown),
            alert=FollowLinks.of(answers[-1].query if answers else query).alert,
            proposal=proposal_address(_first(chosen["region"]), _first(chosen["domain"])),
        )


def _head(*, is_empty: bool) -> Head:
    return Head(
        page_title="Partir d’un besoin",
        canonical=absolute("/besoin"),
        is_indexable=is_empty,
        section="need",
    )


def _choices(terms: Iterable[Term], chosen: frozenset[str]) -> Iterator[Choice]:
    for term in terms:
        label = typographic(term.label)
        yield Choice(slug=term.slug, label=label, is_chosen=term.slug in chosen)


def _domains(taxonomy: Taxonomy, chosen: frozenset[str]) -> Iterator[ChoiceGroup]:
    facet = taxonomy.facet("domain")
    for group in facet.groups:
        terms = [term for term in facet.offered if term.group == group.slug]
        label = typographic(group.label)
        yield ChoiceGroup(label=label, choices=tuple(_choices(terms, chosen)))


def _first(chosen: frozenset[str]) -> str:
    return min(chosen, default="")


def _step(answered: Answered, taxonomy: Taxonomy) -> Step:
    regions = labels("region", sorted(answered.query.choice("region").included), taxonomy)
    return Step(
        label=some_of(regions, most=len(regions)) if regions else "Partout",
        in_words=counted(answered.results.total, "fiche", "fiches"),
        address=address_of(answered.query),
    )


def _told(steps: Sequence[Step], answers: Sequence[Answered]) -> str:
    """What was found so far out; that it was little nearby, if one had to look further."""
    if not steps:
        return ""
    found = answers[-1].results.total
    if not found:
        return "Aucune fiche ne répond à ce besoin, même en cherchant partout."
    if len(steps) == 1:
        return ""
    where = "partout" if steps[-1].label == "Partout" else "aux régions voisines"
    return f"{steps[0].label}{NBSP}: {steps[0].in_words}. La recherche est élargie {where}."
