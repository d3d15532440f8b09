"""The second factor: codes of an application on a telephone, and recovery codes without one."""

import re

import qrcode
from qrcode.image.svg import SvgPathImage

from kb.accounts.people import Person
from kb.accounts.transactions import Change

#: What Flask-Security calls the only kind that we offer.
AUTHENTICATOR = "authenticator"
#: Seconds by which the clock of a telephone may be wrong.
CLOCK_SKEW_SECONDS = 30

_TYPED_BETWEEN = re.compile(r"[\s-]")
_CODE = re.compile(r"[0-9]{6}")
_RECOVERY_CODE = re.compile(r"[0-9a-f]{12}")


def is_right(change: Change, person: Person, code: str) -> str | None:
    """What kind of code this is, if it is a right one; it is taken once.

    Returns:
        `application`, `recovery` or `None`.
    """
    plain = _TYPED_BETWEEN.sub("", code).lower()
    if _CODE.fullmatch(plain) and person.tf_totp_secret:
        is_valid = verifies(change, person, plain, secret=person.tf_totp_secret)
        return "application" if is_valid else None
    if _RECOVERY_CODE.fullmatch(plain):
        return _recovery(change, person, "-".join((plain[:4], plain[4:8], plain[8:])))
    return None


def verifies(change: Change, person: Person, code: str, *, secret: str) -> bool:
    """Whether an application with this secret shows such a code now."""
    return change.library.security.totp_factory.verify_totp(
        token=_TYPED_BETWEEN.sub("", code),
        totp_secret=secret,
        user=person,
        window=CLOCK_SKEW_SECONDS,
    )


def picture(address: str) -> bytes:
    """The address that an application reads, as an SVG picture."""
    return bytes(qrcode.make(address, image_factory=SvgPathImage).to_string())


def _recovery(change: Change, person: Person, code: str) -> str | None:
    codes = change.library.security.mf_recovery_codes_util
    if not codes.check_recovery_code(person, code):
        return None
    person.mf_recovery_codes = list(person.mf_recovery_codes or ())  # a change that is noticed
    codes.delete_recovery_code(person, code)
    change.audit(person, "recovery-code-used")
    return "recovery"
