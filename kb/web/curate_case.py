"""CuratedCasePage: one case after its publication, all its texts, and what can be done."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from kb.domain.account import Account
from kb.domain.case import Case, Sha256, Slug
from kb.domain.french import typographic
from kb.domain.hashes import sha256_of
from kb.domain.publication import PastText
from kb.domain.taxonomy import Taxonomy
from kb.formats import front_matter
from kb.web.head import Head, Link
from kb.web.moderate_diff import DiffView
from kb.web.moderate_editor import head_of
from kb.web.moderate_queue import Option
from kb.web.moderate_words import kind_in_words
from kb.web.moments import moment
from kb.web.people import Naming, naming


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """One text that the case had; `change`: the address of what it changed, empty for the first.

    Nobody knows who wrote a file by hand, and when: `who` and `when` are empty.
    """

    what: str
    who: str
    when: str
    reason: str
    change: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the address or the form says.

    Attributes:
        old, new: numbers of the texts to compare; 0 is one that was written by hand.
        action, reason, to: what was typed and refused.
    """

    old: int | None = None
    new: int | None = None
    action: str = ""
    reason: str = ""
    to: str = ""
    is_done: bool = False
    errors: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CuratedCasePage:
    """The page of a case for those who look after it.

    Attributes:
        base: hash of its present text; what is decided on another is refused.
        versions: the newest first.
        restorable, olds, news: texts to choose from.
    """

    head: Head
    slug: Slug
    title: str
    is_archived: bool
    base: Sha256
    asked: Asked
    versions: tuple[VersionLine, ...]
    restorable: tuple[Option, ...]
    olds: tuple[Option, ...]
    news: tuple[Option, ...]
    diff: DiffView | None

    @classmethod
    def of(
        cls,
        slug: Slug,
        history: Sequence[PastText],
        taxonomy: Taxonomy,
        *,
        by: Account,
        asked: Asked,
    ) -> Self:
        """The page of a case with these texts, the newest first."""
        present = history[0].text
        texts = [each for each in history if each.text is not None]
        title = _title(texts, taxonomy) or slug
        return cls(
            head=head_of(title),
            slug=slug,
            title=title,
            is_archived=present is None,
            base=sha256_of(present or ""),
            asked=asked,
            versions=tuple(_versions(slug, history, naming([each.by for each in history], by))),
            restorable=tuple(_options(texts[1:], None)) if present else (),
            olds=tuple(_options(texts[1:], asked.old)),
            news=tuple(_options(texts[:-1], asked.new)),
            diff=_compared(texts, asked, taxonomy),
        )


def _title(texts: Sequence[PastText], taxonomy: Taxonomy) -> str:
    for each in texts:
        case = front_matter.read(each.text or "", taxonomy)
        if isinstance(case, Case):
            return typographic(case.title)
    return ""


def _versions(slug: Slug, history: Sequence[PastText], name: Naming) -> Iterator[VersionLine]:
    for i, each in enumerate(history):
        before = next((older for older in history[i + 1 :] if older.text), None)
        query = f"?from={before.publication}&with={each.publication}#diff" if before else ""
        yield VersionLine(
            what=kind_in_words(each),
            who=name(each.by) if each.publication else "",
            when=moment(each.at) if each.publication else "",
            reason=each.reason,
            change=f"/moderation/fiches/{slug}{query}" if before and each.text else "",
        )


def _options(texts: Sequence[PastText], selected: int | None) -> Iterator[Option]:
    for each in texts:
        yield Option(
            value=str(each.publication),
            label=_label(each),
            is_selected=each.publication == selected,
        )


def _compared(texts: Sequence[PastText], asked: Asked, taxonomy: Taxonomy) -> DiffView | None:
    by_number: dict[int | None, PastText] = {each.publication: each for each in texts}
    if asked.old not in by_number or asked.new not in by_number:
        return None
    old, new = by_number[asked.old], by_number[asked.new]
    title = f"de « {_label(old)} » à « {_label(new)} »"
    return DiffView.of(old.text or "", new.text or "", title=title, taxonomy=taxonomy)


def _label(past: PastText) -> str:
    what = kind_in_words(past)
    return f"{what}, {moment(past.at)}" if past.publication else what
