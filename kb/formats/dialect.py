"""The Markdown that authors write, as HTML that is *not* safe yet: `kb.markup` cleans it.

Python-Markdown with tables and lists of one kind; without raw HTML, images and underlined titles;
with `[^1]` for sources, French typography, and titles that never skip a level.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockprocessors import HashHeaderProcessor
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableProcessor
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

from kb.domain.french import typographic_piece
from kb.formats.body import CITATION

#: The page's title is h1, its sections are h2.
_SECTION_LEVEL = 2
#: Bars in a line of a table; with more, it is text: Python-Markdown takes quadratic time over them.
_MAX_COLUMNS = 50
_HEADING = re.compile(r"h([1-6])")
#: Tags inside a sentence: beside them stands a word.
_INLINE = frozenset({"a", "code", "em", "strong", "sup"})


@dataclass(frozen=True, slots=True)
class UnsafeBody:
    """The texts of a body as HTML to be cleaned, and for each source the ids of its citations."""

    texts: tuple[str, ...]
    citations: dict[int, list[str]]


def unsafe_html(texts: Sequence[str], *, sources: int) -> UnsafeBody:
    """The parts of one body as HTML, to be cleaned.

    Args:
        texts: Markdown; a link may be defined in one and used in another.
        sources: how many there are to cite; `[^n]` beyond them stays as typed.
    """
    converter = _converter(sources)
    trees = [_blocks(converter, text) for text in texts]  # all links are defined before any is read
    citations: dict[int, list[str]] = {}
    return UnsafeBody(tuple(_html(converter, tree, citations) for tree in trees), citations)


def _converter(sources: int) -> Markdown:
    """A converter for one body: it has a state, and threads must not share it."""
    md = Markdown(extensions=[SaneListExtension()], output_format="html")
    md.preprocessors.deregister("html_block")
    md.parser.blockprocessors.deregister("setextheader")
    md.parser.blockprocessors.register(_Headings(md.parser), "hashheader", 70)
    md.parser.blockprocessors.register(
        _Tables(md.parser, {"use_align_attribute": True}), "table", 75
    )
    md.ESCAPED_CHARS.append("|")
    for name in ("html", "entity", "image_link", "image_reference", "short_image_ref"):
        md.inlinePatterns.deregister(name)
    md.inlinePatterns.register(_Citations(sources), "citation", 175)  # after code, before links
    md.treeprocessors.deregister("prettify")  # recurses
    md.postprocessors.deregister("raw_html")
    return md


class _Headings(HashHeaderProcessor):
    """Titles need a blank after their `#`: `#solidarité` is a word."""

    RE = re.compile(HashHeaderProcessor.RE.pattern.replace("{1,6})", "{1,6})(?=\\s)", 1))


class _Tables(TableProcessor):
    """Tables that are not too wide; their short rows stay short, filling them up is costly."""

    def test(self, parent: Element, block: str) -> bool:
        """Whether the block is a table."""
        if "|" not in block.partition("\n")[0]:
            return (
                False  # known without reading on: a long block is asked about at each of its lines
            )
        is_narrow = all(line.count("|") <= _MAX_COLUMNS for line in block.split("\n"))
        return is_narrow and super().test(parent, block)

    def _build_row(self, row: str, parent: Element, align: Sequence[str | None]) -> None:
        cells = align[: row.count("|") + 1]
        super()._build_row(row, parent, cells)  # type: ignore[misc]  # missing in its stubs


class _Citations(InlineProcessor):
    """`[^1]` becomes a raised link to the first source."""

    def __init__(self, sources: int) -> None:
        super().__init__(CITATION.pattern)
        self._sources = sources

    def handleMatch(  # type: ignore[override]  # noqa: N802 - a pattern of the new kind, its name
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002 - Python-Markdown hands it over
    ) -> tuple[Element | None, int | None, int | None]:
        """The link, and what it replaces."""
        if int(m[1]) > self._sources:
            return None, None, None
        raised = Element("sup", {"class": "citation"})
        link = SubElement(raised, "a", {"href": f"#source-{m[1]}", "aria-label": f"Source {m[1]}"})
        link.text = AtomicString(m[1])
        return raised, m.start(), m.end()


def _blocks(md: Markdown, text: str) -> Element:
    """The text as a tree whose sentences are still Markdown."""
    lines = text.split("\n")
    for preprocessor in md.preprocessors:
        lines = preprocessor.run(lines)
    tree = Element("body")  # cleaning takes this tag off
    md.parser.parseChunk(tree, "\n".join(lines))
    return tree


def _html(md: Markdown, tree: Element, citations: dict[int, list[str]]) -> str:
    """The tree with its sentences read, as text. Notes its citations."""
    md.treeprocessors["inline"].run(tree)
    _level(tree)
    _number(tree, citations)
    _mark_links(tree)
    _wrap_tables(tree)
    _trim_code(tree)
    _set_type(tree)
    md.treeprocessors["unescape"].run(tree)
    html = md.serializer(tree)
    for postprocessor in md.postprocessors:
        html = postprocessor.run(html)
    return html


def _level(tree: Element) -> None:
    """Put every title below the section's, at most one level below the title before it."""
    above = _SECTION_LEVEL
    for element in tree.iter():
        if heading := _HEADING.fullmatch(element.tag):
            above = max(_SECTION_LEVEL + 1, min(int(heading[1]), above + 1))
            element.tag = f"h{above}"


def _number(tree: Element, citations: dict[int, list[str]]) -> None:
    for link in tree.iterfind(".//sup[@class='citation']/a"):
        number = int(link.text or 0)
        ids = citations.setdefault(number, [])
        ids.append(f"citation-{number}-{len(ids) + 1}")
        link.set("id", ids[-1])


def _mark_links(tree: Element) -> None:
    for link in tree.iter("a"):
        if not link.get("href", "").startswith("#"):
            link.set("rel", "external nofollow noopener")


def _wrap_tables(tree: Element) -> None:
    """Put each table into a region that can be scrolled on a narrow screen, by keyboard too."""
    region = {"class": "table", "role": "region", "tabindex": "0", "aria-label": "Tableau"}
    for parent in list(tree.iter()):
        for i, child in enumerate(parent):
            if child.tag == "table":
                parent[i] = wrapper = Element("div", region)
                wrapper.append(child)
    for heading in tree.iter("th"):
        heading.set("scope", "col")


def _trim_code(tree: Element) -> None:
    for code in tree.iterfind(".//pre/code"):
        code.text = AtomicString((code.text or "").rstrip() + "\n")


def _set_type(tree: Element) -> None:
    """Set the French typography of all that is text: neither code nor the address of a link."""
    for parent in tree.iter():
        children = list(parent)
        if parent.text and parent.tag != "code" and not isinstance(parent.text, AtomicString):
            parent.text = typographic_piece(
                parent.text, after_word=False, before_word=_is_inline(children[:1])
            )
        for i, child in enumerate(children):
            if child.tail:
                child.tail = typographic_piece(
                    child.tail,
                    after_word=_is_inline([child]),
                    before_word=_is_inline(children[i + 1 : i + 2]),
                )


def _is_inline(elements: Sequence[Element]) -> bool:
    return any(element.tag in _INLINE for element in elements)
