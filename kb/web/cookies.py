"""Cookies of our own, beside that of the session: what only this browser holds."""

from flask import Response, request

from kb.web.context import settings

#: A year: what they open is forgotten after as long.
_SECONDS = 365 * 24 * 3600
#: No secret of ours is longer, unless whoever asks says so.
_MOST_CHARACTERS = 100


def held(name: str, *, most: int = _MOST_CHARACTERS) -> str:
    """The first characters of what this browser holds under that name, `""` if nothing."""
    return request.cookies.get(_full(name), "")[:most]


def keep(response: Response, name: str, secret: str) -> Response:
    """Let this browser hold a secret from this answer on."""
    response.set_cookie(
        _full(name), secret, max_age=_SECONDS, httponly=True, samesite="Lax", secure=_is_https()
    )
    return response


def forget(response: Response, name: str) -> Response:
    """Let this browser hold it no longer."""
    response.delete_cookie(_full(name), httponly=True, samesite="Lax", secure=_is_https())
    return response


def _full(name: str) -> str:
    """Over https with the prefix that keeps other sites of the same domain from setting it.

    Source: RFC 6265bis, 4.1.3.2.
    """
    return f"__Host-{name}" if _is_https() else name


def _is_https() -> bool:
    return settings().public_url.startswith("https://")
