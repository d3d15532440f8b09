"""The links of the header that depend on who asks."""

from dataclasses import dataclass

from kb.domain.account import Account, Permission
from kb.domain.errors import UnavailableError
from kb.web.basket import basket
from kb.web.context import knowledge_base, signed_in


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderLink:
    """A link, and the section of the site whose pages mark it as current."""

    text: str
    address: str
    section: str


_SIGN_IN = HeaderLink(text="Se connecter", address="/connexion", section="account")
_ACCOUNT = HeaderLink(text="Mon compte", address="/compte", section="account")


def own_links() -> tuple[HeaderLink, ...]:
    """One's selection, then « Se connecter », the same for all who have not, or account and desk.

    Without the latter when it cannot be known now: what is published can be read all the same.
    """
    try:
        return (*_selection(), *_links(signed_in()))
    except UnavailableError:
        return _selection()


def _selection() -> tuple[HeaderLink, ...]:
    count = len(basket().selection.cases)
    text = f"Ma sélection ({count})"
    return (HeaderLink(text=text, address="/selection", section="selection"),) if count else ()


def _links(account: Account) -> tuple[HeaderLink, ...]:
    if not account.is_signed_in:
        return (_SIGN_IN,)
    if not account.may(Permission.MODERATE):
        return (_ACCOUNT,)
    waiting = knowledge_base().moderating.waiting(by=account)
    text = f"Modération ({waiting})"
    return HeaderLink(text=text, address="/moderation", section="moderation"), _ACCOUNT
