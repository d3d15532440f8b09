"""ProposalText: the text under review as it will be published, or compared with another."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from kb.domain.case import Case, CaseFile
from kb.domain.hashes import sha256_of
from kb.domain.problems import Problem
from kb.domain.taxonomy import Taxonomy
from kb.formats import front_matter
from kb.services.reviewing import Review
from kb.web.case_page import CasePage, Ties
from kb.web.context import markup
from kb.web.moderate_diff import DiffView

#: The value of `diff` in the address for the published case.
PUBLISHED = "published"


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One way to look at the text: as it will be, or compared with another."""

    text: str
    address: str
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalText:
    """The text under review.

    Attributes:
        diff: the comparison that was asked for.
        preview: the page that it will be; `None` if the text breaks rules, then see `problems`.
        text: as it was sent.
    """

    views: tuple[View, ...]
    diff: DiffView | None
    preview: CasePage | None
    problems: tuple[str, ...]
    text: str

    @classmethod
    def of(cls, review: Review, diff: str, taxonomy: Taxonomy) -> Self:
        """The text, and the comparison that `diff` names."""
        text, slug = review.text_as_published, review.submission.slug
        reading = front_matter.read(text, taxonomy)
        return cls(
            views=tuple(_views(review, diff)),
            diff=_compared(review, diff, taxonomy),
            preview=preview_of(reading, slug, text, taxonomy)
            if isinstance(reading, Case)
            else None,
            problems=() if isinstance(reading, Case) else tuple(map(problem_in_words, reading)),
            text=review.version.text,
        )


def _views(review: Review, diff: str) -> Iterator[View]:
    """The text as it will be published, then what it can be compared with."""
    address, shown = f"/moderation/{review.submission.id}", review.version.number
    yield View(text="Texte à publier", address=address, is_current=not diff)
    others = {str(each.number): f"la version {each.number}" for each in review.versions}
    others.pop(str(shown), None)
    if review.published:
        others = {PUBLISHED: "la fiche publiée"} | others
    for value, label in others.items():
        yield View(
            text=f"Différences avec {label}",
            address=f"{address}?diff={value}",
            is_current=diff == value,
        )


def _compared(review: Review, diff: str, taxonomy: Taxonomy) -> DiffView | None:
    """The comparison that the address asks for; `None` if there is no such text."""
    number = review.version.number
    if diff == PUBLISHED and review.published:
        before, after, what = review.published.text, review.text_as_published, "la fiche publiée"
    else:
        earlier = (each.text for each in review.versions if str(each.number) == diff)
        before, after = next(earlier, ""), review.version.text
        what = f"la version {diff}"
    if not before:
        return None
    title = f"entre {what} et la version {number}"
    return DiffView.of(before, after, title=title, taxonomy=taxonomy)


def preview_of(case: Case, slug: str, text: str, taxonomy: Taxonomy) -> CasePage:
    """The page that a text will be."""
    file = CaseFile(slug=slug, sha256=sha256_of(text), text=text, case=case)
    return CasePage.of(file, markup().case_body(file), ties=Ties(), taxonomy=taxonomy)


def problem_in_words(problem: Problem) -> str:
    """A broken rule with its line and remedy."""
    return f"ligne {problem.line} : {problem.message} ; {problem.remedy}"
