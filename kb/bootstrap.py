"""assemble: the one place that chooses which adapter stands behind which port."""

from functools import partial

from kb.parts import Parts
from kb.services.alert_letters import AlertLetters
from kb.services.alert_links import AlertLinks
from kb.services.alerting import Alerting
from kb.services.allying import Allying
from kb.services.announcing import Announcing
from kb.services.archiving import Archiving
from kb.services.beside import Beside
from kb.services.calendar import Calendar
from kb.services.checking import Checking
from kb.services.comparing import Comparing
from kb.services.enrolling import Enrolling
from kb.services.erasing import Erasing
from kb.services.exchanging import Exchanging
from kb.services.gathering import Gathering
from kb.services.harvesting import Harvesting
from kb.services.knowledge_base import KnowledgeBase
from kb.services.limiting import Limiting
from kb.services.mailing import Mailing
from kb.services.privacy import Privacy
from kb.services.proposal_desks import ProposalDesks
from kb.services.rationing import Rationing
from kb.services.reading import Reading
from kb.services.safekeeping import Safekeeping
from kb.services.sharing import Sharing
from kb.services.welcoming import Welcoming
from kb.settings import Settings
from kb.stores.backups import BackupsInFolders
from kb.stores.database_state import DatabaseStateOfFile
from kb.stores.erased_numbers import ErasedNumbersInFile
from kb.stores.export_archives import PUBLISHED_BESIDE, ExportArchivesInFolder, files_beside
from kb.stores.passwords import Argon2Passwords
from kb.stores.publication_history import PublicationHistoryInDatabase
from kb.stores.schema import Schema
from kb.stores.smtp import SmtpPost


def assemble(settings: Settings) -> KnowledgeBase:
    """The knowledge base of an installation. Reads nothing yet, writes nothing."""
    parts = Parts(settings)
    desks = _proposal_desks(parts)
    return _discovering(parts)(
        taxonomies=parts.taxonomies,
        searching=parts.searching,
        reading=Reading(parts.cases, parts.index, parts.publishing),
        indexing=parts.publishing.indexing,
        checking=_checking(parts),
        importing=desks.importing,
        publishing=parts.publishing,
        drafting=desks.drafting,
        submitting=desks.submitting,
        following=desks.following,
        moderating=desks.moderating,
        curating=desks.curating,
        auditing=desks.auditing,
        enrolling=_enrolling(parts),
        limiting=_limiting(parts),
        rationing=_rationing(parts),
        mailing=_mailing(parts),
        privacy=Privacy(parts.work, parts.clock, parts.copies),
        erasing=_erasing(parts),
        safekeeping=_safekeeping(parts),
    )


def _discovering(parts: Parts) -> partial[KnowledgeBase]:
    """A knowledge base with the desks of those who look around and take along; others follow."""
    alerting = _alerting(parts)
    return partial(
        KnowledgeBase,
        alerting=alerting,
        announcing=Announcing(alerting, parts.cases),
        exchanging=_exchanging(parts),
        archiving=_archiving(parts),
        gathering=Gathering(parts.cases, parts.searching),
        harvesting=_harvesting(parts),
        sharing=Sharing(parts.work, parts.clock),
        allying=Allying(parts.index, parts.organisations),
        welcoming=Welcoming(parts.entrances),
    )


def _alerting(parts: Parts) -> Alerting:
    settings = parts.settings
    letters = AlertLetters(
        letters=parts.letters,
        links=AlertLinks(parts.secret, settings.public_url),
        taxonomies=parts.taxonomies,
        zone=settings.time_zone,
    )
    return Alerting(
        work=parts.work,
        searching=parts.searching,
        taxonomies=parts.taxonomies,
        letters=letters,
        calendar=Calendar(parts.clock, settings.time_zone),
    )


def _checking(parts: Parts) -> Checking:
    state = DatabaseStateOfFile(Schema(parts.settings.database))
    comparing = Comparing(parts.work, state, parts.cases, parts.clock)
    beside = Beside(parts.entrances, parts.organisations, parts.taxonomies)
    return Checking(parts.cases, parts.taxonomies, parts.index, comparing, beside.problems)


def _harvesting(parts: Parts) -> Harvesting:
    history = PublicationHistoryInDatabase(parts.work, parts.taxonomies)
    return Harvesting(parts.cases, parts.index, history, parts.clock)


def _exchanging(parts: Parts) -> Exchanging:
    return Exchanging(
        cases=parts.cases,
        taxonomies=parts.taxonomies,
        public_url=parts.settings.public_url,
    )


def _archiving(parts: Parts) -> Archiving:
    settings = parts.settings
    return Archiving(
        exchanging=_exchanging(parts),
        archives=ExportArchivesInFolder,
        beside=lambda: files_beside(settings.home, PUBLISHED_BESIDE),
        calendar=Calendar(parts.clock, settings.time_zone),
        folder=settings.exports,
    )


def _proposal_desks(parts: Parts) -> ProposalDesks:
    return ProposalDesks.around(
        parts.publishing,
        parts.publishing.correspondence,
        parts.taxonomies,
        zone=parts.settings.time_zone,
    )


def _enrolling(parts: Parts) -> Enrolling:
    return Enrolling(
        work=parts.work,
        clock=parts.clock,
        passwords=Argon2Passwords(),
        secret=parts.secret,
        letters=parts.letters,
        public_url=parts.settings.public_url,
    )


def _limiting(parts: Parts) -> Limiting:
    return Limiting(
        work=parts.work,
        clock=parts.clock,
        secret=parts.secret,
        is_on=parts.settings.limits_tries,
    )


def _rationing(parts: Parts) -> Rationing:
    settings = parts.settings
    return Rationing(
        clock=parts.clock, quota=settings.reads_per_minute, is_on=settings.limits_tries
    )


def _mailing(parts: Parts) -> Mailing:
    post = SmtpPost(
        server=parts.settings.mail_server,
        sender=parts.settings.mail_from,
        lock=parts.settings.data / "mail.lock",
    )
    return Mailing(parts.work, post, parts.clock)


def _erasing(parts: Parts) -> Erasing:
    return Erasing(
        work=parts.work,
        cases=parts.cases,
        publishing=parts.publishing,
        clock=parts.clock,
        numbers=ErasedNumbersInFile(parts.settings.data / "erased.txt"),
        copies=parts.copies,
    )


def _safekeeping(parts: Parts) -> Safekeeping:
    backups = BackupsInFolders(parts.settings.home)
    return Safekeeping(backups, parts.publishing.lock, parts.clock)
