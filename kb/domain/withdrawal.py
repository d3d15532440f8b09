"""Withdrawal: a case that was published here and is no more."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kb.domain.case import Slug


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """What is still known of a case that was withdrawn; `tags` as it had them last."""

    slug: Slug
    withdrawn_on: date
    tags: Mapping[str, tuple[str, ...]]
