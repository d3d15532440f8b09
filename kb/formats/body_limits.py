"""The limits on the shape of a body: within them Python-Markdown renders it in well under a second.

Most are about what takes Python-Markdown quadratic time, the margin is about its recursion;
`benchmarks/markup.py` measures bodies that come as close to them as they can.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate

from kb.domain.problems import Problem

MAX_BRACKETS = 500
MAX_BRACKETS_IN_BLOCK = 100
MAX_BACKTICKS_IN_BLOCK = 200
MAX_LINK_DEFINITIONS = 60
MAX_LINE_CHARACTERS = 5_000
#: A block is what stands between two blank lines.
MAX_BLOCK_CHARACTERS = 10_000
MAX_BLOCK_LINES = 400
#: Columns of `>`, `-`, `1.` and blanks before the first word of a line.
MAX_MARGIN = 40

#: `[text]: address`; it is not shown where it stands.
DEFINITION = re.compile(r"[ \t>]*\[[^\[\]]*\]:")
_MARGIN = re.compile(r"(?:[ \t>]|[-*+][ \t]|\d+\.[ \t])*")

_TAB = 4


def margin_of(line: str) -> str:
    """The marks of quotes, lists and indentation before the first word of a line."""
    found = _MARGIN.match(line)
    return found[0] if found else ""


def limit_problems(lines: Sequence[str]) -> Iterator[Problem]:
    """Each limit that a body goes beyond, at the line where it does; lines count from 1."""
    for code, counts, limit in (
        ("too-many-brackets", map(_brackets, lines), MAX_BRACKETS),
        ("too-many-definitions", map(_definitions, lines), MAX_LINK_DEFINITIONS),
    ):
        for line, total in enumerate(accumulate(counts), start=1):
            if total > limit:
                yield _beyond(limit, code, line)
                break
    for line, text in enumerate(lines, start=1):
        yield from _of(text, line, _OF_A_LINE)
    for line, block in _blocks(lines):
        yield from _of(block, line, _OF_A_BLOCK)


def _of(text: str, line: int, limits: "_Limits") -> Iterator[Problem]:
    for code, measure, limit in limits:
        if measure(text) > limit:
            yield _beyond(limit, code, line)


def _beyond(limit: int, code: str, line: int) -> Problem:
    return Problem(line=line, key="", code=code, values={"limit": limit})


def _blocks(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Each block and the line that it begins at."""
    block: list[str] = []
    for number, line in enumerate([*lines, ""], start=1):
        if line.strip(" \t"):
            block.append(line)
        elif block:
            yield number - len(block), "\n".join(block)
            block = []


def _brackets(text: str) -> int:
    return text.count("[")


def _backticks(text: str) -> int:
    return text.count("`")


def _definitions(line: str) -> int:
    return DEFINITION.match(line) is not None


def _line_count(block: str) -> int:
    return block.count("\n") + 1


def _margin_columns(line: str) -> int:
    return len(margin_of(line).expandtabs(_TAB)) if line.strip(" \t") else 0


#: (code, what is counted, the most there may be)
_Limits = tuple[tuple[str, Callable[[str], int], int], ...]
_OF_A_LINE: _Limits = (
    ("line-too-long", len, MAX_LINE_CHARACTERS),
    ("margin-too-wide", _margin_columns, MAX_MARGIN),
)
_OF_A_BLOCK: _Limits = (
    ("block-too-long", len, MAX_BLOCK_CHARACTERS),
    ("block-of-too-many-lines", _line_count, MAX_BLOCK_LINES),
    ("too-many-brackets-in-block", _brackets, MAX_BRACKETS_IN_BLOCK),
    ("too-many-backticks-in-block", _backticks, MAX_BACKTICKS_IN_BLOCK),
)
