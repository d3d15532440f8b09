"""assemble: the one place that chooses which adapter stands behind which port."""

from kb.indexes.editions import Editions
from kb.indexes.whoosh_index import WhooshIndex
from kb.services.checking import Checking
from kb.services.exchanging import Exchanging
from kb.services.indexing import Indexing
from kb.services.knowledge_base import KnowledgeBase
from kb.services.reading import Reading
from kb.services.searching import Searching
from kb.settings import Settings
from kb.stores.case_files import CaseFiles
from kb.stores.search_counts import SearchCountsInFile
from kb.stores.system_clock import SystemClock
from kb.stores.taxonomies import TaxonomyInFile


def assemble(settings: Settings) -> KnowledgeBase:
    """The knowledge base of an installation. Reads nothing yet, writes nothing."""
    taxonomies = TaxonomyInFile(settings.taxonomy)
    cases = CaseFiles(settings.cases, taxonomies)
    index = WhooshIndex(Editions(settings.index), taxonomies)
    indexing = Indexing(cases, index)
    counts = SearchCountsInFile(settings.data / "searches.json", SystemClock())
    return KnowledgeBase(
        taxonomies=taxonomies,
        searching=Searching(index, indexing, counts),
        reading=Reading(cases, index),
        indexing=indexing,
        checking=Checking(cases, taxonomies, index),
        exchanging=Exchanging(cases=cases, taxonomies=taxonomies, public_url=settings.public_url),
    )
