"""require_our_page: forms without a token are taken from pages of this site only."""

from urllib.parse import urlsplit

from flask import request

from kb.domain.errors import ForbiddenError
from kb.web.context import settings


class ForeignFormError(ForbiddenError):
    """A form that another site sent, or of which the browser does not say where it stands."""

    code = "foreign-form"


def require_our_page() -> None:
    """Go on with what changes something only if the browser says that a page of ours asks for it.

    Browsers say so themselves and no page can make them lie. Where they do not say
    `Sec-Fetch-Site`, as over plain HTTP from another machine, they say `Origin` with every POST.

    Source: OWASP, "Cross-Site Request Forgery Prevention Cheat Sheet", fetch metadata and
    verifying origin with standard headers.

    Raises:
        ForeignFormError: it says otherwise, or nothing.
    """
    if request.method in {"GET", "HEAD", "OPTIONS"}:
        return
    site = request.headers.get("Sec-Fetch-Site")
    is_ours = _is_our_origin() if site is None else site == "same-origin"
    if not is_ours:
        raise ForeignFormError


def _is_our_origin() -> bool:
    """Whether `Origin` is ours, by the public address or by the name that the browser asked for."""
    try:
        place = urlsplit(request.headers.get("Origin", "")).netloc
    except ValueError:
        return False
    return place != "" and place in {request.host, urlsplit(settings().public_url).netloc}
