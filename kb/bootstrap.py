"""assemble: the one place that chooses which adapter stands behind which port."""

from dataclasses import dataclass
from functools import cached_property

from kb.indexes.editions import Editions
from kb.indexes.whoosh_index import WhooshIndex
from kb.services.checking import Checking
from kb.services.comparing import Comparing
from kb.services.correspondence import Correspondence
from kb.services.enrolling import Enrolling
from kb.services.erasing import Erasing
from kb.services.exchanging import Exchanging
from kb.services.indexing import Indexing
from kb.services.knowledge_base import KnowledgeBase
from kb.services.limiting import Limiting
from kb.services.mailing import Mailing
from kb.services.privacy import Privacy
from kb.services.proposal_desks import ProposalDesks
from kb.services.publishing import Publishing
from kb.services.reading import Reading
from kb.services.safekeeping import Safekeeping
from kb.services.searching import Searching
from kb.settings import Settings, resources
from kb.stores.backups import BackupsInFolders
from kb.stores.case_files import CaseFiles
from kb.stores.database import SqlWork
from kb.stores.database_copies import DatabaseCopiesInFolder
from kb.stores.database_state import DatabaseStateOfFile
from kb.stores.erased_numbers import ErasedNumbersInFile
from kb.stores.letters import LettersInFiles
from kb.stores.passwords import Argon2Passwords
from kb.stores.publishing_lock import PublishingLockFile
from kb.stores.schema import Schema
from kb.stores.search_counts import SearchCountsInFile
from kb.stores.secret_key import SecretInFile
from kb.stores.smtp import SmtpPost
from kb.stores.system_clock import SystemClock
from kb.stores.taxonomies import TaxonomyInFile


@dataclass(frozen=True)
class _Shared:
    """What several desks share; made when first asked for."""

    settings: Settings

    @cached_property
    def clock(self) -> SystemClock:
        return SystemClock()

    @cached_property
    def taxonomies(self) -> TaxonomyInFile:
        return TaxonomyInFile(self.settings.taxonomy)

    @cached_property
    def cases(self) -> CaseFiles:
        return CaseFiles(self.settings.cases, self.taxonomies)

    @cached_property
    def index(self) -> WhooshIndex:
        return WhooshIndex(Editions(self.settings.index), self.taxonomies)

    @cached_property
    def work(self) -> SqlWork:
        return SqlWork(self.settings.database)

    @cached_property
    def secret(self) -> SecretInFile:
        return SecretInFile(self.settings.data / "secret-key", self.settings.secret_key)

    @cached_property
    def letters(self) -> LettersInFiles:
        return LettersInFiles(resources() / "mail", self.settings.home / "mail")

    @cached_property
    def copies(self) -> DatabaseCopiesInFolder:
        return DatabaseCopiesInFolder(self.settings.database)

    @cached_property
    def publishing(self) -> Publishing:
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


def assemble(settings: Settings) -> KnowledgeBase:
    """The knowledge base of an installation. Reads nothing yet, writes nothing."""
    shared = _Shared(settings)
    desks = _proposal_desks(shared)
    return KnowledgeBase(
        taxonomies=shared.taxonomies,
        searching=_searching(shared),
        reading=Reading(shared.cases, shared.index, shared.publishing),
        indexing=shared.publishing.indexing,
        checking=_checking(shared),
        exchanging=_exchanging(shared),
        publishing=shared.publishing,
        drafting=desks.drafting,
        submitting=desks.submitting,
        following=desks.following,
        moderating=desks.moderating,
        curating=desks.curating,
        auditing=desks.auditing,
        enrolling=_enrolling(shared),
        limiting=_limiting(shared),
        mailing=_mailing(shared),
        privacy=Privacy(shared.work, shared.clock, shared.copies),
        erasing=_erasing(shared),
        safekeeping=_safekeeping(shared),
    )


def _searching(shared: _Shared) -> Searching:
    counts = SearchCountsInFile(shared.settings.data / "searches.json", shared.clock)
    return Searching(shared.index, shared.publishing.indexing, counts)


def _checking(shared: _Shared) -> Checking:
    state = DatabaseStateOfFile(Schema(shared.settings.database))
    comparing = Comparing(shared.work, state, shared.cases, shared.clock)
    return Checking(shared.cases, shared.taxonomies, shared.index, comparing)


def _exchanging(shared: _Shared) -> Exchanging:
    return Exchanging(
        cases=shared.cases,
        taxonomies=shared.taxonomies,
        public_url=shared.settings.public_url,
    )


def _proposal_desks(shared: _Shared) -> ProposalDesks:
    return ProposalDesks.around(
        shared.publishing,
        shared.publishing.correspondence,
        shared.taxonomies,
        zone=shared.settings.time_zone,
    )


def _enrolling(shared: _Shared) -> Enrolling:
    return Enrolling(
        work=shared.work,
        clock=shared.clock,
        passwords=Argon2Passwords(),
        secret=shared.secret,
        letters=shared.letters,
        public_url=shared.settings.public_url,
    )


def _limiting(shared: _Shared) -> Limiting:
    return Limiting(
        work=shared.work,
        clock=shared.clock,
        secret=shared.secret,
        is_on=shared.settings.limits_tries,
    )


def _mailing(shared: _Shared) -> Mailing:
    post = SmtpPost(
        server=shared.settings.mail_server,
        sender=shared.settings.mail_from,
        lock=shared.settings.data / "mail.lock",
    )
    return Mailing(shared.work, post, shared.clock)


def _erasing(shared: _Shared) -> Erasing:
    return Erasing(
        work=shared.work,
        cases=shared.cases,
        publishing=shared.publishing,
        clock=shared.clock,
        numbers=ErasedNumbersInFile(shared.settings.data / "erased.txt"),
        copies=shared.copies,
    )


def _safekeeping(shared: _Shared) -> Safekeeping:
    backups = BackupsInFolders(shared.settings.home)
    return Safekeeping(backups, shared.publishing.lock, shared.clock)
