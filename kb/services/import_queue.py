"""What the queue of moderation means for a case that is imported."""

from dataclasses import replace

from kb.domain.account import AccountId
from kb.domain.submission import OPEN, Status, Submission
from kb.services.import_plans import Outcome, Plan
from kb.services.texts import as_proposed
from kb.unit_of_work import UnitOfWork


def beside_proposals(
    unit: UnitOfWork, plan: Plan, *, publishes: bool, author: AccountId | None
) -> Plan:
    """The plan, once one has looked for the same in the queue, or for something in its way.

    Args:
        publishes: the case does not go through the queue.
        author: who would propose it.
    """
    if not plan.is_work:
        return plan
    if plan.live is None and unit.publications.last(plan.slug):
        return plan.refused("address-known", slug=plan.slug)  # it was published meanwhile
    others = unit.submissions.of_case(plan.slug)
    if not publishes and (said := _said_before(unit, plan, others)):
        return said
    for each in others:
        is_own = each.author == author and not publishes
        if each.status in OPEN and (is_own or not each.is_change):
            return plan.refused("already-pending", number=each.id, slug=plan.slug)
    return plan


def _said_before(unit: UnitOfWork, plan: Plan, others: tuple[Submission, ...]) -> Plan | None:
    """What to answer if a proposal that waits, or was refused, has the very same text."""
    text = as_proposed(plan.what)
    same = [each for each in others if unit.submissions.text(each.id, each.latest).text == text]
    for each in same:
        if each.status in OPEN:
            return replace(plan, outcome=Outcome.UNCHANGED, submission=each.id)
    for each in same:
        if each.status is Status.REJECTED:
            return plan.refused("already-rejected", number=each.id)
    return None
