"""Bodies made to be slow or deep: all within the limits of a body, each as near to them as it can.

Names say what they are made of; `benchmarks/markup.py` times them.
"""

from collections.abc import Mapping

from kb.domain.case import MAX_BODY_BYTES, SECTIONS
from kb.formats.body_limits import (
    MAX_BACKTICKS_IN_BLOCK,
    MAX_BLOCK_CHARACTERS,
    MAX_BLOCK_LINES,
    MAX_BRACKETS,
    MAX_BRACKETS_IN_BLOCK,
    MAX_LINE_CHARACTERS,
    MAX_LINK_DEFINITIONS,
    MAX_MARGIN,
)

_SECTIONS = "".join(f"## {each.heading}\n\nTexte.\n\n" for each in SECTIONS if each.required)
_ROOM = MAX_BODY_BYTES - len(_SECTIONS.encode())


def hostile_body(text: str) -> str:
    """The text in the last of the required sections, as much of it as a body may hold.

    Blank lines are put where a block would become too long or hold too many backticks.
    """
    lines: list[str] = []
    characters = count = ticks = 0
    for long_line in text.split("\n"):
        line = _with_few_ticks(long_line)
        full = characters + len(line) + 1 > MAX_BLOCK_CHARACTERS or count == MAX_BLOCK_LINES
        full = full or ticks + line.count("`") > MAX_BACKTICKS_IN_BLOCK
        if full or not line.strip(" \t"):
            characters = count = ticks = 0
        lines += ["", line] if full else [line]
        characters, count = characters + len(line) + 1, count + 1
        ticks += line.count("`")
    body = "\n".join(lines).encode()[:_ROOM]
    return _SECTIONS + body.decode(errors="ignore")


def _with_few_ticks(line: str) -> str:
    """The line up to the last backtick that a block may hold."""
    parts = line.split("`")
    return "`".join(parts[: MAX_BACKTICKS_IN_BLOCK + 1])


