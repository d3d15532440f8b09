"""What becomes of each case that is imported: nothing is changed here, nor believed."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum

from kb.domain.case import MAX_SLUG_CHARACTERS, SLUG, Case, CaseFile, Slug
from kb.domain.problems import Problem, quotable
from kb.domain.submission import SubmissionId
from kb.formats import incoming_text
from kb.formats.incoming import Incoming
from kb.ports import CaseNotFoundError, Cases, CaseUnreadableError, Taxonomies
from kb.services.import_world import World


class Outcome(StrEnum):
    """What becomes of one case."""

    CREATE = "create"
    CHANGE = "change"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One case of an import, and what becomes of it.

    Attributes:
        slug: its address; `""` if it has none.
        fields: the keys that change, in canonical order.
        problems: why it is refused; `line` is the row, `key` the column.
        submission: the number of the proposal that holds its text.
        case: what it will say; `None` if it is refused or stays as it is.
        live: the published case that it changes.
    """

    incoming: Incoming
    slug: Slug
    outcome: Outcome
    fields: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    submission: SubmissionId | None = None
    case: Case | None = None
    live: CaseFile | None = None

    @property
    def is_work(self) -> bool:
        """Whether anything is to be done."""
        return self.outcome in {Outcome.CREATE, Outcome.CHANGE}

    @property
    def what(self) -> Case:
        """The case that is to be written.

        Raises:
            TypeError: there is nothing to do.
        """
        if self.case is None:
            raise TypeError(self)
        return self.case

    def refused(self, code: str, **values: object) -> "Plan":
        """The same case, refused."""
        problem = Problem(line=self.incoming.row, key="", code=code, values=values)
        return replace(self, outcome=Outcome.REFUSED, problems=(problem,))


class _RefusedError(Exception):
    """Something stands in the way."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__()
        self.problems = problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Planning:
    """Decides on the cases of one import, one after the other.

    Attributes:
        publishes: without moderation: days and redirects count, too.
        today: where people live.
    """

    cases: Cases
    taxonomies: Taxonomies
    world: World
    publishes: bool
    today: date

    def plan(self, incoming: Incoming) -> Plan:
        """What becomes of a case.

        Raises:
            CasesUnavailableError, TaxonomyUnreadableError: nothing can be read now.
        """
        slug = incoming.slug
        try:
            _require_readable(incoming)
            slug = self.world.slug(incoming)
            self._require_fit(slug, incoming)
            return self._planned(slug, incoming)
        except _RefusedError as error:
            outcome = Outcome.REFUSED
            problems = error.problems
            return Plan(incoming=incoming, slug=slug, outcome=outcome, problems=problems)
        finally:
            self.world.tell(slug, incoming)

    def _planned(self, slug: Slug, incoming: Incoming) -> Plan:
        live = self._live(slug, incoming)
        case = self._case(slug, incoming, live)
        if live is None:
            self._require_free(slug, incoming, case)
            return Plan(incoming=incoming, slug=slug, outcome=Outcome.CREATE, case=case)
        changed = _changed(case, self._kept(live.case, case))
        if not changed:
            return Plan(incoming=incoming, slug=slug, outcome=Outcome.UNCHANGED)
        if incoming.sha256 not in {"", live.sha256}:
            raise _RefusedError(problem_of(incoming, "changed-since", key="sha256"))
        self._require_free_redirects(incoming, case, but=live.case.redirects)
        is_stamped = case.updated_on not in {None, live.case.updated_on}
        return Plan(
            incoming=incoming,
            slug=slug,
            outcome=Outcome.CHANGE,
            fields=changed,
            case=case if is_stamped else replace(case, updated_on=self.today),
            live=live,
        )

    def _case(self, slug: Slug, incoming: Incoming, live: CaseFile | None) -> Case:
        """What comes in, with the days and redirects that it will have."""
        present = live.case if live else None
        case = incoming_text.read(incoming, self.taxonomies.current(), live=present)
        if not isinstance(case, Case):
            raise _RefusedError(*case)
        if present is None:
            return replace(case, published_on=case.published_on or self.today)
        redirects = dict.fromkeys((*present.redirects, *case.redirects))
        redirects.pop(slug, None)
        published_on = case.published_on or present.published_on
        return replace(case, published_on=published_on, redirects=tuple(redirects))

    def _kept(self, live: Case, case: Case) -> Case:
        """The published case, with what this import may not change, or need not."""
        kept = replace(live, updated_on=case.updated_on)
        if self.publishes:
            return kept
        return replace(
            kept,
            published_on=case.published_on,
            verified_on=case.verified_on,
            redirects=case.redirects,
        )

    def _live(self, slug: Slug, incoming: Incoming) -> CaseFile | None:
        try:
            return self.cases.read(slug)
        except CaseNotFoundError:
            return None
        except CaseUnreadableError:
            raise _RefusedError(problem_of(incoming, "published-unreadable", slug=slug)) from None

    def _require_fit(self, slug: Slug, incoming: Incoming) -> None:
        """Go on only if an address is one, and was not told of before."""
        if not slug:
            return  # nor a title: that is said with the rest
        if not SLUG.fullmatch(slug):
            most = MAX_SLUG_CHARACTERS
            problem = problem_of(
                incoming, "not-a-slug", key="slug", value=quotable(slug), most=most
            )
            raise _RefusedError(problem)
        if slug in self.world.told:
            place = self.world.told[slug]
            problem = problem_of(incoming, "case-twice", key="slug", slug=slug, place=place)
            raise _RefusedError(problem)

    def _require_free(self, slug: Slug, incoming: Incoming, case: Case) -> None:
        if slug in self.world.taken:
            raise _RefusedError(problem_of(incoming, "address-known", key="slug", slug=slug))
        self._require_free_redirects(incoming, case, but=())

    def _require_free_redirects(
        self, incoming: Incoming, case: Case, *, but: Iterable[Slug]
    ) -> None:
        if not self.publishes:
            return
        for redirect in sorted(set(case.redirects) - set(but)):
            if redirect in self.world:
                problem = problem_of(incoming, "redirect-known", key="redirects", slug=redirect)
                raise _RefusedError(problem)


def _require_readable(incoming: Incoming) -> None:
    """Go on only if there is something besides the problems of the file."""
    if incoming.problems and not (incoming.values or incoming.text):
        raise _RefusedError(*incoming.problems)


def _changed(case: Case, live: Case) -> tuple[str, ...]:
    """The keys in which two cases differ."""
    names = (field.name for field in fields(Case))
    return tuple(name for name in names if getattr(case, name) != getattr(live, name))


def problem_of(incoming: Incoming, code: str, *, key: str = "", **values: object) -> Problem:
    """What is wrong with a case as a whole or with one of our keys, by row and column."""
    column = incoming_text.column_of(incoming, key) if key else ""
    return Problem(line=incoming.row, key=column, code=code, values=values)
