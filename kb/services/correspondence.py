"""Correspondence: letters about proposals, put into the outbox with what they tell."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from kb.domain.account import AccountId
from kb.domain.hashes import sha256_of
from kb.domain.letters import LetterName
from kb.domain.mail import Mail
from kb.domain.personal_data import RETENTION, Purge
from kb.domain.submission import Submission
from kb.ports import Letters
from kb.unit_of_work import UnitOfWork

#: How long a link to the page of a proposal works.
LINKS_LAST = RETENTION[Purge.LINKS].span
#: 256 bits.
_TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Correspondence:
    """Writes letters. Each to an author has a secret link of its own to the proposal's page.

    Attributes:
        public_url: what each link begins with.
    """

    letters: Letters
    public_url: str
    links_last: timedelta = LINKS_LAST

    def to_author(
        self,
        unit: UnitOfWork,
        submission: Submission,
        name: LetterName,
        *,
        now: datetime,
        **values: str,
    ) -> None:
        """Write to who proposed it."""
        link = self._link(unit, submission, now=now)
        subject, text = self.letters.compose(name, title=submission.title, link=link, **values)
        _put(unit, submission.author, subject, text, now=now)

    def published(self, unit: UnitOfWork, submission: Submission, *, now: datetime) -> None:
        """Write to who proposed it that it can be read, and where."""
        address = f"{self.public_url}/cas/{submission.slug}"
        self.to_author(unit, submission, LetterName.PUBLISHED, now=now, address=address)

    def new_links(
        self, unit: UnitOfWork, submissions: Iterable[Submission], *, to: AccountId, now: datetime
    ) -> None:
        """Send new links to all these proposals in one letter."""
        lines = [f"{each.title}\n{self._link(unit, each, now=now)}" for each in submissions]
        subject, text = self.letters.compose(LetterName.NEW_LINK, proposals="\n\n".join(lines))
        _put(unit, to, subject, text, now=now)

    def to_moderators(
        self, unit: UnitOfWork, titles: Iterable[str], *, to: Iterable[AccountId], now: datetime
    ) -> None:
        """Tell those who moderate what waits for them."""
        subject, text = self.letters.compose(
            LetterName.TO_MODERATORS,
            proposals="\n".join(f"– {title}" for title in titles),
            link=f"{self.public_url}/moderation",
        )
        for number in to:
            unit.outbox.add(_mail(number, subject, text, now=now))

    def _link(self, unit: UnitOfWork, submission: Submission, *, now: datetime) -> str:
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        expires_at = now + self.links_last
        unit.submissions.add_link(sha256_of(token), submission.id, expires_at=expires_at)
        return f"{self.public_url}/suivi/{token}"


def _put(unit: UnitOfWork, to: AccountId, subject: str, text: str, *, now: datetime) -> None:
    unit.outbox.add(_mail(to, subject, text, now=now, is_secret=True))


def _mail(
    to: AccountId, subject: str, text: str, *, now: datetime, is_secret: bool = False
) -> Mail:
    return Mail(
        to=to,
        subject=subject,
        text=text,
        is_secret=is_secret,
        created_at=now,
        next_attempt_at=now,
    )
