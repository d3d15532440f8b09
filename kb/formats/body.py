"""The body of a case: what is wrong with it, and its plain words."""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches
from itertools import islice

from kb.domain.case import MAX_BODY_BYTES, SECTIONS, Section
from kb.domain.french import letters_and_digits
from kb.domain.problems import Problem, quotable
from kb.formats.body_limits import DEFINITION, limit_problems, margin_of
from kb.formats.sections import BodyPart, body_lines, parts, sections

#: `[^3]` cites the third source.
CITATION = re.compile(r"\[\^([1-9][0-9]{0,3})\]")
_ANY_CITATION = re.compile(r"\[\^([^\[\]]*)\]")
_FOOTNOTE = re.compile(r"[ \t>]*\[\^[^\[\]]*\]:")
_IMAGE = re.compile(r"(?<!\\)!\[(?!\^)[^\[\]]*\][(\[]")

#: Told at once: enough to see that the sections were misunderstood.
_MOST_HEADING_PROBLEMS = 20
#: Characters of a heading that are compared with the known ones.
_LONGEST_MISSPELLING = 80

#: What stands around words and is no word; each pattern takes linear time.
_MARKS = (
    (_ANY_CITATION, ""),
    (re.compile(r"\[([^\[\]]*)\](?:\((?:[^()]|\([^()]*\))*+\)|\[[^\[\]]*\])"), r"\1"),
    (re.compile(r"<[^<>\s:@]*[:@][^<>\s]*>"), ""),
    (re.compile(r"`+|(?<![\\*])\*++(?=\S)|(?<=[^\s\\*])\*++"), ""),
    (re.compile(r"(?<![\w\\])_++(?=\S)|(?<=[^\s\\_])_++(?!\w)"), ""),
    (re.compile(r"\\([\\`*_{}\[\]()>#+.!|-])"), r"\1"),
)
_HASHES = re.compile(r"#{1,6}(?=\s)")
_RULE = re.compile(r"[ :*_=-]+")


def problems(body: str, *, first_line: int, sources: int) -> Iterator[Problem]:
    """What is wrong with a body, in no order.

    Args:
        first_line: where the body begins in its file, 1-based.
        sources: how many there are to cite.
    """
    size = len(body.encode(errors="surrogatepass"))
    if size > MAX_BODY_BYTES:
        values = {"size": size, "limit": MAX_BODY_BYTES}
        yield Problem(line=first_line, key="", code="body-too-long", values=values)
        return
    lines = body_lines(body)
    found = [*islice(_of_headings(sections(body)), _MOST_HEADING_PROBLEMS), *limit_problems(lines)]
    for number, line in enumerate(lines, start=1):
        found += _of_line(line, number, sources=sources)
    for problem in found:
        yield replace(problem, line=first_line + problem.line - 1)


def plain_text(body: str) -> str:
    """The words of a body, one paragraph, list item or table row per line.

    Without link addresses, citations and marks; without the headings of `SECTIONS`, which stand in
    every case and tell none from another.
    """
    paragraphs: list[list[str]] = []
    for part in parts(body):
        paragraphs.append([part.heading] if part.section is None else [])
        paragraphs.append([])
        for line in part.text.split("\n"):
            words = line[len(margin_of(line)) :]
            is_heading = _HASHES.match(words) is not None
            if is_heading or words != line.lstrip() or words[:1] in {"", "|"}:
                paragraphs.append([])
            paragraphs[-1].append(_line_of_text(words))
            if is_heading:
                paragraphs.append([])
    texts = (_unmarked(" ".join(lines)) for lines in paragraphs)
    return "\n".join(text for text in texts if text)


def _of_headings(found: Sequence[BodyPart]) -> Iterator[Problem]:
    seen: set[Section] = set()
    for part in found:
        if part.section is None:
            yield _unknown(part)
            continue
        if part.section in seen:
            yield _about(part.section, "section-twice", part.line)
        elif part.section.required and not letters_and_digits(_ANY_CITATION.sub("", part.text)):
            yield _about(part.section, "section-empty", part.line)
        seen.add(part.section)
    for section in SECTIONS:
        if section.required and section not in seen:
            yield _about(section, "section-missing", 1)


def _about(section: Section, code: str, line: int) -> Problem:
    values = {"heading": section.heading}
    return Problem(line=line, key=section.heading, code=code, values=values)


def _unknown(part: BodyPart) -> Problem:
    headings = {letters_and_digits(section.heading): section.heading for section in SECTIONS}
    typed = letters_and_digits(part.heading[:_LONGEST_MISSPELLING])
    near = get_close_matches(typed, headings, n=1) or headings
    known = ", ".join(f"« {headings[each]} »" for each in near)
    heading = quotable(part.heading)
    values = {"heading": heading, "known": known}
    return Problem(line=part.line, key=heading, code="section-unknown", values=values)


def _of_line(line: str, number: int, *, sources: int) -> Iterator[Problem]:
    footnote = _FOOTNOTE.match(line)
    if footnote:
        yield Problem(line=number, key="", code="footnote-in-body")
    for citation in _ANY_CITATION.finditer(line, footnote.end() if footnote else 0):
        values = {"citation": quotable(citation[0]), "sources": sources}
        if not CITATION.fullmatch(citation[0]):
            yield Problem(line=number, key="", code="citation-not-a-number", values=values)
        elif int(citation[1]) > sources:
            yield Problem(line=number, key="", code="citation-without-source", values=values)
    if _IMAGE.search(line):
        yield Problem(line=number, key="", code="image-in-body")


def _line_of_text(words: str) -> str:
    """What a line says without the marks that make it a title, a row, a rule or a definition."""
    if words.startswith("|"):
        words = words.replace("|", " ")
    if _RULE.fullmatch(words) or DEFINITION.match(words):
        return ""
    return _HASHES.sub("", words, count=1)


def _unmarked(text: str) -> str:
    for pattern, replacement in _MARKS:
        text = pattern.sub(replacement, text)
    return " ".join(html.unescape(text).split())
