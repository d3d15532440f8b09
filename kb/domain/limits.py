"""How often one may try what costs us something or could be guessed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

from kb.domain.errors import TooManyError


class Limit(StrEnum):
    """A kind of try that is counted."""

    SIGN_IN = "sign-in"
    SIGN_IN_TO_ACCOUNT = "sign-in-to-account"
    MAIL = "mail"
    MAIL_TO_ADDRESS = "mail-to-address"
    SECOND_FACTOR = "second-factor"
    SECRET_LINK = "secret-link"  # noqa: S105 - a kind, no secret
    SEND = "send"
    SEND_FOR_ADDRESS = "send-for-address"
    SAVE_DRAFT = "save-draft"
    MESSAGE = "message"
    CONTACT = "contact"
    ALERT = "alert"
    ALERT_TO_ADDRESS = "alert-to-address"
    SHARE = "share"
    BOOKLET = "booklet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """How many tries within how long; the next one is refused."""

    tries: int
    within: timedelta


_QUARTER, _HOUR, _DAY = timedelta(minutes=15), timedelta(hours=1), timedelta(days=1)

#: An address of the network may be that of a whole town hall: what is counted by it is generous;
#: what is counted by account or by mail address is not.
ALLOWANCES: Mapping[Limit, Allowance] = MappingProxyType(
    {
        Limit.SIGN_IN: Allowance(tries=60, within=_QUARTER),
        Limit.SIGN_IN_TO_ACCOUNT: Allowance(tries=10, within=_QUARTER),
        Limit.MAIL: Allowance(tries=30, within=_HOUR),
        Limit.MAIL_TO_ADDRESS: Allowance(tries=5, within=_HOUR),
        Limit.SECOND_FACTOR: Allowance(tries=10, within=_QUARTER),
        Limit.SECRET_LINK: Allowance(tries=60, within=_QUARTER),
        Limit.SEND: Allowance(tries=60, within=_HOUR),
        Limit.SEND_FOR_ADDRESS: Allowance(tries=30, within=_HOUR),
        Limit.SAVE_DRAFT: Allowance(tries=1200, within=_HOUR),
        Limit.MESSAGE: Allowance(tries=30, within=_HOUR),
        Limit.CONTACT: Allowance(tries=10, within=_DAY),
        Limit.ALERT: Allowance(tries=30, within=_HOUR),
        Limit.ALERT_TO_ADDRESS: Allowance(tries=10, within=_DAY),
        Limit.SHARE: Allowance(tries=60, within=_HOUR),
        Limit.BOOKLET: Allowance(tries=30, within=_QUARTER),
    }
)


class TooManyTriesError(TooManyError):
    """Too often within too short a time."""

    code = "too-many-tries"
