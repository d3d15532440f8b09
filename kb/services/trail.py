"""Lines of the audit trail about proposals and cases."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from kb.domain.account import AccountId
from kb.domain.audit import AuditEntry, Subject
from kb.domain.case import Slug
from kb.domain.submission import SubmissionId


def entry(
    action: str, about: SubmissionId, *, by: AccountId | None, at: datetime, **told: str | int
) -> AuditEntry:
    """The line of what somebody did on a page to a proposal.

    Args:
        told: the reason, if one was given, and small facts.
    """
    return _entry(
        AuditEntry(at=at, by=by, action=action, subject=Subject.SUBMISSION, key=str(about)), told
    )


def case_entry(
    action: str, about: Slug, *, by: AccountId | None, at: datetime, **told: str | int
) -> AuditEntry:
    """The line of what somebody did on a page to a published case.

    Args:
        told: the reason, if one was given, and small facts.
    """
    line = AuditEntry(at=at, by=by, action=action, subject=Subject.CASE, key=about)
    return _entry(line, told)


def _entry(line: AuditEntry, told: Mapping[str, str | int]) -> AuditEntry:
    details = {name: fact for name, fact in told.items() if name != "reason"}
    return replace(line, reason=str(told.get("reason", "")), details=details)
