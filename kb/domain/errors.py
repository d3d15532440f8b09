"""KbError and its categories: every error is a code and the values that its sentence needs."""

from collections.abc import Mapping
from typing import ClassVar


class KbError(Exception):
    """Something that cannot be done as asked. Its French sentence stands in `sentences.py`.

    Attributes:
        code: the key of the sentence, the same for pages, API and command line.
        values: what the sentence quotes.
    """

    code: ClassVar[str] = "error"

    def __init__(self, **values: object) -> None:
        self.values: Mapping[str, object] = values
        super().__init__(self.code, values)


class BadRequestError(KbError):
    """The address asks for something that does not exist in our vocabulary (400)."""


class ForbiddenError(KbError):
    """The person may not do this (403)."""


class NotFoundError(KbError):
    """There is no such thing (404)."""


class ConflictError(KbError):
    """Somebody else changed it meanwhile (409)."""


class GoneError(KbError):
    """It was here and was withdrawn (410)."""


class TooLargeError(KbError):
    """More than the stated limit (413)."""


class InvalidError(KbError):
    """A form or a file that breaks a rule (422)."""


class TooManyError(KbError):
    """Too many requests (429)."""


class UnavailableError(KbError):
    """Not now; it mends itself or an operator mends it (503)."""
