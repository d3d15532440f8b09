"""The parts of a body: the introduction and the `##` sections, as the author wrote them.

A section begins at a line that starts, in its first column, with `##` and a blank; nothing else
divides a body (underlined titles are not titles). Validator, renderer and index all take the parts
from here, so that they agree.
"""

from dataclasses import dataclass

from kb.domain.case import SECTIONS, Section
from kb.domain.french import letters_and_digits

_KNOWN = {letters_and_digits(section.heading): section for section in SECTIONS}


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyPart:
    """The introduction, or one `##` section.

    Attributes:
        section: `None` for the introduction and for a heading that is none of `SECTIONS`.
        heading: as typed, without its marks; empty for the introduction.
        text: what follows the heading, up to the next section.
        line: where the part begins, 1-based in the body; for a section, that of its heading.
    """

    section: Section | None
    heading: str
    text: str
    line: int


def parts(body: str) -> tuple[BodyPart, ...]:
    """The introduction, always there and mostly empty, then the sections in their order."""
    lines = body_lines(body)
    starts = [i for i, line in enumerate(lines) if line.startswith("##") and line[2:3].isspace()]
    ends = [*starts, len(lines)]
    introduction = "\n".join(lines[: ends[0]])
    return (
        BodyPart(section=None, heading="", text=introduction, line=1),
        *(
            _section(lines[start:end], start + 1)
            for start, end in zip(starts, ends[1:], strict=True)
        ),
    )


def sections(body: str) -> tuple[BodyPart, ...]:
    """The `##` sections in their order, known or not."""
    return parts(body)[1:]


def body_lines(body: str) -> list[str]:
    """The lines of a body, however they end."""
    return body.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _section(lines: list[str], line: int) -> BodyPart:
    heading = lines[0].strip("#").strip()
    section = _KNOWN.get(letters_and_digits(heading))
    return BodyPart(section=section, heading=heading, text="\n".join(lines[1:]), line=line)
