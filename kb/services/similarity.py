"""Near cases: published ones, and proposals under way, that may tell the same alliance."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from kb.domain.case import Case, Slug
from kb.domain.query_text import parse
from kb.domain.search import MAX_QUERY_CHARACTERS, CaseSummary, Hit, ReasonKind, SearchQuery
from kb.domain.submission import Status, Submission, SubmissionId
from kb.index_ports import CaseIndex
from kb.ports import IndexNotReadyError, Taxonomies
from kb.services.likeness import Likeness, Sketch, likeness
from kb.services.sketches import Sketches
from kb.services.texts import Texts
from kb.unit_of_work import UnitOfWork

#: Near cases that somebody will look at.
_MOST = 5
#: Of the answers to a search of the title, those that count.
_FIRST = 3
#: Letters below which a title says nothing yet.
_LEAST_LETTERS = 4

#: A proposal counts from its confirmation to its publication, when the case itself does.
_UNDER_WAY = (Status.SUBMITTED, Status.IN_REVIEW, Status.CHANGES_REQUESTED, Status.APPROVED)

#: A proposal under way, and its latest text.
UnderWay = tuple[Submission, str]

_Thing = TypeVar("_Thing")


@dataclass(frozen=True, slots=True, kw_only=True)
class NearCaseFound:
    """A published case that may be the same.

    Attributes:
        score: 0 to 1, greater is nearer.
        why: what is alike: `title`, `partners`, `summary`.
    """

    case: CaseSummary
    score: float
    why: tuple[str, ...]

    @property
    def slug(self) -> Slug:
        """The address of the case."""
        return self.case.slug

    @property
    def title(self) -> str:
        """The title of the case."""
        return self.case.title

    @property
    def summary(self) -> str:
        """The summary of the case."""
        return self.case.summary


@dataclass(frozen=True, slots=True, kw_only=True)
class NearProposal:
    """A proposal under way that may be the same; for those who moderate alone."""

    submission: SubmissionId
    title: str
    score: float
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearness:
    """What is near, the nearest first.

    Attributes:
        under_review: a near proposal is under way; contributors learn no more of it.
        pending: those proposals; empty for contributors.
    """

    published: tuple[NearCaseFound, ...] = ()
    under_review: bool = False
    pending: tuple[NearProposal, ...] = ()


@dataclass(frozen=True, slots=True)
class Similarity:
    """Compares what is proposed with all there is; finds nothing while search is prepared."""

    index: CaseIndex
    taxonomies: Taxonomies
    texts: Texts
    sketches: Sketches

    def published(
        self, title: str, case: Case | None = None, *, but: Slug | None = None
    ) -> tuple[NearCaseFound, ...]:
        """The published cases that may be the same, the nearest first.

        Args:
            case: what else is written, if it can be read.
            but: the case that is being changed.
        """
        sketch = _sketch(title, case)
        if sketch is None:
            return ()
        try:
            cases, found = self.sketches.every(), self._found(title)
        except IndexNotReadyError:
            return ()
        near = _nearest(
            (pair for pair in cases if pair[0].slug != but),
            lambda pair: likeness(sketch, pair[1], is_found=pair[0].slug in found),
        )
        return tuple(
            NearCaseFound(case=each, score=alike.score, why=alike.why) for (each, _), alike in near
        )

    def pending(
        self,
        title: str,
        case: Case | None,
        others: Iterable[UnderWay],
        *,
        but: SubmissionId = 0,
    ) -> tuple[NearProposal, ...]:
        """The proposals of new cases that may be the same, the nearest first.

        Args:
            others: the proposals `under_way`.
            but: the one that is compared.
        """
        sketch = _sketch(title, case)
        if sketch is None:
            return ()
        near = _nearest(
            (other for other in others if other[0].id != but and not other[0].is_change),
            lambda other: likeness(sketch, self._sketch_of(*other)),
        )
        return tuple(
            NearProposal(submission=each.id, title=each.title, score=alike.score, why=alike.why)
            for (each, _), alike in near
        )

    def _sketch_of(self, submission: Submission, text: str) -> Sketch:
        reading = self.texts.read(text)
        return (
            Sketch.of(reading) if isinstance(reading, Case) else Sketch.of_title(submission.title)
        )

    def _found(self, title: str) -> frozenset[Slug]:
        """The first answers to a search of the title, if they have most of its words."""
        text = title[:MAX_QUERY_CHARACTERS]
        question = parse(text, self.taxonomies.current())
        results = self.index.search(SearchQuery(text=text, question=question, per_page=_FIRST))
        return frozenset(hit.case.slug for hit in results.hits if _has_most_words(hit))


def under_way(unit: UnitOfWork) -> tuple[UnderWay, ...]:
    """The proposals that count, to be compared once the transaction is over."""
    return tuple(
        (each, unit.submissions.text(each.id, each.latest).text)
        for each in unit.submissions.with_status(*_UNDER_WAY)
    )


def _has_most_words(hit: Hit) -> bool:
    """Whether a case has two thirds of the words as they are typed, if only in other forms."""
    corrected = sum(reason.kind is ReasonKind.CORRECTION for reason in hit.reasons)
    return len(hit.reasons) - corrected >= 2 * (len(hit.missing) + corrected)


def _sketch(title: str, case: Case | None) -> Sketch | None:
    sketch = Sketch.of(case) if case else Sketch.of_title(title)
    return sketch if len(sketch.title) >= _LEAST_LETTERS else None


def _nearest(
    things: Iterable[_Thing], alike: Callable[[_Thing], Likeness | None]
) -> list[tuple[_Thing, Likeness]]:
    near = [(thing, found) for thing in things if (found := alike(thing))]
    return sorted(near, key=lambda pair: -pair[1].score)[:_MOST]
