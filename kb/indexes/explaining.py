"""Why a case answers a query, or why it does not."""

from collections.abc import Iterator

from kb.domain.case import Slug
from kb.domain.explanation import Explanation, FilterVerdict, PartVerdict
from kb.domain.search import SearchQuery
from kb.domain.taxonomy import FACET_IDS, YEAR
from kb.indexes.answering import Answer
from kb.indexes.bits import has
from kb.indexes.filtering import passing
from kb.indexes.finding import Finder
from kb.indexes.matching import match
from kb.indexes.reasons import reasons
from kb.indexes.snapshot import Snapshot


def explain(slug: Slug, query: SearchQuery, snapshot: Snapshot) -> Explanation | None:
    """What each part and filter of a query says of a case; `None` if the case is not there."""
    number = snapshot.cases.number(slug)
    if number is None:
        return None
    found = match(query, snapshot)
    texts = snapshot.cases.texts(number)
    answer = Answer(query, snapshot, found)
    order = answer.order().tolist()
    return Explanation(
        case=snapshot.cases[number],
        place=order.index(number) + 1 if number in order else None,
        total=len(order),
        parts=tuple(
            PartVerdict(
                text=unit.text,
                is_required=not unit.relaxes,
                reasons=tuple(reasons([unit], number, snapshot, texts=texts)),
            )
            for unit in found.units
        ),
        excluded_by=tuple(_exclusions(query, number, snapshot)),
        filters=tuple(_verdicts(query, number, snapshot)),
        relaxed=found.found.relaxed,
        complete=answer.complete,
    )


def _exclusions(query: SearchQuery, number: int, snapshot: Snapshot) -> Iterator[str]:
    finder = Finder(snapshot)
    for part in dict.fromkeys(query.question.unwanted):
        if number in finder.finding(part).scores:
            yield part.text


def _verdicts(query: SearchQuery, number: int, snapshot: Snapshot) -> Iterator[FilterVerdict]:
    for facet_id in FACET_IDS:
        narrows = bool(query.choice(facet_id)) or (facet_id == YEAR and query.has_years)
        if narrows:
            yield FilterVerdict(
                facet=facet_id,
                passes=has(passing(facet_id, query, snapshot), number),
                values=tuple(
                    slug
                    for slug in snapshot.facets.terms[facet_id]
                    if snapshot.facets.has(number, facet_id, slug)
                ),
            )
