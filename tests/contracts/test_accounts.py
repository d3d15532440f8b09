from dataclasses import replace

import pytest

from kb.domain.account import Account, Role
from kb.unit_of_work import AccountExistsError, AccountNotFoundError, Work
from tests.builders import NOW


def test_an_address_is_compared_in_its_normal_form(work: Work) -> None:
    with work.writing() as unit:
        added = unit.accounts.add(Account(email=" Jeanne@Example.ORG", role=Role.CONTRIBUTOR))

    with work.reading() as unit:
        assert unit.accounts.by_email("JEANNE@example.org") == added
        assert unit.accounts.get(added.id or 0) == added
        assert unit.accounts.by_email("personne@example.org") is None
    assert added.email == "jeanne@example.org"


def test_an_address_has_one_account(work: Work) -> None:
    with work.writing() as unit, pytest.raises(AccountExistsError):
        unit.accounts.add(Account(email="Autrice@example.org", role=Role.MODERATOR))


def test_role_state_and_confirmation_are_stored(work: Work) -> None:
    with work.writing() as unit:
        known = unit.accounts.get(1)
        changed = replace(known, role=Role.MODERATOR, is_active=False, is_confirmed=True)

        unit.accounts.change(changed)

        assert unit.accounts.get(1) == changed
        unit.accounts.change(known)
        assert unit.accounts.get(1) == known


def test_only_active_people_count_where_roles_are_asked_for(work: Work) -> None:
    with work.writing() as unit:
        unit.accounts.add(Account(email="x@example.org", role=Role.MODERATOR, is_active=False))
        unit.accounts.add(Account(email="y@example.org", role=Role.ADMINISTRATOR))

        deciding = unit.accounts.with_role(Role.MODERATOR, Role.ADMINISTRATOR)

    assert [account.id for account in deciding] == [2, 4]


def test_of_somebody_erased_only_the_number_stays(work: Work) -> None:
    with work.writing() as unit:
        known = unit.accounts.add(
            Account(email="z@example.org", is_confirmed=True),
            password_hash="$argon2id$…",  # noqa: S106 - of nobody
        )
        assert known.has_password

        unit.accounts.erase(known.id or 0, at=NOW)

        erased = unit.accounts.get(known.id or 0)
        assert unit.accounts.by_email("z@example.org") is None
        assert unit.accounts.by_email("") is None
        assert [each.id for each in unit.accounts.every()] == [1, 2]
        unit.accounts.erase(1, at=NOW)
    assert erased == Account(id=known.id, is_active=False)


def test_who_is_not_there_is_not_found(work: Work) -> None:
    with work.reading() as unit, pytest.raises(AccountNotFoundError):
        unit.accounts.get(9)
