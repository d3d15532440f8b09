"""What pages of other sites may read here: all that is made for programs, and the card in a frame.

Nothing here depends on who asks, so nothing can be read on somebody's behalf (Source: WHATWG,
"Fetch", CORS protocol).
"""

from flask import Flask, Response, request

#: The beginnings of the addresses that scripts of other sites may read.
OPEN = ("/api/", "/export.", "/flux.", "/oai", "/oembed", "/catalogue.jsonld", "/llms.txt")

#: The same for views of one case, whose addresses begin like that of its page.
CASE_AS_DATA = frozenset({"cases.source", "cases.data", "export.case"})

#: The views that other sites may show in a frame.
_FRAMED = frozenset({"vignette.show"})

#: The headers that such scripts may read.
_TOLD = "ETag, Link, RateLimit, RateLimit-Policy, Retry-After"

#: Seconds for which a browser may remember what it may do.
_REMEMBERED_SECONDS = 86_400


def open_for_reading(app: Flask) -> None:
    """Loosen the headers that `security` puts on every answer, where that is the purpose."""

    @app.after_request
    def loosen(response: Response) -> Response:
        if is_for_programs():
            _share(response)
        if request.endpoint in _FRAMED:
            _let_be_framed(response)
        return response


def is_for_programs() -> bool:
    """Whether this request asks for what is made for programs, and not for a page."""
    return request.path.startswith(OPEN) or request.endpoint in CASE_AS_DATA


def _share(response: Response) -> None:
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = _TOLD
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
        response.headers["Access-Control-Allow-Headers"] = "If-None-Match"
        response.headers["Access-Control-Max-Age"] = str(_REMEMBERED_SECONDS)


def _let_be_framed(response: Response) -> None:
    policy = response.headers["Content-Security-Policy"]
    response.headers["Content-Security-Policy"] = policy.replace(
        "frame-ancestors 'none'", "frame-ancestors *"
    )
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    del response.headers["X-Frame-Options"]
