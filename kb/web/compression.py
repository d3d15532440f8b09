"""Answers are compressed for those who understand it."""

from flask import Flask
from flask_compress import Compress

#: What compression makes smaller; fonts and pictures are compressed already.
_COMPRESSED = (
    "application/atom+xml",
    "application/feed+json",
    "application/json",
    "application/ld+json",
    "application/problem+json",
    "application/xml",
    "image/svg+xml",
    "application/x-bibtex",
    "application/x-research-info-systems",
    "text/css",
    "text/csv",
    "text/html",
    "text/javascript",
    "text/markdown",
    "text/plain",
    "text/xml",
)


def compress(app: Flask) -> None:
    """Compress what gains by it; quickly rather than well, for each answer is made on demand."""
    app.config["COMPRESS_ALGORITHM"] = ["br", "gzip"]
    app.config["COMPRESS_BR_LEVEL"] = 5
    app.config["COMPRESS_LEVEL"] = 6  # of gzip
    app.config["COMPRESS_MIMETYPES"] = list(_COMPRESSED)
    Compress(app)
