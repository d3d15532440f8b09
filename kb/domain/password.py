"""What a password must be."""

import unicodedata

from kb.domain.errors import InvalidError

#: Characters. Source: NIST SP 800-63B rev. 4, 3.1.1.2: length, and no rules on kinds of letters.
MIN_PASSWORD_CHARACTERS, MAX_PASSWORD_CHARACTERS = 12, 200
#: Fewer different ones make `aaaaaaaaaaaa` or `121212121212`.
_MIN_DIFFERENT = 5


class PasswordTooWeakError(InvalidError):
    """It could be guessed, or is longer than any that is typed."""

    code = "password-too-weak"


def require_good(password: str, *, email: str) -> None:
    """Go on only with a password that is worth hashing.

    Raises:
        PasswordTooWeakError: it is too short, too long, too uniform, or the address.
    """
    normal = unicodedata.normalize("NFKC", password)
    is_long = MIN_PASSWORD_CHARACTERS <= len(normal) <= MAX_PASSWORD_CHARACTERS
    is_address = normal.lower() == email.lower()
    if not is_long or len(set(normal)) < _MIN_DIFFERENT or is_address:
        raise PasswordTooWeakError(least=MIN_PASSWORD_CHARACTERS, most=MAX_PASSWORD_CHARACTERS)
