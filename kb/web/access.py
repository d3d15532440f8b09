"""Which page is for whom: one table, enforced before every request.

The services ask again, in the first line of each method: this table keeps people from pages that
could only refuse them, and leads those who are not signed in to where they can.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from flask import Flask, redirect, request, url_for
from werkzeug.wrappers import Response

from kb.domain.account import DECIDING, Account, Permission
from kb.domain.errors import ForbiddenError
from kb.web.context import settings, signed_in


class Door(StrEnum):
    """Who may come in, where it does not depend on a permission."""

    OPEN = "open"
    #: Whoever holds the secret cookie of a draft or a proposal; the service looks at it.
    AUTHOR = "author"
    SIGNED_IN = "signed-in"
    #: Whoever has signed in and owns what is asked for; the service looks at it.
    MINE = "mine"


Who = Door | Permission


class SignInNeededError(ForbiddenError):
    """This is for people who have signed in; perhaps the session has ended."""

    code = "sign-in-needed"


class SecondFactorNeededError(ForbiddenError):
    """`KB_REQUIRE_2FA` asks moderators and administrators for a second factor."""

    code = "second-factor-needed"


#: endpoint -> who. What is not listed answers nobody; a test compares it with all routes.
ACCESS: Mapping[str, Who] = MappingProxyType(
    {
        "static": Door.OPEN,
        "submit.start": Door.OPEN,
        "submit.begin": Door.OPEN,
        "submit.step": Door.AUTHOR,
        "submit.save_step": Door.AUTHOR,
        "drafts.overview": Door.AUTHOR,
        "drafts.discard": Door.AUTHOR,
        "drafts.preview": Door.AUTHOR,
        "drafts.versions": Door.AUTHOR,
        "drafts.keep": Door.AUTHOR,
        "drafts.near": Door.OPEN,
        "drafts.sent": Door.OPEN,
        "follow.arrive": Door.OPEN,
        "follow.show": Door.AUTHOR,
        "follow.act": Door.AUTHOR,
        "follow.own": Door.MINE,
        "follow.act_on_own": Door.MINE,
        "moderate.queue": Permission.MODERATE,
        "moderate.show": Permission.MODERATE,
        "moderate.act": Permission.MODERATE,
        "moderate_texts.correct": Permission.MODERATE,
        "moderate_texts.save": Permission.MODERATE,
        "moderate_texts.choose": Permission.MODERATE,
        "moderate_texts.merge": Permission.MODERATE,
        "conflicts.show": Permission.MODERATE,
        "conflicts.choose": Permission.MODERATE,
        "curate.every": Permission.MODERATE,
        "curate.show": Permission.MODERATE,
        "curate.act": Permission.MODERATE,
        "curate_texts.correct": Permission.MODERATE,
        "curate_texts.save": Permission.MODERATE,
        "curate_texts.choose": Permission.MODERATE,
        "curate_texts.merge": Permission.MODERATE,
        "shortfalls.show": Permission.MODERATE,
        "audit.show": Permission.READ_AUDIT,
        "audit.export": Permission.READ_AUDIT,
        "search.results": Door.OPEN,
        "cases.show": Door.OPEN,
        "cases.source": Door.OPEN,
        "cases.data": Door.OPEN,
        "why.show": Door.OPEN,
        "help.show": Door.OPEN,
        "accessibility.show": Door.OPEN,
        "privacy.show": Door.OPEN,
        "export.search": Door.OPEN,
        "export.case": Door.OPEN,
        "vignette.show": Door.OPEN,
        "vignette.oembed": Door.OPEN,
        "feeds.as_atom": Door.OPEN,
        "feeds.as_json": Door.OPEN,
        "alerts.ask": Door.OPEN,
        "alerts.create": Door.OPEN,
        "alerts.asked": Door.OPEN,
        "alerts.stopped": Door.OPEN,
        "alerts.show": Door.OPEN,
        "alerts.act": Door.OPEN,
        "alerts.leave": Door.OPEN,
        "alerts.stop": Door.OPEN,
        "oai.answer": Door.OPEN,
        "catalogue.describe": Door.OPEN,
        "catalogue.llms": Door.OPEN,
        "region_map.show": Door.OPEN,
        "figures.show": Door.OPEN,
        "compare.show": Door.OPEN,
        "selection.show": Door.OPEN,
        "selection.act": Door.OPEN,
        "selection.pick": Door.OPEN,
        "selection.export": Door.OPEN,
        "share.show": Door.OPEN,
        "share.act": Door.OPEN,
        "share.export": Door.OPEN,
        "booklet.own": Door.OPEN,
        "booklet.own_pdf": Door.OPEN,
        "booklet.shared": Door.OPEN,
        "booklet.shared_pdf": Door.OPEN,
        "booklet.case": Door.OPEN,
        "booklet.case_pdf": Door.OPEN,
        "need.show": Door.OPEN,
        "entrances.show": Door.OPEN,
        "alliances.show": Door.OPEN,
        "organisation.show": Door.OPEN,
        "api_docs.show": Door.OPEN,
        "crawlers.sitemap": Door.OPEN,
        "crawlers.part_of_sitemap": Door.OPEN,
        "crawlers.robots": Door.OPEN,
        "health.show": Door.OPEN,
        "api.search": Door.OPEN,
        "api.case": Door.OPEN,
        "api.suggest": Door.OPEN,
        "api.taxonomy": Door.OPEN,
        "api.openapi": Door.OPEN,
        "sign_in.show": Door.OPEN,
        "sign_in.act": Door.OPEN,
        "sign_in.show_code": Door.OPEN,
        "sign_in.act_on_code": Door.OPEN,
        "sign_in.show_second_step": Door.OPEN,
        "sign_in.act_on_second_step": Door.OPEN,
        "password_link.ask": Door.OPEN,
        "password_link.act_on_ask": Door.OPEN,
        "password_link.sent": Door.OPEN,
        "password_link.show": Door.OPEN,
        "password_link.act": Door.OPEN,
        "password_link.show_first": Door.OPEN,
        "password_link.act_on_first": Door.OPEN,
        "account.show": Door.SIGNED_IN,
        "account.act": Door.SIGNED_IN,
        "account.show_password": Door.SIGNED_IN,
        "account.act_on_password": Door.SIGNED_IN,
        "second_factor.show": Door.SIGNED_IN,
        "second_factor.act": Door.SIGNED_IN,
        "second_factor.picture": Door.SIGNED_IN,
    }
)

#: endpoint -> what a signed-out reader is sent to first; the form there leads back.
_SIGN_IN = "sign_in.show"


def guard_doors(app: Flask) -> None:
    """Let nobody past the table: before each request, an error, or the page that helps."""

    @app.before_request
    def look() -> Response | None:
        if request.endpoint is None:
            return None  # there is no such page
        try:
            require(ACCESS[request.endpoint])
        except SignInNeededError:
            if request.method not in {"GET", "HEAD"}:
                raise
            return redirect(url_for(_SIGN_IN, next=request.full_path.rstrip("?")), code=303)
        return None


def require(who: Who) -> None:
    """Go on only if whoever asks may come in.

    Raises:
        SignInNeededError: nobody has signed in.
        SecondFactorNeededError: the account must have one first.
        NotAllowedError: the role does not allow it.
    """
    if who in {Door.OPEN, Door.AUTHOR}:
        return
    account = signed_in()
    if not account.is_signed_in:
        raise SignInNeededError
    if isinstance(who, Permission):
        account.require(who)
        if _lacks_second_factor(account):
            raise SecondFactorNeededError


def _lacks_second_factor(account: Account) -> bool:
    is_asked = settings().requires_second_factor and account.role in DECIDING
    return is_asked and not account.has_second_factor
