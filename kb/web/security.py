"""What protects every answer: headers, limits on requests, proxies that are trusted by number."""

from collections.abc import Mapping
from types import MappingProxyType

from flask import Flask, Response
from werkzeug.middleware.proxy_fix import ProxyFix

from kb.settings import Settings

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


def protect(app: Flask, settings: Settings) -> None:
    """Put the limits and headers on every answer of the application."""
    app.config["MAX_CONTENT_LENGTH"] = MAX_REQUEST_BYTES
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
