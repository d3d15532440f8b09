"""Markdown to safe HTML; alone in calling text safe.

Whatever comes from outside goes last through nh3, which lets nothing pass but `ALLOWED`.
"""

import re
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import markupsafe
import nh3

from kb.domain.case import Case, CaseFile, Sha256
from kb.domain.french import typographic, typographic_piece
from kb.formats.dialect import unsafe_html
from kb.formats.sections import parts

#: Rendered bodies that a process keeps; most take some 10 kB.
_KEPT = 256

_ANY = re.compile(r".*", re.DOTALL)
_NOTHING: Mapping[str, re.Pattern[str]] = MappingProxyType({})
#: Tags without attributes.
_BARE = "p br hr ul li blockquote pre code em strong h2 h3 h4 h5 h6 table thead tbody tr td"
#: Every tag that may reach a page, and for each of its attributes the values that may.
ALLOWED: Mapping[str, Mapping[str, re.Pattern[str]]] = MappingProxyType(
    {
        **dict.fromkeys(_BARE.split(), _NOTHING),
        "a": {
            "href": _ANY,  # its scheme is looked at by nh3
            "id": re.compile(r"citation-[0-9]+-[0-9]+"),
            "aria-label": re.compile(r"Source [0-9]+"),
            "rel": re.compile(r"external nofollow noopener"),
        },
        "ol": {"start": re.compile(r"[0-9]{1,9}")},
        "sup": {"class": re.compile(r"citation")},
        "th": {"scope": re.compile(r"col")},
        "div": {
            "class": re.compile(r"table"),
            "role": re.compile(r"region"),
            "tabindex": re.compile(r"0"),
            "aria-label": re.compile(r"Tableau"),
        },
    }
)
#: What a link may begin with; the only addresses without a scheme are those of our own notes.
SCHEMES = frozenset({"http", "https", "mailto"})
_NOTE = re.compile(r"#source-[0-9]+")

_LINK = re.compile(r"<a\s[^>]*>")
#: Before the name of a note or a citation, inside a link.
_PLACE = re.compile(r'(?:href="#|id=")(?=(?:source|citation)-)')

_MARK = re.compile(r"(</?mark>)")


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedSection:
    """One section as the page shows it. `id` is that of `SECTIONS`, `heading` plain text."""

    id: str
    heading: str
    html: markupsafe.Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedBody:
    """The body of a case as safe HTML.

    Attributes:
        introduction: what stands before the first section, mostly nothing.
        citations: the number of a source to the ids of the places that cite it, in their order.
    """

    introduction: markupsafe.Markup
    sections: tuple[RenderedSection, ...]
    citations: Mapping[int, tuple[str, ...]]

    @property
    def html(self) -> str:
        """The whole body, each section below its `h2`."""
        heading = markupsafe.Markup("<h2>{}</h2>\n{}")
        told = [heading.format(section.heading, section.html) for section in self.sections]
        return "\n".join([self.introduction, *told]).strip()

    def within(self, prefix: str) -> "RenderedBody":
        """The same for a page of many bodies: its notes and citations carry this prefix."""

        def set_apart(html: markupsafe.Markup) -> markupsafe.Markup:
            own = markupsafe.escape(prefix)
            return _safe(_LINK.sub(lambda link: _PLACE.sub(rf"\g<0>{own}", link[0]), html))

        return RenderedBody(
            introduction=set_apart(self.introduction),
            sections=tuple(
                replace(section, html=set_apart(section.html)) for section in self.sections
            ),
            citations={
                number: tuple(prefix + place for place in places)
                for number, places in self.citations.items()
            },
        )


class Markup:
    """Renders bodies, each once: what was rendered last is kept. Threads may share it."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Sha256, RenderedBody] = OrderedDict()
        self._lock = threading.Lock()

    def case_body(self, file: CaseFile) -> RenderedBody:
        """The body of a case that keeps the rules of `kb.formats.body`."""
        with self._lock:
            if file.sha256 in self._kept:
                self._kept.move_to_end(file.sha256)
                return self._kept[file.sha256]
        body = _rendered(file.case)
        with self._lock:
            self._kept[file.sha256] = body
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return body


def marked(text: str) -> markupsafe.Markup:
    """A highlight as safe HTML.

    Args:
        text: escaped text in which `<mark>` is the only tag; any other is taken out.
    """
    pieces = _MARK.split(_MARKS_ONLY.clean(text))
    last = len(pieces) - 1
    for i in range(0, len(pieces), 2):
        # A mark stands around words: beside it there is a letter.
        pieces[i] = typographic_piece(pieces[i], after_word=i > 0, before_word=i < last)
    return _safe(_MARKS_ONLY.clean("".join(pieces)))


def _rendered(case: Case) -> RenderedBody:
    introduction, *sections = parts(case.body)
    texts = [introduction.text, *(section.text for section in sections)]
    unsafe = unsafe_html(texts, sources=len(case.sources))
    first, *others = (_safe(_BODY.clean(text).strip()) for text in unsafe.texts)
    return RenderedBody(
        introduction=first,
        sections=tuple(
            RenderedSection(
                id=part.section.id, heading=typographic(part.section.heading), html=html
            )
            for part, html in zip(sections, others, strict=True)
            if part.section  # the rules of a body leave no other
        ),
        citations={number: tuple(ids) for number, ids in sorted(unsafe.citations.items())},
    )


def _safe(cleaned: str) -> markupsafe.Markup:
    return markupsafe.Markup(cleaned)  # noqa: S704 - the one place; its callers have just cleaned it


def _allowed_value(tag: str, attribute: str, value: str) -> str | None:
    values = ALLOWED.get(tag, _NOTHING).get(attribute)  # if this raised, nh3 would keep the value
    return value if values and values.fullmatch(value) else None


def _own_address(address: str) -> str | None:
    return address if _NOTE.fullmatch(address) else None


#: nh3 lets `title` and `lang` pass on every tag unless told otherwise.
_NONE_ANYWHERE: dict[str, set[str]] = {"*": set()}
_BODY = nh3.Cleaner(
    tags=set(ALLOWED),
    attributes={tag: set(attributes) for tag, attributes in ALLOWED.items()} | _NONE_ANYWHERE,
    attribute_filter=_allowed_value,
    link_rel=None,  # set by the dialect, on external links only
    url_schemes=set(SCHEMES),
    url_relative=_own_address,
)
_MARKS_ONLY = nh3.Cleaner(tags={"mark"}, attributes=_NONE_ANYWHERE)
