"""Compare the database with the files, and with itself."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from kb.domain.case import Sha256, Slug
from kb.domain.mail import MailState
from kb.domain.problems import Problem
from kb.domain.publication import Publication
from kb.domain.submission import Status
from kb.operator_ports import DatabaseState
from kb.ports import Cases, CasesUnavailableError, Clock
from kb.unit_of_work import (
    DatabaseUnavailableError,
    SchemaNewerError,
    SchemaOutdatedError,
    SubmissionNotFoundError,
    UnitOfWork,
    Work,
)

#: How the findings name the database.
DATABASE = "data/kb.sqlite3"

#: What is under way this long is no longer under way.
_PUBLISHING = timedelta(minutes=1)
_MAILING = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What the rules look at: one state of the database, and the files soon after."""

    unit: UnitOfWork
    files: Mapping[Slug, Sha256]
    now: datetime


@dataclass(frozen=True, slots=True)
class Comparing:
    """The desk that compares. Changes nothing."""

    work: Work
    state: DatabaseState
    cases: Cases
    clock: Clock

    def problems(self) -> Iterator[Problem]:
        """All that the rules find; nothing if there is no database yet."""
        if not self.state.is_there:
            return
        try:
            if damage := self.state.damage():
                yield _problem("database-damaged", reason=damage)
            else:
                yield from self._found()
        except SchemaOutdatedError:
            yield _problem("tables-outdated")
        except SchemaNewerError:
            yield _problem("tables-newer")
        except DatabaseUnavailableError as error:
            yield _problem("database-out-of-reach", reason=error.values.get("reason"))

    def _found(self) -> Iterator[Problem]:
        with self.work.reading() as unit:
            try:
                files = self.cases.hashes()
            except CasesUnavailableError:
                return  # said elsewhere
            look = Look(unit=unit, files=files, now=self.clock.now())
            for rule in RULES.values():
                yield from rule(look)


def _waiting(look: Look) -> Iterator[Problem]:
    for each in look.unit.publications.unfinished():
        if each.decided_at < look.now - _PUBLISHING:
            yield _problem("publication-open", number=each.id, slug=each.slug)


def _in_conflict(look: Look) -> Iterator[Problem]:
    for each in look.unit.publications.in_conflict():
        yield _problem("publication-in-conflict", number=each.id, slug=each.slug)


def _files(look: Look) -> Iterator[Problem]:
    """Each file against the last publication that was done and changed it."""
    unsettled = (*look.unit.publications.unfinished(), *look.unit.publications.in_conflict())
    moving = {change.slug for each in unsettled for change in each.changes}
    for slug in sorted(look.unit.publications.slugs() - moving):
        last = look.unit.publications.last(slug)
        if last and (code := _difference(look.files.get(slug), _left(last, slug))):
            yield _problem(code, key=slug, number=last.id)


def _left(publication: Publication, slug: Slug) -> Sha256 | None:
    """What a publication left of a file."""
    *_, last = (each for each in publication.changes if each.slug == slug)
    return last.after_sha256


def _difference(held: Sha256 | None, published: Sha256 | None) -> str:
    if held == published:
        return ""
    if held is None:
        return "file-gone"
    return "file-back" if published is None else "file-not-as-published"


def _approved(look: Look) -> Iterator[Problem]:
    unsettled = (*look.unit.publications.unfinished(), *look.unit.publications.in_conflict())
    expected = {each.submission for each in unsettled}
    for each in look.unit.submissions.with_status(Status.APPROVED):
        if each.id not in expected:
            yield _problem("approved-and-forgotten", number=each.id)


def _texts(look: Look) -> Iterator[Problem]:
    for each in look.unit.submissions.with_status(*Status):
        try:
            look.unit.submissions.text(each.id, each.latest)
        except SubmissionNotFoundError:
            yield _problem("proposal-without-text", number=each.id, version=each.latest)


def _letters(look: Look) -> Iterator[Problem]:
    for each in look.unit.outbox.every(state=MailState.WAITING):
        if each.created_at < look.now - _MAILING:
            yield _problem("letter-waiting", number=each.id)
    for each in look.unit.outbox.every(state=MailState.FAILED):
        yield _problem("letter-given-up", number=each.id)


#: The rules by number; D1 and D2 are that the database can be read and has our tables.
RULES: Mapping[str, Callable[[Look], Iterator[Problem]]] = MappingProxyType(
    {
        "D3": _waiting,
        "D4": _in_conflict,
        "D5": _files,
        "D6": _approved,
        "D7": _texts,
        "D8": _letters,
    }
)

#: What is worth knowing and may be as it is wanted.
NOTES = frozenset(
    {
        "file-not-as-published",
        "file-gone",
        "file-back",
        "letter-waiting",
        "letter-given-up",
    }
)


def _problem(code: str, *, key: str = "", **values: object) -> Problem:
    return Problem(line=1, key=key, code=code, values=values)
