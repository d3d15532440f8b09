"""Card: what the list of results says of one case, the same facts in the same order."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from kb.domain.case import Slug
from kb.domain.french import quoted, typographic
from kb.domain.french_dates import years_in_french
from kb.domain.search import CaseSummary, Hit
from kb.domain.taxonomy import Taxonomy
from kb.markup import marked
from kb.web.reasons import reason_in_words

#: Names that a card has room for before « et … autres ».
_PARTNERS, _REGIONS = 3, 2


def case_address(slug: str) -> str:
    """The path of the page of a case."""
    return f"/cas/{slug}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One result.

    Attributes:
        title, passage: text, or cleaned HTML in which the words searched are marked.
        domain: the main one. categories: the kinds of partnership.
        partners, where, years: in words; `where` and `years` may be empty.
        reasons: why it was found, word by word; empty if nothing was asked for in words.
        missing: the words asked for that it lacks; empty where every case found has them all.
    """

    slug: Slug
    address: str
    title: str
    passage: str
    domain: str
    categories: tuple[str, ...]
    partners: str
    where: str
    years: str
    reasons: tuple[str, ...]
    missing: str

    @classmethod
    def of(cls, hit: Hit, taxonomy: Taxonomy) -> Self:
        """The card of a hit."""
        case, found = hit.case, hit.highlights
        return cls(
            slug=case.slug,
            address=case_address(case.slug),
            title=marked(found.title) if found else typographic(case.title),
            passage=marked(found.passage) if found and found.passage else typographic(case.summary),
            domain=typographic(taxonomy.label("domain", case.tags["domain"][0])),
            categories=labels("category", case.tags["category"], taxonomy),
            partners=typographic(some_of(case.partners, most=_PARTNERS)),
            where=_where(case, taxonomy),
            years=years_in_french(case.started, case.ended),
            reasons=tuple(dict.fromkeys(map(reason_in_words, hit.reasons))),
            missing=", ".join(map(quoted, hit.missing)),
        )


def labels(facet_id: str, slugs: Sequence[str], taxonomy: Taxonomy) -> tuple[str, ...]:
    """The labels of some terms, as they are printed."""
    return tuple(typographic(taxonomy.label(facet_id, slug)) for slug in slugs)


def some_of(names: Sequence[str], *, most: int) -> str:
    """`A, B et C`, or `A, B, C et 4 autres` when there are more than there is room for."""
    left = len(names) - most
    if left > 0:
        return f"{', '.join(names[:most])} et {left} {'autre' if left == 1 else 'autres'}"
    *first, last = names
    return f"{', '.join(first)} et {last}" if first else last


def _where(case: CaseSummary, taxonomy: Taxonomy) -> str:
    regions = some_of(labels("region", case.tags["region"], taxonomy), most=_REGIONS)
    return f"{typographic(case.place)} · {regions}" if case.place else regions
