"""Let other systems harvest the base: what changed between two days, in parts, in a fixed order."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import islice

from kb.domain.case import CaseFile, Slug
from kb.domain.search import CaseSummary
from kb.index_ports import CaseIndex, IndexState
from kb.ports import (
    CaseNotFoundError,
    Cases,
    CaseUnreadableError,
    Clock,
)
from kb.side_ports import PublicationHistory

#: The day of a case that has none: nobody misses it.
UNDATED = date(1970, 1, 1)

#: The facets by which one may harvest a part of the base.
SET_FACETS = ("domain", "region")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A case as harvesters know it.

    Attributes:
        changed_on: the day of its last change, of its publication or of its withdrawal; never
            before the day on which it came, or came back, to this base or to this slug.
        tags: ids of `SET_FACETS` to slugs.
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


@dataclass(slots=True)
class _Latest:
    """What the last state of the index holds: the days in its files."""

    state: IndexState | None = None
    entries: Mapping[Slug, Entry] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


@dataclass(frozen=True, slots=True)
class Harvesting:
    """The desk of those who take the whole base along and come back for what is new.

    May be shared by threads.
    """

    cases: Cases
    index: CaseIndex
    history: PublicationHistory
    clock: Clock
    _latest: _Latest = field(default_factory=_Latest, repr=False)

    def now(self) -> datetime:
        """The instant of an answer, in UTC."""
        return self.clock.now()

    def published(self) -> Iterator[Entry]:
        """The cases, by slug.

        Raises:
            IndexNotReadyError: the list is being prepared.
            DatabaseUnavailableError: what the base itself has written cannot be known now.
        """
        entries, written = self._in_files(), self.history.last_written()
        for slug, entry in entries.items():
            day = max(entry.changed_on, written.get(slug, UNDATED))
            yield entry if day == entry.changed_on else replace(entry, changed_on=day)

    def entries(self) -> list[Entry]:
        """All cases and all that were withdrawn, in the order of harvests.

        Raises:
            IndexNotReadyError: the list is being prepared.
            DatabaseUnavailableError: what was withdrawn cannot be known now.
        """
        entries = {entry.slug: entry for entry in self.published()}
        for each in self.history.withdrawn(but=entries.keys()):
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

    def _in_files(self) -> Mapping[Slug, Entry]:
        """The cases by slug, read from the index once for each state of it."""
        state, latest = self.index.state(), self._latest
        with latest.lock:
            if latest.state != state:
                latest.entries = {case.slug: _entry(case) for case in self.index.every()}
                latest.state = state
            return latest.entries

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
        tags={facet_id: case.tags[facet_id] for facet_id in SET_FACETS if facet_id in case.tags},
    )
