"""The words of French that the cases need not have: what is well written is no typing error."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path


def is_french(forms: Iterable[str]) -> bool:
    """Whether a well-written word of French has one of these forms.

    Source: `french_stems.txt`, whose head says what it was made from.
    """
    return any(f"\n{form}\n".encode() in _stems() for form in forms if form)


@cache
def _stems() -> bytes:
    """The file, a stem to a line: as text it takes a tenth of the memory of a set."""
    return Path(__file__).with_name("french_stems.txt").read_bytes()
