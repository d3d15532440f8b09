"""`/healthz`: whether the process answers, and whether one can search."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from kb.ports import IndexNotReadyError
from kb.web.context import knowledge_base

pages = Blueprint("health", __name__)


@pages.get("/healthz")
def show() -> ResponseReturnValue:
    """Always 200: cases are served without the index. `cases` is null until it is ready."""
    try:
        cases = knowledge_base().searching.index.state().cases
    except IndexNotReadyError:
        return jsonify(status="ok", search="preparing", cases=None)
    return jsonify(status="ok", search="ready", cases=cases)
