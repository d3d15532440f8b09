"""Texts of letters in files: ours in `mail/`, and those of an installation in `KB_HOME/mail/`."""

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kb.domain.french import typographic
from kb.domain.letters import Motive
from kb.domain.problems import Problem
from kb.logs import event
from kb.stores.regular_files import content, decoded

_LOG = logging.getLogger("kb.stores")

_SUFFIX = ".txt"
#: Bytes; a letter is a page.
_MOST = 64 * 1024
#: Characters of a subject, of which mail programs show fewer.
_MOST_OF_SUBJECT = 150

_SUBJECT = re.compile(r"Objet\s*:\s*(?=\S)")
_VALUE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class LettersInFiles:
    """Letters; the port `Letters`. A file of an installation that cannot be used is left aside.

    Attributes:
        ours: the folder that comes with the program.
        theirs: the folder of the installation; need not exist.
    """

    ours: Path
    theirs: Path

    def compose(self, name: str, **values: str) -> tuple[str, str]:
        """See `Letters.compose`."""
        theirs = _text(self.theirs / f"{name}{_SUFFIX}")
        letter = theirs and _letter(theirs, values)
        if theirs is not None and not letter:
            event(_LOG, "letter-unusable", file=f"{name}{_SUFFIX}")
        letter = letter or _letter(_text(self.ours / f"{name}{_SUFFIX}") or "", values)
        if not letter:
            raise ValueError(name)
        subject, text = letter
        return " ".join(_filled(subject, values).split())[:_MOST_OF_SUBJECT], _filled(text, values)

    def motives(self, action: str) -> tuple[Motive, ...]:
        """See `Letters.motives`."""
        files: dict[str, Path] = {}
        for folder in (self.ours, self.theirs):
            files |= {path.name: path for path in folder.glob(f"motif-{action}-*{_SUFFIX}")}
        texts = (_text(files[name]) for name in sorted(files))
        return tuple(_motive(text) for text in texts if text and text.strip())


def _text(path: Path) -> str | None:
    """What a file holds; `None` if it is not there, `""` if it cannot be read."""
    try:
        held = content(path, most=_MOST, follow_links=True)
    except OSError:
        return ""
    if held is None:
        return None
    text = "" if isinstance(held, Problem) else decoded(held.data)
    return typographic(text.replace("\r\n", "\n")) if isinstance(text, str) else ""


def _letter(text: str, values: Mapping[str, str]) -> tuple[str, str] | None:
    """Subject and text, if there are both and all they ask for is known."""
    first, _, rest = text.partition("\n")
    subject = _SUBJECT.match(first)
    is_known = set(_VALUE.findall(text)) <= set(values)
    if not (subject and rest.strip() and is_known):
        return None
    return first[subject.end() :], rest.strip("\n") + "\n"


def _filled(text: str, values: Mapping[str, str]) -> str:
    return _VALUE.sub(lambda found: values[found[1]], text)


def _motive(text: str) -> Motive:
    label, _, rest = text.partition("\n")
    return Motive(label=label.strip(), text=rest.strip())
