"""What protects every answer: headers, limits on requests, tokens in forms, trusted proxies."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeVar

from flask import Flask, Response, current_app, g, request
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from kb.domain.account import VISITOR
from kb.domain.errors import ForbiddenError
from kb.settings import Settings
from kb.web.basket import is_consulted
from kb.web.same_origin import require_our_page

#: Bytes of a request, read or announced; more is 413 before the whole is read.
MAX_REQUEST_BYTES = 1024 * 1024

#: No inline script or style anywhere, so none is allowed.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)

HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "Content-Security-Policy": _POLICY,
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }
)

#: One year, sent only by an installation whose public address is https.
_TRANSPORT_SECURITY = "max-age=31536000"

#: The marks of views that take forms from anywhere.
_WITHOUT_TOKEN = ("only_reads", "by_its_address")

ViewT = TypeVar("ViewT", bound=Callable[..., object])


class FormExpiredError(ForbiddenError):
    """The form has no token, or that of another session: it is old, or another site made it."""

    code = "form-expired"


def protect(app: Flask, settings: Settings) -> None:
    """Put the limits and headers on every answer of the application."""
    app.config["MAX_CONTENT_LENGTH"] = app.config["MAX_FORM_MEMORY_SIZE"] = MAX_REQUEST_BYTES
    hops = settings.trusted_proxies
    if hops:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # the documented way
            app.wsgi_app, x_for=hops, x_proto=hops, x_host=0, x_prefix=0
        )
    is_https = settings.public_url.startswith("https://")

    @app.after_request
    def add_headers(response: Response) -> Response:
        response.headers.update(HEADERS)
        if is_https:
            response.headers["Strict-Transport-Security"] = _TRANSPORT_SECURITY
        return response


def guard_forms(app: Flask) -> None:
    """Take a form only from a page of ours, shown in the same session.

    Raises:
        ForeignFormError: another site sent it to a view that is `from_our_pages`.
        FormExpiredError: in each request with another form, unless its view gives back what was
            typed, see `gives_back`.
    """
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False  # asked below, in the right order
    app.config["WTF_CSRF_TIME_LIMIT"] = None  # as long as the session: people take their time
    app.config["WTF_CSRF_SSL_STRICT"] = False  # a proxy hides our name from it; the token decides
    forms = CSRFProtect(app)

    @app.before_request
    def look() -> None:
        if request.endpoint is None or any(hasattr(_view(), mark) for mark in _WITHOUT_TOKEN):
            return  # the router answers; or there is nothing that could be done in another's name
        if hasattr(_view(), "from_our_pages"):
            require_our_page()
            return
        try:
            forms.protect()
        except CSRFError as error:
            if not hasattr(_view(), "gives_back"):
                raise FormExpiredError from error
            g.form_has_expired = True


def gives_back(view: ViewT) -> ViewT:
    """Mark a view that shows what was typed again, with a new token, when `form_has_expired`.

    Nearest to the function, below the route. It must not act on what an expired form says.
    """
    view.gives_back = True  # type: ignore[attr-defined]  # a mark, read above
    return view


def only_reads(view: ViewT) -> ViewT:
    """Mark a view that answers alike whoever asks and changes nothing, for programs that POST.

    Nearest to the function, below the route.
    """
    view.only_reads = True  # type: ignore[attr-defined]  # a mark, read above
    return view


def from_our_pages(view: ViewT) -> ViewT:
    """Mark a view whose forms stand on pages that are the same for all, so that none has a token.

    Nearest to the function, below the route. What it changes must be the browser's own.
    """
    view.from_our_pages = True  # type: ignore[attr-defined]  # a mark, read above
    return view


def by_its_address(view: ViewT) -> ViewT:
    """Mark a view whose address is a secret that allows what it does, for programs that POST.

    Nearest to the function, below the route. Whoever knows the address needs no other token.
    """
    view.by_its_address = True  # type: ignore[attr-defined]  # a mark, read above
    return view


def form_has_expired() -> bool:
    """Whether the form of this request is not to be trusted; only in views that `gives_back`."""
    return bool(g.get("form_has_expired"))


def keep_private(app: Flask) -> None:
    """Let no cache keep what was made for one person.

    To be registered last, so that it sees an answer first: an answer that says how it may be kept
    gets no tag to ask again with.
    """

    @app.after_request
    def mark(response: Response) -> Response:
        if request.endpoint == "static" or "no-store" in response.cache_control:
            return response
        if g.get("signed_in", VISITOR).is_signed_in:
            response.headers["Cache-Control"] = "private, no-store"
        elif "csrf_token" in g:  # a form that only this browser can send
            response.headers["Cache-Control"] = "private, no-cache"
        elif is_consulted():  # what this browser keeps shows
            response.headers["Cache-Control"] = "private, no-cache"
            response.vary.add("Cookie")
        return response


def _view() -> Callable[..., object] | None:
    return current_app.view_functions.get(request.endpoint or "")
