"""What is known of somebody, and what has been known for long enough."""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from kb.domain.account import Account
from kb.domain.alert import Alert
from kb.domain.audit import AuditEntry, Channel, Subject
from kb.domain.mail import Mail
from kb.domain.personal_data import RETENTION, Purge
from kb.domain.submission import MessageKind, Submission
from kb.logs import event
from kb.operator_ports import DatabaseCopies
from kb.ports import Clock
from kb.unit_of_work import AccountNotFoundError, UnitOfWork, Work

_LOG = logging.getLogger("kb.services")

#: How long a copy of the database made before its tables changed is of any use.
COPIES_KEPT = timedelta(days=30)
#: Lines of the audit trail that are read at once.
_PAGE = 500


@dataclass(frozen=True, slots=True)
class Privacy:
    """The desk that tells people what is known of them, and forgets in time."""

    work: Work
    clock: Clock
    copies: DatabaseCopies

    def export(self, email: str) -> Mapping[str, object]:
        """All that is kept of somebody, as JSON values; no hash, no secret, no note of the team.

        Raises:
            AccountNotFoundError: there is no account with this address.
        """
        with self.work.reading() as unit:
            account = unit.accounts.by_email(email)
            if account is None or account.id is None:
                raise AccountNotFoundError(email=email)
            proposals = unit.submissions.of_author(account.id)
            return {
                "account": _plain(asdict(account)),
                "proposals": [_proposal(unit, each) for each in proposals],
                "drafts": [
                    _plain({"fields": each.fields, "saved_at": each.saved_at})
                    for each in unit.drafts.of_author(account.id)
                ],
                "alerts": [_alert(unit, each) for each in unit.alerts.of_account(account.id)],
                "letters": [_letter(each) for each in unit.outbox.every() if each.to == account.id],
                "audit": [_plain(asdict(each)) for each in _trail(unit, account)],
            }

    def purge(self) -> Mapping[Purge, int]:
        """Forget what has had its time, and say how much of each kind. Twice is as good as once.

        Raises:
            DatabaseUnavailableError: not now; nothing was forgotten.
        """
        now = self.clock.now()
        self.copies.drop(before=now - COPIES_KEPT)
        with self.work.writing() as unit:
            counts = {
                purge: unit.personal.purge(purge, before=now - keep.span, now=now)
                for purge, keep in RETENTION.items()
            }
            done = {purge.value: count for purge, count in counts.items() if count}
            if done:
                unit.audit.record(
                    AuditEntry(
                        at=now,
                        by=None,
                        channel=Channel.WORKER,
                        action="purge",
                        subject=Subject.BASE,
                        key="",
                        details=done,
                    )
                )
        if done:
            event(_LOG, "purged", **{name.replace("-", "_"): count for name, count in done.items()})
        return counts


def _proposal(unit: UnitOfWork, submission: Submission) -> dict[str, object]:
    return {
        **_plain(asdict(submission)),
        "versions": [_plain(asdict(each)) for each in unit.submissions.versions(submission.id)],
        "messages": [
            _plain(asdict(each))
            for each in unit.submissions.messages(submission.id)
            if each.kind is not MessageKind.NOTE
        ],
    }


def _alert(unit: UnitOfWork, alert: Alert) -> dict[str, object]:
    """A search that is followed, without what its link is made of; the cases told of."""
    told = unit.alerts.told(alert.id)
    return {**_plain(asdict(replace(alert, handle=""))), "told": _plain(told)}


def _letter(mail: Mail) -> dict[str, object]:
    """A letter; a secret one without what opens something."""
    held = replace(mail, text="", unsubscribe=None) if mail.is_secret else mail
    return _plain(asdict(held))


def _trail(unit: UnitOfWork, account: Account) -> Iterator[AuditEntry]:
    """What somebody did, and what was done to their account; the newest first."""
    before: int | None = None
    while entries := unit.audit.page(before=before, limit=_PAGE):
        before = entries[-1].id
        for each in entries:
            is_about = each.subject is Subject.ACCOUNT and each.key == str(account.id)
            if is_about or each.by == account.id:
                yield each


def _plain(values: Mapping[str, object]) -> dict[str, object]:
    """Values as JSON has them: instants as text."""
    return {name: _json(value) for name, value in values.items()}


def _json(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, Mapping):
        return _plain(value)
    if isinstance(value, list | tuple):
        return [_json(each) for each in value]
    return value
