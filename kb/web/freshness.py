"""Search pages that a browser still has: told so before anything is searched.

What a page shows follows from its address, the state of the index, the vocabulary, the ways in, the
organisations and the program: their hash is its `ETag`. Requests with a cookie are left alone:
their pages may be somebody's own.
"""

from hashlib import sha256
from pathlib import Path

from flask import Flask, Response, g, request

from kb.ports import IndexNotReadyError
from kb.settings import Settings, resources
from kb.web.context import knowledge_base

#: Whose answers follow from their address alone.
_ENDPOINTS = frozenset({"search.results", "api.search"})
_METHODS = frozenset({"GET", "HEAD"})


def answer_unchanged(app: Flask, settings: Settings) -> None:
    """Tag search pages and lists, and answer 304 to those who have the current one."""
    version = _version(settings)

    @app.before_request
    def unchanged() -> Response | None:
        is_asked = request.endpoint in _ENDPOINTS and request.method in _METHODS
        if not is_asked or request.cookies or not (tag := _tag(version)):
            return None
        g.freshness = tag
        has_it = request.if_none_match.contains_weak(tag)
        return _named(Response(status=304), tag) if has_it else None

    @app.after_request
    def name(response: Response) -> Response:
        if "freshness" in g and response.status_code == 200:  # noqa: PLR2004 - found
            _named(response, g.freshness)
        return response


def _named(response: Response, tag: str) -> Response:
    response.set_etag(tag, weak=True)
    response.cache_control.no_cache = True
    return response


def _tag(version: str) -> str:
    """What the answer follows from, as a hash; empty while search is being prepared."""
    base = knowledge_base()
    try:
        state = base.searching.index.state()
        beside = (base.welcoming.entrances.version(), base.allying.version())
    except IndexNotReadyError:
        return ""
    vocabulary = base.taxonomies.current().sha256
    facts = (version, state.edition, str(state.commit), vocabulary, *beside, request.url)
    return sha256("\n".join(facts).encode("utf-8", "replace")).hexdigest()[:32]


def _version(settings: Settings) -> str:
    """The hash of the program: code, templates, assets, and what the installation sets."""
    folders = [Path(__file__).parents[1], resources() / "templates", resources() / "static"]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    content = (path.read_bytes() for path in sorted(files) if path.suffix != ".pyc")
    digest = sha256(repr(settings).encode())
    for each in content:
        digest.update(each)
    return digest.hexdigest()
