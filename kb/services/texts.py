"""Texts: what a proposed text says, what may be in it, and what it will be once published."""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from kb.domain.case import Case, Sha256, Slug
from kb.domain.errors import InvalidError
from kb.domain.hashes import sha256_of
from kb.domain.problems import Problem
from kb.formats import front_matter
from kb.ports import Taxonomies

#: Readings of proposed texts that are kept; some 20 KB each.
_MAX_READINGS = 256

Reading = Case | tuple[Problem, ...]


class CaseInvalidError(InvalidError):
    """The text breaks rules.

    Attributes:
        problems: all of them, by line.
    """

    code = "case-invalid"

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(count=len(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Texts:
    """Reads texts of proposals with the vocabulary of now. May be shared by threads."""

    taxonomies: Taxonomies
    _kept: OrderedDict[tuple[Sha256, str], Reading] = field(
        default_factory=OrderedDict, repr=False, compare=False
    )
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    def read(self, text: str) -> Reading:
        """The case that a text tells, or all that is wrong with it, by line.

        Raises:
            TaxonomyUnreadableError: there is no vocabulary to read it with.
        """
        taxonomy = self.taxonomies.current()
        key = (sha256_of(text), taxonomy.sha256)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        reading = front_matter.read(text, taxonomy)
        with self._lock:
            self._kept[key] = reading
            if len(self._kept) > _MAX_READINGS:
                self._kept.popitem(last=False)
        return reading

    def case(self, text: str) -> Case:
        """The case that a text tells.

        Raises:
            CaseInvalidError: it breaks rules.
            TaxonomyUnreadableError: there is no vocabulary to read it with.
        """
        reading = self.read(text)
        if isinstance(reading, Case):
            return reading
        raise CaseInvalidError(reading)

    def published(self, case: Case, *, live: Case | None, today: date) -> str:
        """The bytes that approval writes: the text that was seen, and what it does not decide.

        Args:
            live: the published case that it changes; `None` for a new one.

        Raises:
            CaseInvalidError: with the day in it, it is too long.
            TaxonomyUnreadableError: there is no vocabulary to read it with.
        """
        stamped = replace(case, published_on=today, updated_on=None)
        if live:
            stamped = replace(
                case,
                published_on=live.published_on or today,
                updated_on=today,
                verified_on=live.verified_on,
                redirects=live.redirects,
            )
        return self.file(stamped)

    def file(self, case: Case) -> str:
        """The canonical file of a case that is to be published.

        Raises:
            CaseInvalidError: it breaks rules of published cases.
            TaxonomyUnreadableError: there is no vocabulary to read it with.
        """
        text = front_matter.render(case)
        reading = front_matter.read(text, self.taxonomies.current(), published=True)
        if isinstance(reading, Case):
            return text
        raise CaseInvalidError(reading)


def as_proposed(case: Case) -> str:
    """The text of a proposal: what those who moderate decide is not in it."""
    return front_matter.render(
        replace(case, published_on=None, updated_on=None, verified_on=None, redirects=())
    )


def with_redirects(case: Case, *slugs: Slug, but: Slug) -> Case:
    """The case, found under these slugs as well; under its own it need not be looked for."""
    found = dict.fromkeys((*case.redirects, *slugs))
    return replace(case, redirects=tuple(slug for slug in found if slug != but))
