"""create_app: the Flask application, and which module answers which path.

path                            module
/                               search.py
/cas/<slug>[.md|.json]          cases.py
/export.<form>                  export.py, also for one case: /cas/<slug>.<form>
/cas/<slug>/vignette  /oembed   vignette.py
/flux.atom  /flux.json          feeds.py
/alertes                        alerts.py
/oai                            oai.py
/catalogue.jsonld  /llms.txt    catalogue.py
/api                            api_docs.py
/pourquoi                       why.py
/carte                          region_map.py
/chiffres                       figures.py
/comparer                       compare.py
/selection                      selection.py
/selection/<token>              share.py
…/livret[.pdf]                  booklet.py, also for one case: /cas/<slug>/livret[.pdf]
/besoin                         need.py
/entrees/<id>                   entrances.py
/alliances                      alliances.py
/organisation/<slug>            organisation.py
/aide                           help.py
/accessibilite                  accessibility.py
/connexion                      sign_in.py, password_link.py
/compte                         account.py, second_factor.py
/donnees-personnelles           privacy.py
/moderation                     moderate.py
/moderation/<n>/texte …/fusion  moderate_texts.py
/moderation/conflits/<n>        conflicts.py
/moderation/fiches              curate.py  curate_texts.py
/moderation/journal             audit.py
/moderation/recherches          shortfalls.py
/proposer                       submit.py, submit_views.py
/suivi                          follow.py
/sitemap….xml  /robots.txt      crawlers.py
/healthz                        health.py
/api/v1/…                       api.py
/static/…                       assets.py
"""

import logging
import time
from http import HTTPStatus

from flask import Flask, Response, g, request
from jinja2 import StrictUndefined

from kb.accounts.desk import Accounts
from kb.domain.french import typographic
from kb.logs import event
from kb.markup import Markup
from kb.services.knowledge_base import KnowledgeBase
from kb.settings import Settings, resources
from kb.web import (
    accessibility,
    account,
    alerts,
    alliances,
    api,
    api_docs,
    assets,
    audit,
    booklet,
    cases,
    catalogue,
    compare,
    conflicts,
    crawlers,
    curate,
    curate_texts,
    entrances,
    export,
    feeds,
    figures,
    follow,
    health,
    help,  # noqa: A004 - named by its path
    moderate,
    moderate_texts,
    need,
    oai,
    organisation,
    password_link,
    privacy,
    region_map,
    search,
    second_factor,
    selection,
    share,
    shortfalls,
    sign_in,
    submit,
    submit_views,
    vignette,
    why,
)
from kb.web.access import guard_doors
from kb.web.basket import here, is_selected
from kb.web.compression import compress
from kb.web.context import Context
from kb.web.errors import answer_errors
from kb.web.field_attributes import aria
from kb.web.freshness import answer_unchanged
from kb.web.header import own_links
from kb.web.numbers import DatabaseNumber
from kb.web.open_reading import open_for_reading
from kb.web.reading_limit import limit_reads
from kb.web.security import guard_forms, keep_private, protect

_LOG = logging.getLogger("kb.web")

_BLUEPRINTS = (
    search.pages,
    cases.pages,
    export.pages,
    vignette.pages,
    feeds.pages,
    alerts.pages,
    oai.pages,
    why.pages,
    region_map.pages,
    figures.pages,
    compare.pages,
    selection.pages,
    share.pages,
    booklet.pages,
    need.pages,
    entrances.pages,
    alliances.pages,
    organisation.pages,
    help.pages,
    accessibility.pages,
    privacy.pages,
    sign_in.pages,
    password_link.pages,
    account.pages,
    second_factor.pages,
    submit.pages,
    submit_views.pages,
    follow.pages,
    moderate.pages,
    moderate_texts.pages,
    conflicts.pages,
    curate.pages,
    curate_texts.pages,
    audit.pages,
    shortfalls.pages,
    crawlers.pages,
    health.pages,
    catalogue.pages,
    api_docs.pages,
    api.pages,
)


def create_app(knowledge_base: KnowledgeBase, settings: Settings) -> Flask:
    """The site and the API, answering from this knowledge base."""
    folder = resources()
    app = Flask("kb", template_folder=folder / "templates", static_folder=folder / "static")
    _settle_json_and_templates(app)
    accounts = Accounts.of(app, settings, knowledge_base.enrolling)
    Context(knowledge_base, settings, Markup(), accounts).attach(app.extensions)
    app.url_map.converters["int"] = DatabaseNumber
    for blueprint in _BLUEPRINTS:
        app.register_blueprint(blueprint)
    answer_errors(app)
    # What is registered last sees an answer first: it is tagged, then compressed, then logged.
    open_for_reading(app)
    protect(app, settings)
    guard_doors(app)
    guard_forms(app)
    _log_requests(app)
    limit_reads(app)
    compress(app)
    _let_browsers_ask_again(app)
    answer_unchanged(app, settings)
    assets.fingerprint(app)
    keep_private(app)
    return app


def _settle_json_and_templates(app: Flask) -> None:
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # Flask's own provider has it
    app.json.sort_keys = False  # type: ignore[attr-defined]  # the documented order is ours
    environment = app.jinja_env
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.undefined = StrictUndefined
    environment.filters["aria"] = aria
    environment.filters["typographic"] = typographic
    environment.globals.update(own_links=own_links, is_selected=is_selected, here=here)
    # In pages JSON stands inside <script>: no character that could matter to a browser.
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": True}


def _let_browsers_ask_again(app: Flask) -> None:
    """Pages are kept by browsers and asked for again each time: an unchanged one is not resent."""

    @app.after_request
    def tag(response: Response) -> Response:
        if request.method not in {"GET", "HEAD"} or response.is_streamed:
            return response
        if response.status_code == HTTPStatus.OK and "Cache-Control" not in response.headers:
            response.cache_control.no_cache = True
            response.add_etag(weak=True)
            response.make_conditional(request)
        return response


def _log_requests(app: Flask) -> None:
    """One event per request: what was asked, without its words, and how long it took."""

    @app.before_request
    def start() -> None:
        g.started = time.perf_counter()

    @app.after_request
    def finish(response: Response) -> Response:
        elapsed = time.perf_counter() - g.get("started", time.perf_counter())
        event(
            _LOG,
            "request",
            method=request.method,
            path=_path_to_log(),
            status=response.status_code,
            milliseconds=round(elapsed * 1000, 1),
        )
        return response


def _path_to_log() -> str:
    """The path that was asked for; of one that holds a secret, its pattern."""
    is_secret = "token" in (request.view_args or {})
    return request.url_rule.rule if is_secret and request.url_rule else request.path
