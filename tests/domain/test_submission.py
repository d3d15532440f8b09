"""The workflow and the permissions, over all combinations."""

from itertools import pairwise, product

import pytest

from kb.domain.account import ALLOWED, Account, NotAllowedError, Permission, Role
from kb.domain.submission import MOVES, OPEN, WAITING, Action, IllegalMoveError, Status
from tests.builders import a_submission


@pytest.mark.parametrize(("status", "action"), list(product(Status, Action)))
def test_only_listed_moves_are_legal(status: Status, action: Action) -> None:
    submission = a_submission(status=status)

    if (status, action) in MOVES:
        assert submission.after(action).status is MOVES[status, action]
    else:
        with pytest.raises(IllegalMoveError, match="illegal-move"):
            submission.after(action)
    assert submission.allows(action) is ((status, action) in MOVES)


def test_only_a_review_leads_to_publication_and_only_publication_to_the_public() -> None:
    publishing = {pair for pair, after in MOVES.items() if after is Status.PUBLISHED}
    approving = {pair for pair, after in MOVES.items() if after is Status.APPROVED}

    assert publishing == {
        (Status.APPROVED, Action.PUBLISH),
        (Status.ARCHIVED, Action.REINSTATE),
    }
    assert {status for status, _ in approving} == {Status.IN_REVIEW}


@pytest.mark.parametrize("status", Status)
def test_every_state_can_be_reached_and_what_is_open_can_be_left(status: Status) -> None:
    assert status in {Status.DRAFT, *MOVES.values()}
    if status in OPEN:
        assert any(before is status is not after for (before, _), after in MOVES.items())
    assert set(WAITING) <= set(OPEN)


@pytest.mark.parametrize(("role", "permission"), list(product(Role, Permission)))
def test_a_role_allows_what_the_table_says_and_nothing_to_who_was_disabled(
    role: Role, permission: Permission
) -> None:
    account = Account(id=1, role=role)

    if permission in ALLOWED[role]:
        account.require(permission)
    else:
        with pytest.raises(NotAllowedError):
            account.require(permission)
    assert not Account(id=1, role=role, is_active=False).may(permission)


def test_each_role_may_all_that_the_one_before_may() -> None:
    roles = list(Role)

    for less, more in pairwise(roles):
        assert ALLOWED[less] <= ALLOWED[more]
