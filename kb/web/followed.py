"""Whoever follows a proposal: by the secret link, kept in a cookie, or signed in."""

from flask import Response, url_for

from kb.domain.account import Account
from kb.domain.draft import Draft
from kb.domain.errors import NotFoundError
from kb.domain.submission import SubmissionId
from kb.services.following import Followed, LinkInvalidError
from kb.web import cookies
from kb.web.context import knowledge_base, signed_in

#: Holds the secret part of the link that was opened last.
COOKIE = "suivi"


def token() -> str:
    """The secret of the link that this browser opened last, `""` if none."""
    return cookies.held(COOKIE)


def remember(response: Response, secret: str) -> Response:
    """Let this browser open the proposal at a clean address from now on."""
    return cookies.keep(response, COOKIE, secret)


def followed(number: SubmissionId | None) -> Followed:
    """A proposal for its author.

    Args:
        number: of a proposal of whoever signed in; `None`: the one of the link that was opened.

    Raises:
        LinkInvalidError: no link was opened, or it is no longer good.
        SubmissionNotFoundError: there is no such proposal of theirs.
    """
    if number is not None:
        return knowledge_base().following.of_author(number, by=signed_in())
    return knowledge_base().following.open(token())


def author_of(draft: Draft) -> Account:
    """Who wrote the proposal whose next version a draft is.

    Raises:
        LinkInvalidError: neither the link nor the account of its author is at hand.
    """
    by = signed_in()
    if by.is_signed_in and by.id == draft.author:
        return by
    opened = knowledge_base().following.open(token())
    if opened.submission.id != draft.submission:
        raise LinkInvalidError
    return opened.author


def followed_address(number: SubmissionId) -> str:
    """The page of a proposal for whoever asks now."""
    try:
        if signed_in().is_signed_in:
            knowledge_base().following.of_author(number, by=signed_in())
            return url_for("follow.own", number=number)
    except NotFoundError:
        pass
    return url_for("follow.show")
