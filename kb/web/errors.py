"""The one table from error category to HTTP status; pages get a page, the API gets a problem."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from flask import Flask, Response, current_app, make_response, render_template, request
from werkzeug.exceptions import HTTPException, InternalServerError

from kb.domain import errors
from kb.domain.errors import KbError
from kb.domain.french import typographic
from kb.domain.french_dates import day_in_french
from kb.domain.sentences import sentence
from kb.ports import CaseUnreadableError, IndexNotReadyError
from kb.services.reading import CaseArchivedError
from kb.web.head import Head
from kb.web.moments import day_of
from kb.web.open_reading import is_for_programs

#: Only this module knows statuses.
STATUS: Mapping[type[KbError], int] = MappingProxyType(
    {
        errors.BadRequestError: 400,
        errors.ForbiddenError: 403,
        errors.NotFoundError: 404,
        errors.ConflictError: 409,
        errors.GoneError: 410,
        errors.TooLargeError: 413,
        errors.InvalidError: 422,
        errors.TooManyError: 429,
        errors.UnavailableError: 503,
    }
)

#: Seconds after which it is worth asking again: an index of some hundred cases is rebuilt by then.
RETRY_AFTER_SECONDS = 5

#: status -> (title, what to do); the page of any other status has the words of 400 or 500.
WORDS: Mapping[int, tuple[str, str]] = MappingProxyType(
    {
        400: (
            "Demande incomprise",
            "L’adresse demandée est mal formée. Vérifiez-la, ou repartez de la recherche.",
        ),
        403: ("Accès refusé", "Vous n’avez pas le droit de faire cela."),
        404: (
            "Page introuvable",
            "Cette page n’existe pas ou n’existe plus. La recherche aide à retrouver une fiche.",
        ),
        405: (
            "Action impossible ici",
            "Cette page se lit seulement. Revenez en arrière, ou repartez de la recherche.",
        ),
        409: ("Déjà changé", "Cela a changé entre-temps. Rechargez la page, puis recommencez."),
        410: ("Plus en ligne", "Cette page a été retirée. La recherche en montre de proches."),
        413: ("Envoi trop volumineux", "La demande dépasse 1 Mio. Réduisez-la puis recommencez."),
        414: ("Adresse trop longue", "Raccourcissez la recherche, puis recommencez."),
        429: ("Trop de demandes", "Attendez une minute, puis recommencez."),
        500: (
            "Erreur de notre côté",
            "Une erreur inattendue s’est produite et a été notée. Réessayez dans un moment.",
        ),
        501: ("Forme non proposée", "Cette adresse ne répond qu’en JSON."),
        503: (
            "Indisponible un instant",
            "Cette partie du site se prépare. Réessayez dans quelques secondes.",
        ),
    }
)


#: Titles that say more than that of the status.
_TITLES: Mapping[str, str] = MappingProxyType(
    {
        CaseArchivedError.code: "Fiche archivée",
        CaseUnreadableError.code: "Fiche en cours de correction",
        IndexNotReadyError.code: "La recherche se prépare",
    }
)

_PROBLEM = "application/problem+json"

_FIRST_ERROR, _FIRST_SERVER_ERROR, _UNAVAILABLE = 400, 500, 503


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPage:
    """The page of an error; `refreshes`: it asks again by itself, as the cause mends itself."""

    head: Head
    status: int
    title: str
    detail: str
    refreshes: bool


def status_of(error: KbError) -> int:
    """The HTTP status of an error, by its category."""
    return next(status for category, status in STATUS.items() if isinstance(error, category))


def answer_errors(app: Flask) -> None:
    """Make every error of the application end in an answer that says what to do."""

    @app.errorhandler(KbError)
    def known(error: KbError) -> Response:
        return answer(status_of(error), sentence(error), code=error.code)

    @app.errorhandler(CaseArchivedError)
    def gone(error: CaseArchivedError) -> Response:
        day = day_in_french(day_of(error.archived.at))
        told = f"Cette fiche a été archivée le {day}. Motif : {error.archived.reason}"
        return answer(status_of(error), typographic(told), code=error.code)

    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Response | HTTPException:
        if error.code is None or error.code < _FIRST_ERROR:
            return error  # a redirect
        response = answer(error.code)
        headers = dict(error.get_headers())
        response.headers.extend({name: headers[name] for name in ("Allow",) if name in headers})
        return response

    @app.errorhandler(InternalServerError)
    def unexpected(_error: InternalServerError) -> Response:
        return answer(500)


def answer(status: int, detail: str | None = None, *, code: str = "") -> Response:
    """An error page, or a problem for programs (Source: RFC 9457).

    Args:
        status: from 400.
        detail: a French sentence; by default that of the status.
        code: of the error, if it is one of ours.
    """
    title, advice = WORDS.get(status) or WORDS[400 if status < _FIRST_SERVER_ERROR else 500]
    title, detail = _TITLES.get(code, title), detail or advice
    if _wants_problem():
        problem = {"title": title, "status": status, "detail": detail}
        response = make_response(current_app.json.dumps(problem), status)
        response.mimetype = _PROBLEM
    else:
        page = ErrorPage(
            head=Head(page_title=title, is_indexable=False),
            status=status,
            title=title,
            detail=detail,
            refreshes=code == IndexNotReadyError.code,
        )
        response = make_response(render_template("errors/error.html", page=page), status)
    response.vary.add("Accept")
    if status == _UNAVAILABLE:
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def _wants_problem() -> bool:
    """Whether a program asks; of what is made for them, people follow links to some as well."""
    if request.path.startswith("/api/"):
        return True
    offered = (_PROBLEM, "text/html")
    return is_for_programs() and request.accept_mimetypes.best_match(offered) != "text/html"
