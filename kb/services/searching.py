"""Answer a query, suggest what may be meant, explain an answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from kb.domain.case import Slug
from kb.domain.explanation import Explanation
from kb.domain.search import SearchQuery, SearchResults
from kb.domain.search_count import SearchCount, countable, shortfall
from kb.domain.suggestion import Suggestion
from kb.index_ports import CaseIndex
from kb.ports import IndexNotReadyError, SearchCounts
from kb.services.indexing import Indexing

#: Suggestions of each kind that a list has room for.
SUGGESTIONS = 5


@dataclass(frozen=True, slots=True)
class Searching:
    """The desk where one asks the base a question.

    While search is being prepared each method raises `IndexNotReadyError`, and has set the
    preparation going if nobody was at it.
    """

    index: CaseIndex
    indexing: Indexing
    counts: SearchCounts

    def search(self, query: SearchQuery) -> SearchResults:
        """The answer of the current state of the base; words that fall short are counted.

        Raises:
            IndexNotReadyError: search is being prepared.
        """
        results = self.answer(query)
        if (outcome := shortfall(query, results)) and (words := countable(query.text)):
            self.counts.note(outcome, words)
        return results

    def answer(self, query: SearchQuery) -> SearchResults:
        """The same without counting: no reader has looked for these words just now.

        Raises:
            IndexNotReadyError: search is being prepared.
        """
        with self._mending():
            return self.index.search(query)

    def every(self, query: SearchQuery) -> tuple[Slug, ...]:
        """All cases that the query finds as it is typed, in its order; its page does not matter.

        Raises:
            IndexNotReadyError: search is being prepared.
        """
        with self._mending():
            return self.index.matching(query)

    def shortfalls(self) -> tuple[SearchCount, ...]:
        """What readers looked for in vain, the most frequent first."""
        return self.counts.every()

    def suggest(self, text: str) -> tuple[Suggestion, ...]:
        """What a reader who has typed this may mean: up to `SUGGESTIONS` of each kind.

        Raises:
            IndexNotReadyError: search is being prepared.
        """
        with self._mending():
            return self.index.suggest(text, limit=SUGGESTIONS)

    def explain(self, slug: Slug, query: SearchQuery) -> Explanation | None:
        """Why a case is found by a query or not; `None` if search does not know the case (yet).

        Raises:
            IndexNotReadyError: search is being prepared.
        """
        with self._mending():
            return self.index.explain(slug, query)

    @contextmanager
    def _mending(self) -> Iterator[None]:
        try:
            yield
        except IndexNotReadyError:
            self.indexing.mend_in_background()
            raise
