"""Answer a query."""

from dataclasses import dataclass

from kb.domain.search import SearchQuery, SearchResults
from kb.ports import CaseIndex, IndexNotReadyError
from kb.services.indexing import Indexing


@dataclass(frozen=True, slots=True)
class Searching:
    """The desk where one asks the base a question."""

    index: CaseIndex
    indexing: Indexing

    def search(self, query: SearchQuery) -> SearchResults:
        """The answer of the current state of the base.

        Raises:
            IndexNotReadyError: search is being prepared; it has been set going if nobody was at it.
        """
        try:
            return self.index.search(query)
        except IndexNotReadyError:
            self.indexing.mend_in_background()
            raise
