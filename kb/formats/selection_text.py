"""A selection as one short word, which a browser keeps, and back."""

import base64
import json
import re
import zlib

from kb.domain.errors import InvalidError
from kb.domain.selection import (
    MOST_CASES,
    MOST_NOTE_CHARACTERS,
    SelectedCase,
    Selection,
    clean_note,
    clean_title,
    is_slug,
)

#: A browser keeps 4,096 characters of a cookie with its name; some are for its attributes.
#: Source: RFC 6265, 6.1.
MOST_CHARACTERS = 3800

#: Bytes of the longest selection that keeps within its limits, and then some: nothing is unpacked
#: further.
_MOST_BYTES = 4 * MOST_CASES * (MOST_NOTE_CHARACTERS + 100)

_WORD = re.compile(r"[A-Za-z0-9_-]+")


class SelectionTooLargeError(InvalidError):
    """It does not fit into what a browser keeps."""

    code = "selection-too-large"


class SelectionDamagedError(InvalidError):
    """What a browser kept is no selection of ours."""

    code = "selection-damaged"


def written(selection: Selection) -> str:
    """The selection in `MOST_CHARACTERS` characters of a cookie at most.

    Raises:
        SelectionTooLargeError: it takes more.
    """
    values = [selection.title, [[case.slug, case.note] for case in selection.cases]]
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    packed = base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode().rstrip("=")
    if len(packed) > MOST_CHARACTERS:
        raise SelectionTooLargeError
    return packed


def read(word: str) -> Selection:
    """The selection that `written` made this word of; whatever else it is, it costs little.

    Raises:
        SelectionDamagedError: `written` makes no such word.
    """
    try:
        selection = _selection(json.loads(_unpacked(word)))
        selection.require_valid()
    except (ValueError, TypeError, RecursionError, zlib.error, InvalidError) as error:
        raise SelectionDamagedError from error
    return selection


def _unpacked(word: str) -> str:
    if len(word) > MOST_CHARACTERS or not _WORD.fullmatch(word):
        raise SelectionDamagedError
    unpacking = zlib.decompressobj()
    unpacked = unpacking.decompress(
        base64.urlsafe_b64decode(word + "=" * (-len(word) % 4)), _MOST_BYTES
    )
    if not unpacking.eof or unpacking.unused_data:
        raise SelectionDamagedError
    return unpacked.decode()


def _selection(values: object) -> Selection:
    """What JSON values say, each looked at."""
    title, entries = _pair(values)
    if not isinstance(title, str) or title != clean_title(title) or not isinstance(entries, list):
        raise SelectionDamagedError
    cases = tuple(map(_case, entries))
    if len({case.slug for case in cases}) < len(cases):
        raise SelectionDamagedError
    return Selection(title=title, cases=cases)


def _case(entry: object) -> SelectedCase:
    slug, note = _pair(entry)
    if not isinstance(slug, str) or not isinstance(note, str):
        raise SelectionDamagedError
    if not is_slug(slug) or note != clean_note(note):
        raise SelectionDamagedError
    return SelectedCase(slug=slug, note=note)


def _pair(values: object) -> tuple[object, object]:
    if not isinstance(values, list):
        raise SelectionDamagedError
    first, second = values
    return first, second
