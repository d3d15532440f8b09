"""Booklets as PDF: by WeasyPrint, where it is installed, in a process of its own.

That process has little time and memory, reads nothing but our style sheet and fonts, and is gone
afterwards: a book that cannot be made costs nobody more than its page.
"""

import importlib.util
import logging
import os
import resource
import subprocess
import sys
import threading
from collections import OrderedDict
from pathlib import Path
from urllib.parse import urlsplit

from kb.domain.errors import NotFoundError, UnavailableError
from kb.domain.hashes import sha256_of
from kb.logs import event
from kb.settings import resources

_LOG = logging.getLogger("kb.printing")

#: Some seconds are enough for fifty cases of usual length.
_MOST_SECONDS = 60
_MOST_BYTES_OF_MEMORY = 2 * 1024**3
#: Booklets that a process keeps, of some hundred kilobytes each.
_KEPT = 8
#: Lower than what answers requests.
_NICENESS = 10

_COMMAND = (sys.executable, "-P", "-W", "ignore", "-m", "kb.printing")

#: What the process answers when the libraries that WeasyPrint needs are missing.
_NOTHING_TO_PRINT_WITH = 3

#: Where the document seems to stand: nobody can have this address. Source: RFC 6761, 6.4.
_NOWHERE = "http://booklet.invalid/"
_STATIC = "/static/"


class BookletNotOfferedError(NotFoundError):
    """This installation has no WeasyPrint, or none that works."""

    code = "booklet-not-offered"


class BookletBusyError(UnavailableError):
    """Another booklet is being made."""

    code = "booklet-busy"


class BookletFailedError(UnavailableError):
    """It takes too long or too much memory, or WeasyPrint fails."""

    code = "booklet-failed"


class Printing:
    """Makes PDFs, one at a time in this process; the last ones are kept. Threads may share it."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._keeping = threading.Lock()
        self._making = threading.Lock()
        self._is_broken = False

    @property
    def is_offered(self) -> bool:
        """Whether there is something to print with, as far as one knows."""
        return not self._is_broken and _is_installed()

    def require_free(self) -> None:
        """Go on only if no booklet is being made, as far as one knows.

        Raises:
            BookletBusyError: one is.
        """
        if self._making.locked():
            raise BookletBusyError

    def kept(self, html: str) -> bytes | None:
        """The PDF of a document, if it was made not long ago."""
        with self._keeping:
            return self._kept.get(_key(html))

    def pdf(self, html: str) -> bytes:
        """The document as PDF/UA-1, in the language and with the title that its HTML says.

        Raises:
            BookletNotOfferedError: there is nothing to print with.
            BookletBusyError: another one is being made.
            BookletFailedError: it cannot be made.
        """
        if not self.is_offered:
            raise BookletNotOfferedError
        if not self._making.acquire(blocking=False):
            raise BookletBusyError
        try:
            made = self._made(html)
        finally:
            self._making.release()
        with self._keeping:
            self._kept[_key(html)] = made
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return made

    def _made(self, html: str) -> bytes:
        try:
            done = subprocess.run(  # noqa: S603 - our own program, the text on its standard input
                _COMMAND,
                input=html.encode(),
                capture_output=True,
                timeout=_MOST_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            event(_LOG, "booklet-failed", status="timeout")
            raise BookletFailedError from None
        if done.returncode == _NOTHING_TO_PRINT_WITH:
            self._is_broken = True
            event(_LOG, "booklet-failed", status="missing-libraries")
            raise BookletNotOfferedError
        if done.returncode or not done.stdout.startswith(b"%PDF"):
            event(_LOG, "booklet-failed", status=done.returncode)
            raise BookletFailedError
        return done.stdout


class _OwnFiles:
    """What WeasyPrint may load: our style sheets and fonts. Whatever else a page names is left out.

    Attributes:
        _fail_on_errors: read by WeasyPrint; a file that is refused does not end the booklet.
    """

    _fail_on_errors = False

    def __init__(self, folder: Path) -> None:
        files = [*folder.glob("*.css"), *folder.glob("fonts/*.woff2")]
        self._files = {file.relative_to(folder).as_posix(): file for file in files}

    def __call__(self, url: str) -> object:
        """The response for an address, as WeasyPrint wants it."""
        from weasyprint.urls import URLFetcherResponse  # noqa: PLC0415 - see `main`

        place = urlsplit(url)
        file = self._files.get(place.path.removeprefix(_STATIC))
        if file is None or not url.startswith(_NOWHERE):
            raise ValueError(place.path)
        kind = "text/css" if file.suffix == ".css" else "font/woff2"
        return URLFetcherResponse(url, file.read_bytes(), {"Content-Type": kind})


def main() -> int:
    """The process: HTML in, PDF out."""
    os.nice(_NICENESS)
    resource.setrlimit(resource.RLIMIT_CPU, (_MOST_SECONDS, _MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_BYTES_OF_MEMORY, _MOST_BYTES_OF_MEMORY))
    try:
        from weasyprint import HTML  # noqa: PLC0415 - an extra, slow to load, only for this process
    except (ImportError, OSError):
        return _NOTHING_TO_PRINT_WITH
    html = sys.stdin.buffer.read().decode()
    fetcher = _OwnFiles(resources() / "static")
    document = HTML(string=html, base_url=_NOWHERE, url_fetcher=fetcher)
    sys.stdout.buffer.write(document.write_pdf(pdf_variant="pdf/ua-1"))
    return 0


def _is_installed() -> bool:
    try:
        return importlib.util.find_spec("weasyprint") is not None
    except ValueError:  # it was loaded without saying where from
        return False


def _key(html: str) -> str:
    return sha256_of(html)


if __name__ == "__main__":
    sys.exit(main())
