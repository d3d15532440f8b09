"""EditorPage: the text of a file to correct, judged by the one validator, nothing typed lost."""

from dataclasses import dataclass, replace
from typing import Self

from flask import render_template
from werkzeug.datastructures import MultiDict

from kb.domain.errors import ConflictError, KbError, NotFoundError
from kb.domain.sentences import sentence
from kb.domain.taxonomy import Taxonomy
from kb.services.texts import CaseInvalidError
from kb.web.context import knowledge_base
from kb.web.errors import status_of
from kb.web.head import Head, Link
from kb.web.moderate_diff import DiffView
from kb.web.moderate_text import problem_in_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Another text, to take from."""

    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorPage:
    """A text to correct.

    Attributes:
        back: where one goes without saving.
        address, action, button: what saving is.
        kept: names and values that the form carries along unseen.
        label: of the field with the text.
        beside: the text that is to be merged into this one.
        diff: what somebody else has changed meanwhile.
    """

    head: Head
    back: Link
    title: str
    advice: str
    address: str
    action: str
    button: str
    kept: tuple[tuple[str, str], ...]
    label: str
    text: str
    asks_reason: bool = False
    reason: str = ""
    errors: tuple[Link, ...] = ()
    beside: Beside | None = None
    diff: DiffView | None = None

    def typed(self, text: str, reason: str) -> Self:
        """The page with what was typed so far."""
        return replace(self, text=text, reason=reason)

    def refused(self, error: KbError) -> Self:
        """The page with what is wrong, line by line if it is the text."""
        if isinstance(error, CaseInvalidError):
            errors = [Link(text=problem_in_words(each), address="#text") for each in error.problems]
        else:
            errors = [Link(text=sentence(error), address="#text")]
        head = replace(self.head, page_title=f"Erreur : {self.head.page_title}")
        return replace(self, head=head, errors=tuple(errors))

    def against(self, present: str, *, taxonomy: Taxonomy) -> Self:
        """The page with what separates the text as it is now from the one that was typed."""
        title = "du texte présent au vôtre"
        return replace(self, diff=DiffView.of(present, self.text, title=title, taxonomy=taxonomy))


def head_of(title: str) -> Head:
    """The head of a page of moderation."""
    return Head(page_title=title, is_indexable=False, section="moderation")


def file_text_in(form: MultiDict[str, str]) -> str:
    """The text of a file as it was typed; browsers send line ends of their own."""
    return form.get("text", "").replace("\r\n", "\n")


def again(page: EditorPage, error: KbError, *, present: str) -> tuple[str, int]:
    """What was typed, and what is wrong with it; after a conflict also what has changed.

    Raises:
        NotFoundError: there is nothing to correct any more.
    """
    if isinstance(error, NotFoundError):
        raise error
    page = page.refused(error)
    if isinstance(error, ConflictError):
        page = page.against(present, taxonomy=knowledge_base().taxonomies.current())
    return render_template("moderate/editor.html", page=page), status_of(error)
