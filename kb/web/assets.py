"""`/static/…`: each file has an address that changes with its content, so it is fetched once."""

import functools
from collections.abc import MutableMapping
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

from flask import Flask, Response, request
from werkzeug.wsgi import FileWrapper

#: Browsers may keep what will never change for a year (Source: RFC 9111, 5.2.2.1; RFC 8246).
_FOREVER = "public, max-age=31536000, immutable"

#: Files here have their version in their name: style sheets name them without fingerprint.
_VERSIONED = "fonts/"


def fingerprint(app: Flask) -> None:
    """Put the hash of its content into the address of every static file."""
    folder = Path(app.static_folder or "")

    @functools.lru_cache(maxsize=64)  # a process serves the files that it started with
    def version(filename: str) -> str | None:
        path = folder / filename
        return sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() else None

    @app.url_defaults
    def add_version(endpoint: str, values: MutableMapping[str, Any]) -> None:
        filename = values.get("filename", "")
        if endpoint == "static" and not filename.startswith(_VERSIONED):
            values.setdefault("v", version(filename))

    @app.after_request
    def keep(response: Response) -> Response:
        if request.endpoint == "static" and response.status_code == 200:  # noqa: PLR2004 - found
            filename = (request.view_args or {})["filename"]
            asked = request.args.get("v")
            if filename.startswith(_VERSIONED) or (asked and asked == version(filename)):
                response.headers["Cache-Control"] = _FOREVER
            _read(response)
        return response


def _read(response: Response) -> None:
    """Take the small file into memory, to be compressed, and close it.

    At once: a server that has lost its client may forget to close the answer.
    """
    file = cast("FileWrapper", response.response)
    response.direct_passthrough = False
    response.make_sequence()
    file.close()
