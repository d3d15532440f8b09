"""What a column of a table or a key of an object tells of a case: our key, and how it is read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from kb.domain.case import SECTIONS, Case
from kb.formats.form_fields import ROWS

#: Keys of our own exports that follow from others.
DERIVED = frozenset({"url", "actors"})
_TERMS = frozenset({"regions", "scales", "domains", "categories", "impacts", "odd", "redirects"})
#: Every key that a table may have besides `partners[1].name` and its like.
NAMES = (
    "slug",
    *(name for name in Case.__dataclass_fields__),
    *(f"section-{section.id}" for section in SECTIONS),
    "sha256",
)
_PART = re.compile(r"(partners|figures|sources)\[([1-9][0-9]?)\]\.([a-z]+)", re.ASCII)


class Kind(Enum):
    """How a value is told, and where it goes."""

    TEXT = auto()
    TERMS = auto()
    ENTRIES = auto()
    PART = auto()
    SECTION = auto()
    ABOUT = auto()
    NOTHING = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportKey:
    """One of our keys, as a file may name it.

    Attributes:
        name: `title`, `partners[1].name`, `section-besoin`.
        top: the key of the front matter that it belongs to; for a section its id.
        number, part: of a part, the entry from 1 and its field.
    """

    name: str
    kind: Kind
    top: str
    number: int = 0
    part: str = ""


def import_key(name: str) -> ImportKey | None:
    """What a name stands for; `None` if for nothing of ours."""
    part = _PART.fullmatch(name)
    if part and part[3] in ROWS[part[1]]:
        number = int(part[2])
        return ImportKey(name=name, kind=Kind.PART, top=part[1], number=number, part=part[3])
    if name in DERIVED:
        return ImportKey(name=name, kind=Kind.NOTHING, top=name)
    if name not in NAMES:
        return None
    if name.startswith("section-"):
        return ImportKey(name=name, kind=Kind.SECTION, top=name.removeprefix("section-"))
    return ImportKey(name=name, kind=_KINDS.get(name, Kind.TEXT), top=name)


_KINDS: Mapping[str, Kind] = {
    **dict.fromkeys(_TERMS, Kind.TERMS),
    **dict.fromkeys(ROWS, Kind.ENTRIES),
    **dict.fromkeys(("slug", "sha256"), Kind.ABOUT),
}
