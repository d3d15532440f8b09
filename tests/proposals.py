"""A proposal that has arrived in the queue, put there as the author's confirmation would."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from kb.domain.account import Account, Role
from kb.domain.submission import Status, Submission
from kb.formats import front_matter
from kb.services.knowledge_base import KnowledgeBase
from kb.stores.system_clock import SystemClock
from tests.builders import a_case, a_submission, a_version, sha256

#: Far from every published case, so that only what a test is about looks alike.
PROPOSED: dict[str, Any] = {
    "title": "La conciergerie des refuges du Queyras",
    "summary": "Trois gardiens de refuge partagent une conciergerie et un atelier de couture.",
    "published_on": None,
}


def arrives(
    knowledge_base: KnowledgeBase,
    *,
    days_ago: int = 0,
    change_of: str = "",
    slug: str = "conciergerie",
    **changes: Any,
) -> Submission:
    """A proposal in the queue.

    Args:
        change_of: the published case that it changes.
        changes: what its text says; `author` is the account that proposes it.
    """
    author: Account | None = changes.pop("author", None)
    now = SystemClock().now() - timedelta(days=days_ago)
    if change_of:
        live = knowledge_base.reading.case(change_of)
        case = replace(live.case, **changes)
        place: dict[str, Any] = {"slug": change_of, "base": live.sha256}
    else:
        case = a_case(**(PROPOSED | changes))
        place = {"slug": slug}
    text = front_matter.render(case)
    with knowledge_base.publishing.work.writing() as unit:
        by = author or unit.accounts.by_email("autrice@example.org")
        by = by or unit.accounts.add(Account(email="autrice@example.org", role=Role.CONTRIBUTOR))
        times = {"created_at": now, "changed_at": now, "submitted_at": now}
        proposal = a_submission(
            title=case.title, author=by.id, status=Status.SUBMITTED, **place, **times
        )
        return unit.submissions.add(
            proposal,
            a_version(text, sha256=sha256(text), written_by=by.id, written_at=now),
        )