def _lines_of(piece: str, *, width: int = MAX_LINE_CHARACTERS) -> str:
    """As many lines as a body holds, as long as they may be, of nothing but this."""
    # the letter keeps the line from being a list of lists, which the rules refuse
    return "\n".join(["a" + piece * ((width - 1) // len(piece))] * (_ROOM // width + 1))


def _all(piece: str) -> str:
    return piece * (_ROOM // len(piece) + 1)


def _blocks_of_brackets(piece: str, end: str = "") -> str:
    return "\n\n".join(
        [piece * MAX_BRACKETS_IN_BLOCK + end] * (MAX_BRACKETS // MAX_BRACKETS_IN_BLOCK)
    )


_LONG_LINES = (
    "* ", "*", "*a", "*a ", "**a ", "_a ", "*a *", "*a* ", "*a _b ", "*a **b ", "**a*b _c__d ",
    "***a** ", "*`a`* ", "`", "`a ", "``a`", "\\`", "\\", "\\*", "\\* *a* ", "<", "<a ", "<!--",
    "<! ", "<a@", "<a@b.fr> ", "<http://", "<http://a> ", "&", "&amp;", "&#", "&#60;", "1", "1.",
    "é", "e\u0301", "\u00a0", "a    ", "a\t", "a'", "« ", "»", " :", " ;", " » ", "1 000 ", "(",
    ")", "]", '"', "a  ", "#", "=", "|", "|a", "|`", "~", "$", "{", "\U0001f600", "\u202e",
    "https://a.fr ", "-  -a ",
)  # fmt: skip
_SHORT_LINES = (
    "a\n\n", "    a\n\n", "\n", " \n", "\t\n", "- a\n", "- a\n\n", "- a\n\n    b\n\n", "1. a\n",
    "1. a\n\n", "> a\n\n", "> a\n>\n", "# a\n", "### a\n\n", "---\n", "- - -\n", "***\n\n",
    "a\n-\n", "a\n=\n", "a  \n", "*\n", "*a\n", "a*\n", "`\n", "mot\n", "|a|b|\n|-|-|\n|c|d|\n\n",
    "- a\n    - b\n        - c\n            - d\n", "> - 1. a\n\n", "- a\n> b\n", "a\n    b\n",
    "- a\n\n      b\n\n", "1. a\n- b\n", "> # a\n> ***\n", "- # a\n", "- a\n# b\n",
)  # fmt: skip
_DEEP = (
    ">" * MAX_MARGIN + "a\n", "> " * (MAX_MARGIN // 2) + "a\n", "- " * (MAX_MARGIN // 2) + "a\n",
    "1. " * (MAX_MARGIN // 3) + "a\n", "> - " * (MAX_MARGIN // 4) + "a\n\n",
    " " * MAX_MARGIN + "a\n", "- " * (MAX_MARGIN // 2) + "a\n\n" + " " * MAX_MARGIN + "b\n\n",
)  # fmt: skip
_LONGEST = "c" * 4800

HOSTILE_BODIES: Mapping[str, str] = {
    **{f"line of {piece[:12]!r}": hostile_body(_lines_of(piece)) for piece in _LONG_LINES},
    **{f"lines {piece!r}": hostile_body(_all(piece)) for piece in (*_SHORT_LINES, *_DEEP)},
    **{
        f"brackets {piece + end[:9]!r}": hostile_body(_blocks_of_brackets(piece, end))
        for piece, end in (
            ("[", ""), ("[", _LONGEST), ("[a ", "]" * 4000), ("[", "](u" * 100),
            ("[a](", '"' * 4000), ("[a](b", f"\n{_LONGEST[:4000]}"), ("[a](<b", _LONGEST[:4000]),
            ("[a](http://b) ", ""), ("[a](b 'c", "'" * 3000), ("[a]", "(" * 4000), ("[^1]", ""),
            ("[^1] *a* ", "*a* " * 1000), ("*[", "*]" * 2000), ("`[", "`" * 3000), ("[^", ""),
        )
    },
    "emphasis that nests": hostile_body(
        "\n".join([("*a _b " * 833), ("c_ d* " * 833)] * 7)
    ),
    "emphasis that opens all": hostile_body(
        "\n\n".join(["*a **b " * 700 + "\n" + "c** d* " * 700] * 6)
    ),
    "ticks that grow": hostile_body("\n".join("`" * i + "a" for i in range(1, 400))),
    "ticks that grow in a line": hostile_body(
        "\n".join([" ".join("`" * i + "a" for i in range(1, 97))] * 13)
    ),
    "widest tables": hostile_body(
        ("|a" * 49 + "|\n" + "|-" * 49 + "|\n" + "|\n" * 390 + "\n") * 70
    ),
    "wide table": hostile_body("|a" * 2000 + "\n" + "|-" * 2000 + "\n" + "|\n" * 380),
    "wide tables": hostile_body(("|a" * 32 + "\n" + "|-" * 32 + "\n" + "|\n" * 62 + "\n") * 200),
    "wide table of words": hostile_body("|a" * 400 + "\n" + "|-" * 400 + "\n" + "x\n" * 398),
    "rows of ticks": hostile_body("\n".join(["a|b", "-|-", "|`" * 2400, ""] * 13)),
    "narrow rows of ticks": hostile_body(_all("a|b\n-|-\n" + ("|`" * 25 + "\n") * 190 + "\n")),
    "table of ticks": hostile_body("\n".join(["|`" * 1200, "|-" * 1200, "|`" * 1200, ""] * 13)),
    "definitions": hostile_body(
        "".join(f"[a{i}]: http://x 'y'\n" for i in range(MAX_LINK_DEFINITIONS))
    ),
    "definitions of blanks": hostile_body(
        "\n\n".join(["[a]:" + " " * 2400 + "b" + " " * 2400 + "'"] * 13)
    ),
    "definitions of quotes": hostile_body("\n\n".join(["[a]: b '" + "'" * 4900 + "x"] * 13)),
    "rules that are none": hostile_body(_lines_of("_ " * 2499 + "a")),
    "rules of blanks": hostile_body(_lines_of("*  " * 1600 + "a")),
    "quotes of growing depth": hostile_body(_all("".join("> " * i + "a\n" for i in range(20)))),
    "lists of growing depth": hostile_body(_all("".join(" " * 4 * i + "- a\n" for i in range(10)))),
    "numbers": hostile_body(_lines_of("1" * 4990 + ". a")),
    "placeholders of the library": hostile_body(_lines_of("klzzwxh:0001 wzxhzdk:0 ")),
}  # fmt: skip
