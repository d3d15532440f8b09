"""Problem: one broken rule of a file; its place, its code, and in one table its French sentence."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from kb.domain.body_sentences import BODY
from kb.domain.database_sentences import DATABASE
from kb.domain.file_sentences import BETWEEN_FILES, FILES
from kb.domain.french import typographic
from kb.domain.import_sentences import IMPORTS
from kb.domain.problem_sentences import FRONT_MATTER, TAXONOMY

#: Of one file; a file with more is first mended that far.
MAX_PROBLEMS = 200
#: Characters of a value that a sentence quotes.
MAX_QUOTED = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One rule that a text breaks.

    Attributes:
        line: 1-based, in the whole file.
        key: the front matter key (`partners[2].actor`), `""` for the file as a whole or its body.
        code: a key of `SENTENCES`.
        values: what the sentence quotes.
    """

    line: int
    key: str
    code: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """What is wrong, in French, without a final stop."""
        return typographic(SENTENCES[self.code][0]).format_map(self.values)

    @property
    def remedy(self) -> str:
        """What to do about it, in French, without a final stop."""
        return typographic(SENTENCES[self.code][1]).format_map(self.values)


def by_line(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems in the order of the file, `MAX_PROBLEMS` at most."""
    return tuple(sorted(problems, key=lambda p: (p.line, p.key, p.code))[:MAX_PROBLEMS])


def quotable(text: str) -> str:
    """The text as a message may quote it: one line, nothing invisible, not long."""
    shown = "".join(map(_visible, text[: MAX_QUOTED + 1]))
    return shown if len(shown) <= MAX_QUOTED else shown[: MAX_QUOTED - 1] + "…"


def _visible(character: str) -> str:
    if character.isprintable():
        return character
    is_blank = character in "\t\n" or unicodedata.category(character) == "Zs"
    return " " if is_blank else "\ufffd"


#: code -> (what is wrong, what to do); plain spaces, the typography is set before it is filled in.
SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        **FRONT_MATTER,
        **TAXONOMY,
        **FILES,
        **BETWEEN_FILES,
        **BODY,
        **DATABASE,
        **IMPORTS,
    }
)
