"""KnowledgeBase: one field per desk; all that pages and commands are given."""

from dataclasses import dataclass

from kb.ports import Taxonomies
from kb.services.alerting import Alerting
from kb.services.allying import Allying
from kb.services.announcing import Announcing
from kb.services.archiving import Archiving
from kb.services.auditing import Auditing
from kb.services.checking import Checking
from kb.services.curating import Curating
from kb.services.drafting import Drafting
from kb.services.enrolling import Enrolling
from kb.services.erasing import Erasing
from kb.services.exchanging import Exchanging
from kb.services.following import Following
from kb.services.gathering import Gathering
from kb.services.harvesting import Harvesting
from kb.services.importing import Importing
from kb.services.indexing import Indexing
from kb.services.limiting import Limiting
from kb.services.mailing import Mailing
from kb.services.moderating import Moderating
from kb.services.privacy import Privacy
from kb.services.publishing import Publishing
from kb.services.rationing import Rationing
from kb.services.reading import Reading
from kb.services.safekeeping import Safekeeping
from kb.services.searching import Searching
from kb.services.sharing import Sharing
from kb.services.submitting import Submitting
from kb.services.welcoming import Welcoming


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgeBase:
    """The product without its pages: every use case, at its desk."""

    taxonomies: Taxonomies
    searching: Searching
    reading: Reading
    indexing: Indexing
    checking: Checking
    exchanging: Exchanging
    importing: Importing
    archiving: Archiving
    publishing: Publishing
    drafting: Drafting
    submitting: Submitting
    following: Following
    moderating: Moderating
    curating: Curating
    auditing: Auditing
    enrolling: Enrolling
    limiting: Limiting
    rationing: Rationing
    mailing: Mailing
    privacy: Privacy
    erasing: Erasing
    safekeeping: Safekeeping
    alerting: Alerting
    announcing: Announcing
    gathering: Gathering
    harvesting: Harvesting
    sharing: Sharing
    allying: Allying
    welcoming: Welcoming
