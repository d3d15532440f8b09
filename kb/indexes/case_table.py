"""CaseTable: the cases of one commit by number: what lists say of them, and in which order."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

import numpy as np

from kb.domain.case import Sha256, Slug
from kb.domain.search import CaseSummary
from kb.indexes.parts import Part, each_alive, numbered
from kb.indexes.ranks import Ranks
from kb.indexes.whoosh_schema import WEIGHTS

#: Summaries kept in memory; lists ask for those of their page again and again.
_MEMO_CASES = 500


@dataclass(frozen=True)
class CaseTable:
    """The cases of one commit."""

    parts: Sequence[Part]

    def __getitem__(self, number: int) -> CaseSummary:
        part = self._part(number)
        local = number - part.base
        return _read(part.columns.slugs[local], part.columns.cards[local])

    def slug(self, number: int) -> Slug:
        """The slug of a case."""
        part = self._part(number)
        return part.columns.slugs[number - part.base]

    def texts(self, number: int) -> Mapping[str, str]:
        """What each field of a case holds."""
        part = self._part(number)
        first = (number - part.base) * len(WEIGHTS)
        return {name: part.columns.texts[first + n] for n, name in enumerate(WEIGHTS)}

    def number(self, slug: Slug) -> int | None:
        """The number of a case; `None` if it is not there."""
        found = numbered(self.parts, slug)
        return found[0].base + found[1] if found else None

    def titled(self, key: str) -> Sequence[int]:
        """The cases whose title has these letters and digits."""
        return [
            part.base + number
            for part in self.parts
            for number in part.columns.titled[key]
            if part.alive[number]
        ]

    def every(self) -> Iterator[tuple[int, CaseSummary]]:
        """Each case with its number. Takes time: most answers need only a few."""
        slugs, cards = each_alive(self.parts, "slugs"), each_alive(self.parts, "cards")
        for (number, slug), (_, card) in zip(slugs, cards, strict=True):
            yield number, _read.__wrapped__(slug, card)

    def redirect(self, slug: Slug) -> Slug | None:
        """The case that used to have this slug."""
        for part in self.parts:
            number = part.columns.redirects.get(slug)
            if number is not None and part.alive[number]:
                return part.columns.slugs[number]
        return None

    def hashes(self) -> dict[Slug, Sha256]:
        """Slug to the hash of the file."""
        found: dict[Slug, Sha256] = {}
        for part in self.parts:
            hashes = part.columns.hash_of
            dead = (
                () if part.is_whole else np.flatnonzero(~part.alive[: part.columns.size]).tolist()
            )
            gone = {part.columns.slugs[number] for number in dead}
            found |= {k: v for k, v in hashes.items() if k not in gone} if gone else hashes
        return found

    def _part(self, number: int) -> Part:
        return next(part for part in reversed(self.parts) if part.base <= number)

    @cached_property
    def ranks(self) -> Ranks:
        """Where each case stands in each order."""
        return Ranks(self.parts)


@lru_cache(maxsize=_MEMO_CASES)
def _read(slug: Slug, card: str) -> CaseSummary:
    values = json.loads(card)
    del values["redirects"]
    for key in ("published_on", "updated_on"):
        values[key] = date.fromisoformat(values[key]) if values[key] else None
    tags = {facet_id: tuple(slugs) for facet_id, slugs in values["tags"].items()}
    return CaseSummary(
        slug=slug, **(values | {"partners": tuple(values["partners"]), "tags": tags})
    )
