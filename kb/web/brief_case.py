"""BriefCase: a case in a list that is not an answer to words."""

from dataclasses import dataclass
from typing import Self

from kb.domain.case import Slug
from kb.domain.french import typographic
from kb.domain.french_dates import years_in_french
from kb.domain.search import CaseSummary
from kb.domain.taxonomy import Taxonomy
from kb.web.cards import case_address, labels, some_of

_REGIONS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefCase:
    """Title, summary, and where and when it happened in words."""

    slug: Slug
    title: str
    address: str
    summary: str
    facts: str

    @classmethod
    def of(cls, case: CaseSummary, taxonomy: Taxonomy) -> Self:
        """The entry of a case."""
        where = some_of(labels("region", case.tags["region"], taxonomy), most=_REGIONS)
        when = years_in_french(case.started, case.ended)
        return cls(
            slug=case.slug,
            title=typographic(case.title),
            address=case_address(case.slug),
            summary=typographic(case.summary),
            facts=" · ".join(filter(None, (where, when))),
        )
