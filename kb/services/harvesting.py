"""Let other systems harvest the base: what changed between two days, in parts, in a fixed order."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from kb.domain.case import CaseFile, Slug
from kb.domain.search import CaseSummary
from kb.index_ports import CaseIndex
from kb.ports import (
    CaseNotFoundError,
    Cases,
    CaseUnreadableError,
    Clock,
)
from kb.side_ports import Withdrawals

#: The day of a case that has none: nobody misses it.
UNDATED = date(1970, 1, 1)

#: The facets by which one may harvest a part of the base.
SET_FACETS = ("domain", "region")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A case as harvesters know it.

    Attributes:
        changed_on: the day of its last change, of its publication or of its withdrawal.
        tags: facet ids to slugs.
        is_withdrawn: it is not to be had any more.
    """

    slug: Slug
    changed_on: date
    tags: Mapping[str, tuple[str, ...]]
    is_withdrawn: bool = False

    @property
    def place(self) -> tuple[date, Slug]:
        """Where it stands in the order of harvests: what changes moves to the end."""
        return self.changed_on, self.slug


@dataclass(frozen=True, slots=True, kw_only=True)
class Harvest:
    """What a harvester wants.

    Attributes:
        facet, slug: only cases with this term; without `slug` those with any term of the facet.
        first_day, last_day: inclusive; `None` is open.
    """

    facet: str | None = None
    slug: str | None = None
    first_day: date | None = None
    last_day: date | None = None

    def wants(self, entry: Entry) -> bool:
        """Whether an entry is part of it."""
        if self.first_day and entry.changed_on < self.first_day:
            return False
        if self.last_day and entry.changed_on > self.last_day:
            return False
        if self.facet is None:
            return True
        terms = entry.tags.get(self.facet, ())
        return bool(terms) if self.slug is None else self.slug in terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a harvest; `files` only where they were asked for, withdrawn cases have none.

    Attributes:
        total: entries of the whole harvest, as it stands now.
        has_more: another part follows.
    """

    entries: tuple[Entry, ...]
    files: Mapping[Slug, CaseFile]
    total: int
    has_more: bool


@dataclass(frozen=True, slots=True)
class Harvesting:
    """The desk of those who take the whole base along and come back for what is new."""

    cases: Cases
    index: CaseIndex
    withdrawals: Withdrawals
    clock: Clock

    def now(self) -> datetime:
        """The instant of an answer, in UTC."""
        return self.clock.now()

    def entries(self) -> list[Entry]:
        """All cases and all that were withdrawn, in the order of harvests.

        Raises:
            IndexNotReadyError: the list is being prepared.
            DatabaseUnavailableError: what was withdrawn cannot be known now.
        """
        entries = {case.slug: _entry(case) for case in self.index.every()}
        for each in self.withdrawals.every(but=entries.keys()):
            day, tags = each.withdrawn_on, each.tags
            entries[each.slug] = Entry(slug=each.slug, changed_on=day, tags=tags, is_withdrawn=True)
        return sorted(entries.values(), key=lambda entry: entry.place)

    def entry(self, slug: Slug) -> Entry | None:
        """One of them.

        Raises:
            IndexNotReadyError: the list is being prepared.
        """
        return next((entry for entry in self.entries() if entry.slug == slug), None)

    def part(
        self, harvest: Harvest, after: tuple[date, Slug] | None, *, most: int, with_files: bool
    ) -> Part:
        """At most `most` entries of a harvest, those that follow the place `after`.

        With files, a case whose file cannot be read now is left out.

        Raises:
            IndexNotReadyError: the list is being prepared.
            CasesUnavailableError, TaxonomyUnreadableError: files cannot be read now.
        """
        wanted = [entry for entry in self.entries() if harvest.wants(entry)]
        rest = (entry for entry in wanted if after is None or entry.place > after)
        files: dict[Slug, CaseFile] = {}
        found = list(islice(self._readable(rest, files) if with_files else rest, most + 1))
        return Part(
            entries=tuple(found[:most]), files=files, total=len(wanted), has_more=len(found) > most
        )

    def _readable(self, entries: Iterator[Entry], files: dict[Slug, CaseFile]) -> Iterator[Entry]:
        for entry in entries:
            if entry.is_withdrawn:
                yield entry
                continue
            with suppress(CaseNotFoundError, CaseUnreadableError):
                files[entry.slug] = self.cases.read(entry.slug)
                yield entry


def _entry(case: CaseSummary) -> Entry:
    return Entry(
        slug=case.slug,
        changed_on=case.updated_on or case.published_on or UNDATED,
        tags=case.tags,
    )
