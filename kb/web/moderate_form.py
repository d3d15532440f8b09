"""Typed: what a moderator sent, read without trusting any of it, kept to be shown again."""

from dataclasses import dataclass, replace
from typing import Self

from werkzeug.datastructures import MultiDict

from kb.domain.errors import BadRequestError


class FormMalformedError(BadRequestError):
    """A field is missing or holds what no page of ours sends."""

    code = "form-malformed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """The fields of the forms around a proposal.

    Attributes:
        version: the text that was on the page, 0 if the form is not about one.
        reason: one's own words, or else the model that was chosen.
        body: of a message or a note.
        base: hash of the published case that was compared.
        reason_error, slug_error: what is wrong with them, shown beside the field.
    """

    action: str = ""
    version: int = 0
    model: int = 0
    reason: str = ""
    slug: str = ""
    body: str = ""
    base: str = ""
    reason_error: str = ""
    slug_error: str = ""

    @classmethod
    def of(cls, form: MultiDict[str, str]) -> Self:
        """What was sent.

        Raises:
            FormMalformedError: a number is none.
        """
        return cls(
            action=form.get("action", ""),
            version=number_in(form, "version"),
            model=number_in(form, "model"),
            reason=text_in(form, "reason"),
            slug=text_in(form, "slug"),
            body=text_in(form, "body"),
            base=form.get("base", ""),
        )

    def with_error(self, text: str, *, of_slug: bool) -> Self:
        """The same, with what is wrong beside the slug or the reason."""
        if of_slug:
            return replace(self, slug_error=text)
        return replace(self, reason_error=text)


def text_in(form: MultiDict[str, str], name: str) -> str:
    """A field as one types it: line ends as ours, no blanks around."""
    return form.get(name, "").replace("\r\n", "\n").strip()


def number_in(form: MultiDict[str, str], name: str) -> int:
    """A number that a page of ours wrote; 0 if the field is not there.

    Raises:
        FormMalformedError: it is no number.
    """
    text = form.get(name, "0")
    if not (text.isascii() and text.isdigit() and len(text) < 10):  # noqa: PLR2004 - digits
        raise FormMalformedError(field=name)
    return int(text)
