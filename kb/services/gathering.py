"""Gather the cases that a search finds, to hand them over."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

from kb.domain.case import CaseFile, Slug
from kb.domain.search import SearchQuery, SearchResults, Sort
from kb.ports import CaseNotFoundError, Cases, CaseUnreadableError
from kb.services.searching import Searching

#: Cases that one answer names when each costs a passage with its words marked; and when none does:
#: their summaries are in memory together.
_WITH_WORDS, _WITHOUT_WORDS = 200, 2_000


@dataclass(frozen=True, slots=True)
class Gathering:
    """The desk where a whole search is collected, not a page of it."""

    cases: Cases
    searching: Searching

    def files(self, query: SearchQuery) -> Iterator[CaseFile]:
        """Every case that a search finds, in its order, read one by one; its page does not matter.

        A search that asks for nothing gives the whole base by slug, without the index. A case that
        cannot be read by then is left out.

        Raises:
            IndexNotReadyError: before the first case; search is being prepared.
            CasesUnavailableError: files cannot be read now.
            TaxonomyUnreadableError: there is no vocabulary to read them with.
        """
        if _asks_for_nothing(query):
            return (file for file in self.cases.every() if isinstance(file, CaseFile))
        at_once = _WITH_WORDS if query.has_words else _WITHOUT_WORDS
        query = replace(query, page=1, per_page=at_once)
        return self._read(query, self.searching.answer(query))

    def _read(self, query: SearchQuery, results: SearchResults) -> Iterator[CaseFile]:
        for slug in self._slugs(query, results):
            with suppress(CaseNotFoundError, CaseUnreadableError):
                yield self.cases.read(slug)

    def _slugs(self, query: SearchQuery, results: SearchResults) -> Iterator[Slug]:
        """Each case once, even if the base changes meanwhile."""
        seen: set[Slug] = set()
        while results.hits:
            for hit in results.hits:
                if hit.case.slug not in seen:
                    seen.add(hit.case.slug)
                    yield hit.case.slug
            if query.page * query.per_page >= results.total:
                return
            query = replace(query, page=query.page + 1)
            results = self.searching.answer(query)


def _asks_for_nothing(query: SearchQuery) -> bool:
    return not (query.text or query.has_filters) and query.sort is Sort.RELEVANCE
