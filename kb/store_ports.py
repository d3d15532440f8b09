"""What use cases need of each store of the database; all of them work in one transaction."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Protocol

from kb.domain.account import Account, AccountId, Role
from kb.domain.audit import AuditEntry, Subject
from kb.domain.case import Sha256, Slug
from kb.domain.draft import Draft, DraftId
from kb.domain.mail import Mail, MailState
from kb.domain.personal_data import Purge
from kb.domain.publication import PastText, Publication, PublicationStatus
from kb.domain.submission import Message, Status, Submission, SubmissionId, Version


class AccountStore(Protocol):
    """The one table that holds addresses."""

    def get(self, number: AccountId) -> Account:
        """One account.

        Raises:
            AccountNotFoundError: there is none.
        """
        ...

    def by_email(self, email: str) -> Account | None:
        """The account of an address, compared in its normal form."""
        ...

    def add(self, account: Account, *, password_hash: str | None = None) -> Account:
        """Store a new account; the answer has its number.

        Raises:
            AccountExistsError: the address has one.
        """
        ...

    def change(self, account: Account) -> None:
        """Store role, state and confirmation; sessions end if role or state change."""
        ...

    def drop_second_factor(self, number: AccountId) -> None:
        """Forget the second factor and its recovery codes; sessions end."""
        ...

    def every(self) -> tuple[Account, ...]:
        """All accounts that were not erased, by number."""
        ...

    def with_role(self, *roles: Role) -> tuple[Account, ...]:
        """The active accounts with one of these roles, by number."""
        ...

    def erase(self, number: AccountId, *, at: datetime) -> None:
        """Empty the address and all secrets; the number stays."""
        ...


class SubmissionStore(Protocol):
    """Proposals, their frozen versions, what was said about them, and the links that open them."""

    def add(self, submission: Submission, version: Version) -> Submission:
        """Store a new proposal with its first text; the answer has its number."""
        ...

    def get(self, number: SubmissionId) -> Submission:
        """One proposal.

        Raises:
            SubmissionNotFoundError: there is none.
        """
        ...

    def save(self, submission: Submission, version: Version | None = None) -> Submission:
        """Store a change, and a new text if there is one; the answer counts one version more.

        Raises:
            StaleVersionError: it was saved meanwhile.
        """
        ...

    def text(self, number: SubmissionId, version: int) -> Version:
        """One frozen text.

        Raises:
            SubmissionNotFoundError: there is none.
        """
        ...

    def versions(self, number: SubmissionId) -> tuple[Version, ...]:
        """All texts, the first first."""
        ...

    def with_status(self, *statuses: Status) -> tuple[Submission, ...]:
        """Those that stand so, longest in the queue first (then by number)."""
        ...

    def of_author(self, author: AccountId) -> tuple[Submission, ...]:
        """All that somebody proposed, the newest first."""
        ...

    def of_case(self, slug: Slug) -> tuple[Submission, ...]:
        """All proposals for a case, the newest first."""
        ...

    def add_message(self, message: Message) -> None:
        """Store what was said."""
        ...

    def messages(self, number: SubmissionId) -> tuple[Message, ...]:
        """All that was said, notes included, the first first."""
        ...

    def add_link(self, token_sha256: Sha256, number: SubmissionId, *, expires_at: datetime) -> None:
        """Let a secret link open a proposal for its author until then."""
        ...

    def by_link(self, token_sha256: Sha256, *, now: datetime) -> Submission | None:
        """What a secret link opens, if it is neither expired nor revoked."""
        ...

    def revoke_links(self, number: SubmissionId) -> None:
        """Let no link that was given so far open this proposal any more."""
        ...


class DraftStore(Protocol):
    """What is being written."""

    def add(self, draft: Draft) -> Draft:
        """Store a new draft; the answer has its number."""
        ...

    def get(self, number: DraftId) -> Draft:
        """One draft.

        Raises:
            DraftNotFoundError: there is none.
        """
        ...

    def save(self, draft: Draft) -> Draft:
        """Store what was typed; the answer has the next revision. The caller compared revisions."""
        ...

    def with_key(self, key_sha256: Sha256) -> tuple[Draft, ...]:
        """The drafts of one browser, the last saved first."""
        ...

    def of_author(self, author: AccountId) -> tuple[Draft, ...]:
        """The drafts of somebody signed in, the last saved first."""
        ...

    def remove(self, number: DraftId) -> None:
        """Forget a draft; nothing happens if it is not there."""
        ...


class PublicationStore(Protocol):
    """What was decided to become of files: all texts stay, they are the history of the cases."""

    def add(self, publication: Publication) -> Publication:
        """Record a publication; the answer has its number."""
        ...

    def get(self, number: int) -> Publication:
        """One publication.

        Raises:
            PublicationNotFoundError: there is none.
        """
        ...

    def mark(self, number: int, status: PublicationStatus, *, at: datetime) -> None:
        """Say what became of it."""
        ...

    def unfinished(self) -> tuple[Publication, ...]:
        """The open ones, in the order in which they are to be applied."""
        ...

    def in_conflict(self) -> tuple[Publication, ...]:
        """Those that met a file edited by hand, oldest first."""
        ...

    def history(self, slug: Slug) -> tuple[PastText, ...]:
        """The texts that publications gave to a slug and that were done, the newest first."""
        ...

    def last(self, slug: Slug) -> Publication | None:
        """The last publication that was done and changed this slug."""
        ...

    def last_written(self) -> Mapping[Slug, datetime]:
        """When the last publication that gave each slug a text was done."""
        ...

    def slugs(self) -> frozenset[Slug]:
        """Every slug that a publication ever touched: none is given to another case."""
        ...


class AuditTrail(Protocol):
    """Who did what. Append-only."""

    def record(self, entry: AuditEntry) -> None:
        """Add a line, in this transaction."""
        ...

    def of(self, subject: Subject, key: str) -> tuple[AuditEntry, ...]:
        """What happened to one thing, the first first."""
        ...

    def page(self, *, before: int | None = None, limit: int) -> tuple[AuditEntry, ...]:
        """The newest lines, older than number `before` if given."""
        ...


class Outbox(Protocol):
    """Letters, written in the transaction of what they tell, sent afterwards."""

    def add(self, mail: Mail) -> Mail:
        """Put a letter in; the answer has its number."""
        ...

    def due(self, *, now: datetime, limit: int) -> tuple[Mail, ...]:
        """Letters to send now, the oldest first."""
        ...

    def save(self, mail: Mail) -> None:
        """Store state, attempts and time of the next one; a secret text is emptied once sent."""
        ...

    def take_back(self, unsubscribe: str) -> None:
        """Delete letters that have not gone yet and say that this address ends them."""
        ...

    def every(self, *, state: MailState | None = None) -> tuple[Mail, ...]:
        """All letters, the newest first."""
        ...


class AttemptStore(Protocol):
    """How often something was tried, shared by all processes, kept over a restart."""

    def note(self, kind: str, key_sha256: Sha256, *, at: datetime) -> None:
        """Count one more try of this kind by this key (hashed: no address is stored)."""
        ...

    def count(self, kind: str, key_sha256: Sha256, *, since: datetime) -> int:
        """How many there were."""
        ...


class PersonalStore(Protocol):
    """What is known of people, over all tables."""

    def related(self, slugs: Iterable[Slug]) -> frozenset[Slug]:
        """These slugs and all that the same publications changed: renamed and merged cases."""
        ...

    def rewrite(
        self, slugs: Iterable[Slug], *, texts: Callable[[str], str], words: Callable[[str], str]
    ) -> None:
        """Change every stored text of these cases in place; whoever reads history sees the change.

        Args:
            texts: for the versions of proposals and the texts of publications.
            words: for the fields of drafts and for messages, those of other cases included.
        """
        ...

    def forget(self, number: AccountId, *, email: str) -> None:
        """Delete somebody's drafts, links, messages, alerts and letters.

        Letters with their address go, too.
        """
        ...

    def let_go(self, number: AccountId, *, at: datetime) -> None:
        """Erase somebody who only left an address, once nothing of theirs needs it."""
        ...

    def purge(self, what: Purge, *, before: datetime, now: datetime) -> int:
        """Delete what has not changed since then, and say how much it was."""
        ...
