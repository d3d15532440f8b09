"""ProposalDesks: the desks between an idea and its publication, and what they share."""

from dataclasses import dataclass
from datetime import tzinfo
from typing import Self

from kb.ports import Taxonomies
from kb.services.addresses import Addresses
from kb.services.auditing import Auditing
from kb.services.calendar import Calendar
from kb.services.correspondence import Correspondence
from kb.services.curating import Curating
from kb.services.drafting import Drafting
from kb.services.following import Following
from kb.services.importing import Importing
from kb.services.moderating import Moderating
from kb.services.publishing import Publishing
from kb.services.similarity import Similarity
from kb.services.sketches import Sketches
from kb.services.submitting import Submitting
from kb.services.texts import Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalDesks:
    """One field per desk."""

    drafting: Drafting
    submitting: Submitting
    following: Following
    moderating: Moderating
    curating: Curating
    auditing: Auditing
    importing: Importing

    @classmethod
    def around(
        cls,
        publishing: Publishing,
        correspondence: Correspondence,
        taxonomies: Taxonomies,
        *,
        zone: tzinfo,
    ) -> Self:
        """The desks that lead to these publications.

        Args:
            zone: where days begin and end.
        """
        work, cases, clock = publishing.work, publishing.cases, publishing.clock
        texts, calendar = Texts(taxonomies), Calendar(clock, zone)
        index = publishing.indexing.index
        similarity = Similarity(index, taxonomies, texts, Sketches(index))
        curating = _curating(publishing, texts, calendar)
        return cls(
            drafting=Drafting(work=work, cases=cases, texts=texts, clock=clock),
            submitting=_submitting(curating, similarity, correspondence),
            following=Following(work=work, correspondence=correspondence, calendar=calendar),
            moderating=_moderating(curating, similarity, correspondence),
            curating=curating,
            auditing=Auditing(work, clock),
            importing=Importing(work=work, texts=texts, publishing=publishing, calendar=calendar),
        )


def _curating(publishing: Publishing, texts: Texts, calendar: Calendar) -> Curating:
    return Curating(
        work=publishing.work,
        cases=publishing.cases,
        texts=texts,
        addresses=Addresses(publishing.cases),
        publishing=publishing,
        calendar=calendar,
    )


def _submitting(
    beside: Curating, similarity: Similarity, correspondence: Correspondence
) -> Submitting:
    return Submitting(
        work=beside.work,
        texts=beside.texts,
        addresses=beside.addresses,
        calendar=beside.calendar,
        similarity=similarity,
        correspondence=correspondence,
    )


def _moderating(
    beside: Curating, similarity: Similarity, correspondence: Correspondence
) -> Moderating:
    return Moderating(
        work=beside.work,
        cases=beside.cases,
        texts=beside.texts,
        addresses=beside.addresses,
        similarity=similarity,
        publishing=beside.publishing,
        correspondence=correspondence,
        calendar=beside.calendar,
    )
