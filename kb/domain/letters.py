"""The letters that proposals and alerts cause, and what fits into the text of each."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple


class LetterName(StrEnum):
    """A letter; the value is the name of its file in `mail/`, without `.txt`."""

    CONFIRM = "confirmation"
    RECEIVED = "recue"
    CHANGES_REQUESTED = "precision"
    REJECTED = "refus"
    PUBLISHED = "publication"
    MESSAGE = "message"
    NEW_LINK = "lien"
    TO_MODERATORS = "moderation"
    ALERT = "alerte"
    ALERTS = "alertes"
    NEWS = "nouvelles"
    PAUSED = "pause"
    RENEWAL = "echeance"


_ALWAYS = frozenset({"title", "link"})
_FOLLOWED = frozenset({"search", "address", "link"})

#: What stands in braces in the text of each letter; `link` opens the page of the proposal or of
#: the alert, `address` a page for all.
LETTER_VALUES: Mapping[LetterName, frozenset[str]] = MappingProxyType(
    {
        LetterName.CONFIRM: _ALWAYS,
        LetterName.RECEIVED: _ALWAYS | {"position"},
        LetterName.CHANGES_REQUESTED: _ALWAYS | {"message"},
        LetterName.REJECTED: _ALWAYS | {"message"},
        LetterName.PUBLISHED: _ALWAYS | {"address"},
        LetterName.MESSAGE: _ALWAYS | {"message"},
        LetterName.NEW_LINK: frozenset({"proposals"}),
        LetterName.TO_MODERATORS: frozenset({"proposals", "link"}),
        LetterName.ALERT: frozenset({"link", "moment"}),
        LetterName.ALERTS: frozenset({"alerts", "most"}),
        LetterName.NEWS: _FOLLOWED | {"count", "cases", "rhythm", "until"},
        LetterName.PAUSED: _FOLLOWED | {"unknown"},
        LetterName.RENEWAL: _FOLLOWED,
    }
)


class Motive(NamedTuple):
    """A reason that those who moderate may begin from. `label`: what a list calls it."""

    label: str
    text: str
