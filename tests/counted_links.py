"""Links that promise a number of cases, and what is found behind them."""

import re
from collections.abc import Iterator
from html import unescape

from flask.testing import FlaskClient

_LINK = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.DOTALL)
_PROMISE = re.compile(r"(\d+|aucune)\s+fiches?\b")


def promises(html: str) -> Iterator[tuple[str, int]]:
    """Each search that a page leads to (`/?…`), and how many cases it says there are."""
    for attributes, content in _LINK.findall(html):
        address = re.search(r'href="(/(?:\?[^"]*)?)"', attributes)
        label = re.search(r'aria-label="([^"]*)"', attributes)
        said = unescape(label[1] if label else re.sub(r"<[^>]+>", "", content))
        promised = _PROMISE.search(said)
        if address and promised:
            yield unescape(address[1]), int(promised[1].replace("aucune", "0"))


def found(client: FlaskClient, address: str) -> int:
    """How many cases the page of a search says that it found."""
    heading = re.search(r'<h2 id="count"[^>]*>(\w+)', client.get(address).text)
    assert heading, address
    return int(heading[1].replace("Aucune", "0"))
