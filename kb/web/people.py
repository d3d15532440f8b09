"""How people are called on the pages of those who moderate: the trail knows numbers only."""

from collections.abc import Callable, Iterable

from kb.domain.account import Account, AccountId
from kb.web.context import knowledge_base

YOU = "Vous"

#: Tells a number as a name.
Naming = Callable[[AccountId | None], str]


def addresses(numbers: Iterable[AccountId | None], by: Account) -> Naming:
    """Everybody's address; who was erased keeps a number."""
    people = knowledge_base().auditing.people(numbers, by=by)

    def name(number: AccountId | None) -> str:
        if number is None:
            return "La base"
        account = people.get(number)
        return account.email if account and account.email else f"Personne n° {number}"

    return name


def naming(numbers: Iterable[AccountId | None], by: Account) -> Naming:
    """The same for one reader, who is « Vous »."""
    name = addresses(numbers, by)
    return lambda number: YOU if number == by.id else name(number)
