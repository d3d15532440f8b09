"""Parts: adapters behind their ports, and desks, that several desks share."""

from dataclasses import dataclass
from functools import cached_property

from kb.domain.entrance import Entrance
from kb.domain.organisation import OrganisationBook
from kb.formats import entrances_file, organisations_file
from kb.indexes.editions import Editions
from kb.indexes.whoosh_index import WhooshIndex
from kb.services.correspondence import Correspondence
from kb.services.indexing import Indexing
from kb.services.publishing import Publishing
from kb.services.searching import Searching
from kb.settings import Settings, resources
from kb.stores.case_files import CaseFiles
from kb.stores.database import SqlWork
from kb.stores.database_copies import DatabaseCopiesInFolder
from kb.stores.letters import LettersInFiles
from kb.stores.publishing_lock import PublishingLockFile
from kb.stores.search_counts import SearchCountsInFile
from kb.stores.secret_key import SecretInFile
from kb.stores.side_files import SideFile
from kb.stores.system_clock import SystemClock
from kb.stores.taxonomies import TaxonomyInFile


@dataclass(frozen=True)
class Parts:
    """What several desks share; each is made when it is first asked for."""

    settings: Settings

    @cached_property
    def clock(self) -> SystemClock:
        """The clock of the system."""
        return SystemClock()

    @cached_property
    def taxonomies(self) -> TaxonomyInFile:
        """The vocabulary in its file."""
        return TaxonomyInFile(self.settings.taxonomy)

    @cached_property
    def cases(self) -> CaseFiles:
        """The published cases in their folder."""
        return CaseFiles(self.settings.cases, self.taxonomies)

    @cached_property
    def index(self) -> WhooshIndex:
        """The index, in its latest edition."""
        return WhooshIndex(Editions(self.settings.index), self.taxonomies)

    @cached_property
    def work(self) -> SqlWork:
        """The database."""
        return SqlWork(self.settings.database)

    @cached_property
    def secret(self) -> SecretInFile:
        """What signs cookies and hashes keys."""
        return SecretInFile(self.settings.data / "secret-key", self.settings.secret_key)

    @cached_property
    def letters(self) -> LettersInFiles:
        """Our letters, and those that the installation has put in their place."""
        return LettersInFiles(resources() / "mail", self.settings.home / "mail")

    @cached_property
    def copies(self) -> DatabaseCopiesInFolder:
        """Copies of the database made before its tables changed."""
        return DatabaseCopiesInFolder(self.settings.database)

    @cached_property
    def entrances(self) -> SideFile[tuple[Entrance, ...]]:
        """The ways in, if there are any."""
        none: tuple[Entrance, ...] = ()
        return SideFile(self.settings.entrances, entrances_file.read, absent=none)

    @cached_property
    def organisations(self) -> SideFile[OrganisationBook]:
        """Organisations told apart and put together by hand."""
        path = self.settings.organisations
        return SideFile(path, organisations_file.read, absent=OrganisationBook())

    @cached_property
    def searching(self) -> Searching:
        """The desk of searches, which counts them."""
        counts = SearchCountsInFile(self.settings.data / "searches.json", self.clock)
        return Searching(self.index, self.publishing.indexing, counts)

    @cached_property
    def publishing(self) -> Publishing:
        """The desk where decisions become files."""
        return Publishing(
            work=self.work,
            cases=self.cases,
            indexing=Indexing(self.cases, self.index),
            clock=self.clock,
            lock=PublishingLockFile(self.settings.data / "publishing.lock"),
            correspondence=Correspondence(
                letters=self.letters, public_url=self.settings.public_url
            ),
        )
