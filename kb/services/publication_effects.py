"""What a publication that is done means for proposals."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from kb.domain.publication import Publication, PublicationKind
from kb.domain.submission import Action, Submission
from kb.unit_of_work import UnitOfWork

#: What happens to the proposals that a case came from.
_OF_CASE: Mapping[PublicationKind, Action] = MappingProxyType(
    {
        PublicationKind.ARCHIVE: Action.ARCHIVE,
        PublicationKind.REINSTATE: Action.REINSTATE,
    }
)

#: Where a removed file means that its case goes on under another slug.
_MOVING = frozenset({PublicationKind.RENAME, PublicationKind.MERGE})


def moved(
    unit: UnitOfWork, publication: Publication, *, now: datetime
) -> Iterator[tuple[str, Submission]]:
    """Move each proposal that the publication is about; what was done to it, and how it stands."""
    for action, submission in (
        *_published(unit, publication),
        *_of_case(unit, publication),
        *_renamed(unit, publication),
    ):
        yield action, unit.submissions.save(replace(submission, changed_at=now))


def _published(unit: UnitOfWork, publication: Publication) -> Iterator[tuple[str, Submission]]:
    if publication.submission is not None:
        submission = unit.submissions.get(publication.submission)
        if submission.allows(Action.PUBLISH):
            published = submission.after(Action.PUBLISH)
            yield Action.PUBLISH, replace(published, slug=publication.slug)


def _of_case(unit: UnitOfWork, publication: Publication) -> Iterator[tuple[str, Submission]]:
    action = _OF_CASE.get(publication.kind)
    for submission in unit.submissions.of_case(publication.slug) if action else ():
        if action and submission.allows(action):
            yield action, submission.after(action)


def _renamed(unit: UnitOfWork, publication: Publication) -> Iterator[tuple[str, Submission]]:
    if publication.kind in _MOVING:
        gone = {change.slug for change in publication.changes if change.after is None}
        (kept,) = {change.slug for change in publication.changes if change.after is not None}
        for slug in gone:
            for submission in unit.submissions.of_case(slug):
                yield publication.kind, replace(submission, slug=kept)
