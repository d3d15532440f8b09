"""assemble: the one place that chooses which adapter stands behind which port."""

from functools import partial

from kb.parts import Parts
from kb.services.allying import Allying
from kb.services.beside import Beside
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
from kb.services.reading import Reading
from kb.services.safekeeping import Safekeeping
from kb.services.welcoming import Welcoming
from kb.settings import Settings
from kb.stores.backups import BackupsInFolders
from kb.stores.database_state import DatabaseStateOfFile
from kb.stores.erased_numbers import ErasedNumbersInFile
from kb.stores.passwords import Argon2Passwords
from kb.stores.schema import Schema
from kb.stores.smtp import SmtpPost
from kb.stores.withdrawals import WithdrawalsInHistory


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
        exchanging=_exchanging(parts),
        publishing=parts.publishing,
        drafting=desks.drafting,
        submitting=desks.submitting,
        following=desks.following,
        moderating=desks.moderating,
        curating=desks.curating,
        auditing=desks.auditing,
        enrolling=_enrolling(parts),
        limiting=_limiting(parts),
        mailing=_mailing(parts),
        privacy=Privacy(parts.work, parts.clock, parts.copies),
        erasing=_erasing(parts),
        safekeeping=_safekeeping(parts),
    )


def _discovering(parts: Parts) -> partial[KnowledgeBase]:
    """A knowledge base with the desks of those who look around and take along; others follow."""
    return partial(
        KnowledgeBase,
        gathering=Gathering(parts.cases, parts.searching),
        harvesting=_harvesting(parts),
        allying=Allying(parts.index, parts.organisations),
        welcoming=Welcoming(parts.entrances),
    )


def _checking(parts: Parts) -> Checking:
    state = DatabaseStateOfFile(Schema(parts.settings.database))
    comparing = Comparing(parts.work, state, parts.cases, parts.clock)
    beside = Beside(parts.entrances, parts.organisations, parts.taxonomies)
    return Checking(parts.cases, parts.taxonomies, parts.index, comparing, beside.problems)


def _harvesting(parts: Parts) -> Harvesting:
    withdrawals = WithdrawalsInHistory(parts.work, parts.taxonomies)
    return Harvesting(parts.cases, parts.index, withdrawals, parts.clock)


def _exchanging(parts: Parts) -> Exchanging:
    return Exchanging(
        cases=parts.cases,
        taxonomies=parts.taxonomies,
        public_url=parts.settings.public_url,
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
