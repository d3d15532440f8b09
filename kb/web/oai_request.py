"""What a harvester asks for, by the rules of OAI-PMH 2.0: verbs, arguments, resumption tokens.

Source: Open Archives Initiative, "Protocol for Metadata Harvesting" 2.0, 3 and 4.
"""

import base64
import binascii
import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Self

from werkzeug.datastructures import MultiDict

from kb.domain.case import SLUG, Slug
from kb.domain.taxonomy import Taxonomy
from kb.services.harvesting import SET_FACETS, Harvest

PREFIX = "oai_dc"

#: verb -> (required arguments, optional ones); `resumptionToken` stands alone.
VERBS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = MappingProxyType(
    {
        "Identify": (frozenset(), frozenset()),
        "ListMetadataFormats": (frozenset(), frozenset({"identifier"})),
        "ListSets": (frozenset(), frozenset()),
        "ListIdentifiers": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"})),
        "ListRecords": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"})),
        "GetRecord": (frozenset({"identifier", "metadataPrefix"}), frozenset()),
    }
)

#: Verbs that are answered in parts; we have so few sets that no token for them was ever given.
_RESUMABLE = frozenset({"ListIdentifiers", "ListRecords", "ListSets"})

#: What arguments are made of (Source: OAI-PMH.xsd; of `identifier`, RFC 2396 without brackets).
_WORD = r"[A-Za-z0-9\-_.!~*'()]+"
_SYNTAX: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "identifier": re.compile(r"[A-Za-z0-9\-_.!~*'();/?:@&=+$,%#]+"),
        "metadataPrefix": re.compile(_WORD),
        "set": re.compile(f"{_WORD}(:{_WORD})*"),
    }
)

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MAX_TOKEN_CHARACTERS = 500
_NOT_OURS = "Ce jeton n’a pas été donné ici."


class OaiError(Exception):
    """A condition of the protocol, told inside an answer 200 (3.6); never a status of HTTP."""

    def __init__(self, *, code: str, message: str) -> None:
        super().__init__(code, message)
        self.code, self.message = code, message


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """Where a harvest goes on. It holds all there is to know, so that nothing is kept here.

    Attributes:
        named: the arguments of the harvest. after: the last entry given. given: how many so far.
    """

    named: Mapping[str, str]
    after: tuple[date, Slug]
    given: int

    def __str__(self) -> str:
        """The token as harvesters send it back."""
        day, slug = self.after
        values = json.dumps([dict(self.named), day.isoformat(), slug, self.given])
        return base64.urlsafe_b64encode(values.encode()).decode().rstrip("=")

    def harvest(self, taxonomy: Taxonomy) -> Harvest:
        """The harvest that goes on."""
        try:
            return harvest_of(self.named, taxonomy)
        except (OaiError, KeyError):
            raise OaiError(code="badResumptionToken", message=_NOT_OURS) from None

    @classmethod
    def read(cls, text: str) -> Self:
        """The token that was given; what was not given by us, or is broken, is refused."""
        try:
            padded = text[:_MAX_TOKEN_CHARACTERS] + "=" * (-len(text) % 4)
            named, day, slug, given = json.loads(base64.b64decode(padded, b"-_", validate=True))
            if _is_ours(named, slug, given):
                return cls(named=named, after=(date.fromisoformat(day), slug), given=given)
        except (ValueError, TypeError, AttributeError, binascii.Error, RecursionError):
            pass
        raise OaiError(code="badResumptionToken", message=_NOT_OURS)


def _is_ours(named: Mapping[str, object], slug: str, given: object) -> bool:
    required, optional = VERBS["ListRecords"]
    has_names = named.keys() <= required | optional
    has_texts = all(isinstance(value, str) for value in named.values())
    is_counted = type(given) is int and given > 0
    return has_names and has_texts and is_counted and bool(SLUG.fullmatch(slug))


def arguments_of(parameters: MultiDict[str, str]) -> Mapping[str, str]:
    """The verb and its arguments, checked by the table.

    Raises:
        OaiError: `badVerb` or `badArgument`.
    """
    verbs = parameters.getlist("verb")
    if len(verbs) != 1 or verbs[0] not in VERBS:
        raise OaiError(
            code="badVerb", message=f"Il faut un verbe et un seul, parmi {', '.join(VERBS)}."
        )
    verb, names = verbs[0], set(parameters) - {"verb"}
    if any(len(parameters.getlist(name)) > 1 for name in names):
        raise OaiError(code="badArgument", message="Un argument est répété.")
    if "resumptionToken" in names and verb in _RESUMABLE:
        if names != {"resumptionToken"}:
            raise OaiError(
                code="badArgument", message="« resumptionToken » ne supporte aucun autre argument."
            )
    else:
        _check_names(verb, names)
        _check_syntax(parameters)
    return {name: parameters[name] for name in ("verb", *sorted(names))}


def _check_names(verb: str, names: set[str]) -> None:
    required, optional = VERBS[verb]
    if missing := required - names:
        raise OaiError(code="badArgument", message=f"Il manque : {', '.join(sorted(missing))}.")
    if names - required - optional:
        raise OaiError(code="badArgument", message=f"« {verb} » ne connaît pas tous ces arguments.")


def _check_syntax(parameters: MultiDict[str, str]) -> None:
    for name, syntax in _SYNTAX.items():
        if name in parameters and not syntax.fullmatch(parameters[name]):
            raise OaiError(code="badArgument", message=f"« {name} » est mal écrit.")


def harvest_of(named: Mapping[str, str], taxonomy: Taxonomy) -> Harvest:
    """The harvest that arguments name.

    Raises:
        OaiError: `badArgument`, `cannotDisseminateFormat` or `noRecordsMatch`.
    """
    require_prefix(named["metadataPrefix"])
    first, last = _day(named.get("from")), _day(named.get("until"))
    if first and last and first > last:
        raise OaiError(code="badArgument", message="« from » est après « until ».")
    facet, _, slug = named.get("set", "").partition(":")
    if facet and not _is_set(facet, slug, taxonomy):
        raise OaiError(code="noRecordsMatch", message="Il n’y a pas d’ensemble de ce nom.")
    return Harvest(facet=facet or None, slug=slug or None, first_day=first, last_day=last)


def require_prefix(prefix: str) -> None:
    """Refuse any format but the one that we have."""
    if prefix != PREFIX:
        raise OaiError(
            code="cannotDisseminateFormat", message=f"Le seul format proposé est {PREFIX}."
        )


def _is_set(facet: str, slug: str, taxonomy: Taxonomy) -> bool:
    return facet in SET_FACETS and (not slug or slug in taxonomy.facet(facet).by_slug)


def _day(text: str | None) -> date | None:
    """A day; instants are finer than what we know of our cases (2.7.1, 3.3)."""
    if text is None:
        return None
    if _DAY.fullmatch(text):
        with suppress(ValueError):
            return date.fromisoformat(text)
    raise OaiError(code="badArgument", message="Une date s’écrit 2026-11-20, sans heure.")
