"""What a text becomes where only its sameness matters, or where it must stay secret."""

import hashlib
import hmac

from kb.domain.case import Sha256


def sha256_of(held: str | bytes) -> Sha256:
    """The hash of the file that holds this text, or these bytes."""
    data = held.encode() if isinstance(held, str) else held
    return Sha256(hashlib.sha256(data).hexdigest())


def keyed_sha256_of(text: str, *, secret: bytes) -> Sha256:
    """A hash that only who holds the secret can make, so that no text can be guessed from it.

    Source: HMAC, RFC 2104.
    """
    return Sha256(hmac.new(secret, text.encode(), hashlib.sha256).hexdigest())
