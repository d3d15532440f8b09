"""What the history of a case tells: the text of a publication, whether it is archived."""

from collections.abc import Sequence

from kb.domain.case import Slug
from kb.domain.errors import ConflictError, NotFoundError
from kb.domain.publication import PastText, PublicationKind


class NotArchivedError(ConflictError):
    """The case is published, or never was."""

    code = "not-archived"


class TextNotFoundError(NotFoundError):
    """The case never had a text with this number."""

    code = "text-not-found"


def end_of(texts: Sequence[PastText]) -> PastText | None:
    """How a case was archived, if it is; it may also have been renamed or merged.

    Args:
        texts: its history, the newest first.
    """
    last = texts[0] if texts else None
    is_end = last and last.text is None and last.kind is PublicationKind.ARCHIVE
    return last if is_end else None


def last_text(slug: Slug, texts: Sequence[PastText]) -> str:
    """The last text of an archived case.

    Raises:
        NotArchivedError: it is not archived.
    """
    told = [each.text for each in texts if each.text is not None]
    if not (told and end_of(texts)):
        raise NotArchivedError(slug=slug)
    return told[0]


def text_of(slug: Slug, texts: Sequence[PastText], publication: int) -> str:
    """The text that a publication gave to a case.

    Raises:
        TextNotFoundError: it gave it none.
    """
    for each in texts:
        if each.publication == publication and each.text is not None:
            return each.text
    raise TextNotFoundError(slug=slug, publication=publication)
