"""LISEZMOI.md: what an archive of a selection holds, in its order, with its notes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kb.domain.case import Slug
from kb.domain.french import NBSP, counted

#: What Markdown takes for more than a character at any place (Source: CommonMark 0.31, 2.4).
_MARKS = frozenset("\\`*_{}[]<>#+-!|~&")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A case of the archive; `address` is that of its page."""

    slug: Slug
    title: str
    address: str
    note: str


def read_me(title: str, entries: Iterable[Entry], *, when: str) -> str:
    """The Markdown of the file; `when` is the day, in words."""
    told = list(entries)
    parts = [f"# {_plain(title)}", f"{counted(len(told), 'fiche', 'fiches')}, le {when}."]
    parts += (part for number, entry in enumerate(told, start=1) for part in _told(number, entry))
    return "\n\n".join(parts) + "\n"


def _told(number: int, entry: Entry) -> Iterator[str]:
    yield f"## {number}. {_plain(entry.title)}"
    path = f"cases/{entry.slug}.md"
    yield f"Fichier{NBSP}: [{path}]({path})  \nPage{NBSP}: <{entry.address}>"
    if entry.note:
        yield "\n".join(f"> {_plain(line)}".rstrip() for line in entry.note.split("\n"))


def _plain(text: str) -> str:
    return "".join(f"\\{each}" if each in _MARKS else each for each in text)
