"""Why a case was found: for each part of a query, what it matched, and where."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kb.domain.search import Reason
from kb.indexes.analysis import excerpt
from kb.indexes.finding import Finding, Unit
from kb.indexes.snapshot import Snapshot

#: The field of facet values and of the regions of places.
_TAGS = "tags"


def reasons(
    units: Iterable[Unit], number: int, snapshot: Snapshot, *, texts: Mapping[str, str]
) -> Iterator[Reason]:
    """For each part that the case matches, its best reason; parts in their order.

    Args:
        texts: what the fields of the case hold.
    """
    case = _Case(number, snapshot, texts)
    for unit in units:
        found = (case.reason(finding) for finding in _best_first(unit, number))
        reason = next(filter(None, found), None)
        if reason:
            yield reason


def _best_first(unit: Unit, number: int) -> Sequence[Finding]:
    matching = [finding for finding in unit.findings if number in finding.scores]
    return sorted(matching, key=lambda finding: -finding.scores[number])


@dataclass(frozen=True, slots=True)
class _Case:
    number: int
    snapshot: Snapshot
    texts: Mapping[str, str]

    def reason(self, finding: Finding) -> Reason | None:
        """What stands in the weightiest field that has it."""
        if finding.term is not None:
            return self._of_term(finding, *finding.term)
        for name in finding.fields:
            text = self.texts[name]
            start = next(finding.starts(self.number, name, text, self.snapshot.postings), None)
            if start is not None:
                matched = excerpt(text, start, len(finding.expression))
                return Reason(word=finding.text, matched=matched, field=name, kind=finding.kind)
        return None

    def _of_term(self, finding: Finding, facet_id: str, slugs: Sequence[str]) -> Reason:
        """The first of the terms that the case has."""
        facets = self.snapshot.facets
        slug = next(slug for slug in slugs if facets.has(self.number, facet_id, slug))
        label = self.snapshot.taxonomy.label(facet_id, slug)
        return Reason(word=finding.text, matched=label, field=_TAGS, kind=finding.kind)
