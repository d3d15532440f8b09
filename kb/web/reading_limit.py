"""How much one address may read of what is made for programs, told with every answer.

Source: IETF, "RateLimit header fields for HTTP", draft-ietf-httpapi-ratelimit-headers-11, 3 and 4.
"""

from flask import Flask, Response, g, request

from kb.domain.errors import TooManyError
from kb.services.rationing import WINDOW, Ration
from kb.web.context import knowledge_base
from kb.web.open_reading import is_for_programs

#: The name of the policy.
_POLICY = "reads"

_WINDOW_SECONDS = int(WINDOW.total_seconds())


class TooManyReadsError(TooManyError):
    """This address has read all that it may for now."""

    code = "too-many-reads"


def limit_reads(app: Flask) -> None:
    """Count what programs read and refuse what is too much.

    All that is asked for counts, whatever the answer: one that has not changed (304) was looked
    for all the same. A browser that only asks what it may do (OPTIONS) is not counted.

    Raises:
        TooManyReadsError: in each request beyond the quota, until the window ends.
    """

    @app.before_request
    def count() -> None:
        rationing = knowledge_base().rationing
        if not rationing.is_on or request.method == "OPTIONS" or not is_for_programs():
            return
        ration = g.ration = rationing.take(request.remote_addr or "")
        if ration.is_over:
            raise TooManyReadsError(quota=ration.quota, seconds=ration.seconds)

    @app.after_request
    def tell(response: Response) -> Response:
        ration: Ration | None = g.get("ration")
        if ration is None:
            return response
        policy = f'"{_POLICY}"'
        response.headers["RateLimit-Policy"] = f"{policy};q={ration.quota};w={_WINDOW_SECONDS}"
        response.headers["RateLimit"] = f"{policy};r={ration.left};t={ration.seconds}"
        if ration.is_over:
            response.headers["Retry-After"] = str(ration.seconds)
        return response
