"""KnowledgeBase: one field per desk; all that pages and commands are given."""

from dataclasses import dataclass

from kb.ports import Taxonomies
from kb.services.checking import Checking
from kb.services.exchanging import Exchanging
from kb.services.indexing import Indexing
from kb.services.reading import Reading
from kb.services.searching import Searching


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgeBase:
    """The product without its pages: every use case, at its desk."""

    taxonomies: Taxonomies
    searching: Searching
    reading: Reading
    indexing: Indexing
    checking: Checking
    exchanging: Exchanging
