"""AuditEntry: who did what to which thing, when, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from kb.domain.account import AccountId


class Subject(StrEnum):
    """What kind of thing an entry is about."""

    SUBMISSION = "submission"
    CASE = "case"
    ACCOUNT = "account"
    BASE = "base"


class Channel(StrEnum):
    """How somebody asked."""

    PAGE = "page"
    COMMAND = "command"
    WORKER = "worker"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One line of the trail. Append-only; holds numbers, never an address.

    Attributes:
        id: 0 before it is stored; then the order in which things happened.
        by: the account; `None` for an operator's command, the worker, or nobody known.
        action: a word of the workflow (`approve`) or of accounts (`signed-in`, `role-changed`).
        key: of the subject: a number, or the slug of a case.
        reason: what was said to the author or noted; `""` if nothing.
        details: small facts: the version approved, the old and the new role.
    """

    id: int = 0
    at: datetime
    by: AccountId | None
    channel: Channel = Channel.PAGE
    action: str
    subject: Subject
    key: str
    reason: str = ""
    details: Mapping[str, str | int | None] = field(default_factory=dict)
