"""A selection in a browser without a screen, put together as its pages do it."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kb.domain.selection import Selection
from kb.formats import selection_text
from kb.web.basket import COOKIE

#: What every browser says of a form that stands on a page of the same site.
OUR_PAGE = {"Sec-Fetch-Site": "same-origin"}

#: Three published cases.
SOME = ("solidarauto-garages-solidaires", "1000-cafes-villages", "begawatts-beganne")


def kept(client: FlaskClient) -> Selection:
    """What the browser keeps."""
    cookie = client.get_cookie(COOKIE)
    return selection_text.read(cookie.value) if cookie else Selection()


def pick(client: FlaskClient, *slugs: str, page: str = "/") -> TestResponse:
    """Press « Ajouter à ma sélection » for each of these cases; the last answer."""
    answer = client.get(page)
    for slug in slugs:
        fields = {"add": slug, "next": page}
        answer = client.post("/selection/fiches", data=fields, headers=OUR_PAGE)
    return answer


def press(
    client: FlaskClient,
    action: str,
    slugs: Sequence[str] = SOME,
    *,
    notes: Mapping[str, str] | None = None,
    **fields: Any,
) -> TestResponse:
    """Press a button of the form of the selection, filled in."""
    typed = {f"note-{slug}": note for slug, note in (notes or {}).items()}
    data = {"action": action, "slug": list(slugs), **typed, **fields}
    return client.post("/selection", data=data, headers=OUR_PAGE)


def shared(client: FlaskClient, slugs: Sequence[str] = SOME, **fields: Any) -> str:
    """The path of a selection that this browser has just shared."""
    answer = press(client, "share", slugs, **fields)
    assert answer.status_code == 303
    return answer.headers["Location"]
